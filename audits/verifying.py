"""How often one person, or one address, may have files verified: each costs a process for a second or two."""

from django.core.cache import cache
from django.utils import timezone

A_MINUTE = 10


def may_ask(who: str) -> bool:
    """Count a request and say whether it is one of the first in this minute."""
    key = f"verify:{who}:{timezone.now():%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        return cache.incr(key) <= A_MINUTE
    except ValueError:  # it ran out between the two
        return True
