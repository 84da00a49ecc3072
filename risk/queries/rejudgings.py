"""Reports of what moved when the law changed: which systems to judge, lists, and what waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from governance.models import ScopedQuerySet, SystemVersion, User
from governance.vocabulary import JobState, Tier
from risk.models import Classification, Move, Rejudging

# Worst first, as lists of systems have it.
TIERS: Sequence[str] = [tier.value for tier in Tier]


@dataclass(frozen=True)
class Wanted:
    """Which moves a person looks for; what is empty does not narrow."""

    state: str = ""
    tier: str = ""
    words: str = ""


def standing() -> QuerySet[Classification]:
    """Return the standing classification of every system's newest judged version. No query until it is read."""
    later = Classification.objects.filter(
        version__system=OuterRef("version__system"),
        version__number__gt=OuterRef("version__number"),
        superseded_at=None,
    )
    return Classification.objects.filter(~Exists(later), superseded_at=None)


def newest(systems: Collection[UUID]) -> dict[UUID, SystemVersion]:
    """Return the newest version of each system, judged or not. One query."""
    rows = SystemVersion.objects.filter(system__in=systems).order_by("number")
    return {row.system_id: row for row in rows}


def to_judge(rejudging: Rejudging) -> QuerySet[Classification]:
    """Return what this report has still to judge: what was judged already, or could not be, is left out."""
    rows = standing().exclude(moves_from__rejudging=rejudging)
    if rejudging.kind == Rejudging.Kind.EDITION:
        return rows.exclude(edition=rejudging.edition)
    return _overtaken(rows, rejudging.on_date)


def next_systems(rejudging: Rejudging, *, after: UUID | None, limit: int) -> list[UUID]:
    """Return the next systems to judge, in the order of their keys. One query."""
    rows = to_judge(rejudging)
    if after is not None:
        rows = rows.filter(version__system__gt=after)
    return list(rows.order_by("version__system").values_list("version__system", flat=True)[:limit])


def last_systems(rejudging: Rejudging, *, before: UUID | None, limit: int) -> list[UUID]:
    """Return the systems to judge from the far end of the same order, the last one first. One query."""
    rows = to_judge(rejudging)
    if before is not None:
        rows = rows.filter(version__system__lt=before)
    return list(rows.order_by("-version__system").values_list("version__system", flat=True)[:limit])


def is_a_day_due(on: date) -> bool:
    """Say whether a day has come on which the law changes for some system. One query.

    What an earlier report could not judge waits for its answers, not for every new day.
    """
    return _overtaken(standing().filter(moves_from=None), on).exists()


def is_any_unsettled() -> bool:
    """Say whether a report is still being made. One query."""
    return Rejudging.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists()


def listed(user: User) -> QuerySet[Rejudging]:
    """Return the reports this person may see, newest first, each with how many of its moves wait for them."""
    mine = Move.objects.visible_to(user).filter(rejudging=OuterRef("pk"))
    return (
        Rejudging.objects.visible_to(user)
        .select_related("requested_by")
        .annotate(
            seen=_count(mine),
            waiting=_count(mine.filter(state=Move.State.WAITING)),
            contested=_count(mine.filter(state=Move.State.CONTESTED)),
        )
        .order_by("-queued_at", "-pk")
    )


def waiting(user: User, *, limit: int) -> tuple[Rejudging, ...]:
    """Return the newest reports in which something waits for a look, or which are being made. One query."""
    unsettled = Q(state__in=[JobState.QUEUED, JobState.RUNNING, JobState.FAILED])
    return tuple(listed(user).filter(unsettled | Q(waiting__gt=0))[:limit])


def moves(user: User, rejudging: Rejudging, wanted: Wanted) -> QuerySet[Move]:
    """Return what a report moved among the systems this person may see: worse tiers first.

    Cost: one query for a page of it.
    """
    rows = whole().visible_to(user).filter(rejudging=rejudging)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.tier == "moved":
        rows = rows.exclude(tier_after=F("tier_before"))
    elif wanted.tier:
        rows = rows.filter(tier_after=wanted.tier)
    for word in wanted.words.split():
        rows = rows.filter(Q(system__name__icontains=word) | Q(system__reference__iexact=word))
    same = When(tier_after=F("tier_before"), then=Value(len(TIERS)))
    ranks = [When(tier_after=tier, then=Value(rank)) for rank, tier in enumerate(TIERS)]
    rank = Case(same, *ranks, default=Value(len(TIERS)), output_field=IntegerField())
    return rows.order_by(rank, "system__reference", "pk")


def whole() -> ScopedQuerySet[Move]:
    """Return moves with everything a page says about them but the findings. No query until it is read."""
    return Move.objects.select_related("system__unit", "ruled_by", "rejudging", "before", "after").defer(
        "before__finding", "before__facts", "after__finding", "after__facts"
    )


def _overtaken(rows: QuerySet[Classification], on: date) -> QuerySet[Classification]:
    return rows.filter(next_change_date__lte=on)


def _count(rows: QuerySet[Move]) -> Coalesce:
    counted = rows.order_by().values("rejudging").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
