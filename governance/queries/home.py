"""What waits for somebody, at a glance."""

from dataclasses import dataclass

from django.db.models import Count

from governance.models import AISystem, User
from governance.vocabulary import Lifecycle, Tier


@dataclass(frozen=True)
class TierCount:
    """How many systems stand in a tier."""

    tier: Tier
    count: int


def tier_counts(user: User) -> tuple[TierCount, ...]:
    """Return how many of the systems this person sees stand in each tier, worst first, without retired ones.

    Cost: one query, whatever the number of systems.
    """
    rows = AISystem.objects.visible_to(user).exclude(lifecycle=Lifecycle.RETIRED)
    found = dict(rows.values_list("tier").annotate(n=Count("pk")))
    return tuple(TierCount(tier, found.get(tier.value, 0)) for tier in Tier)


def undetermined(user: User, *, limit: int) -> list[AISystem]:
    """Return systems whose answers do not settle their tier yet, longest in the register first. One query."""
    rows = (
        AISystem.objects.visible_to(user).filter(tier=Tier.UNDETERMINED).exclude(lifecycle=Lifecycle.RETIRED)
    )
    return list(rows.select_related("unit", "owner").order_by("created_at", "pk")[:limit])
