"""Human references, given out in order and never twice."""

from django.db.models import F

from governance.models import Series


def allot(prefix: str) -> str:
    """Return the next reference under a prefix, such as SYS-0042, inside the caller's transaction.

    Cost: three queries; the series stays locked until the caller commits.
    """
    Series.objects.get_or_create(prefix=prefix)
    Series.objects.filter(prefix=prefix).update(last=F("last") + 1)
    return f"{prefix}-{Series.objects.values_list('last', flat=True).get(prefix=prefix):04d}"
