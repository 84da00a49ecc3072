"""What is owed, as lists, pages and panels need it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from governance.models import AISystem, ScopedQuerySet, User
from risk.models import Obligation

SOON = timedelta(days=90)


@dataclass(frozen=True)
class Wanted:
    """Which obligations a person looks for; what is empty does not narrow."""

    state: str = ""
    until: date | None = None
    role: str = ""
    words: str = ""


@dataclass(frozen=True)
class DueSoon:
    """What presses: the first few open duties in order of their day, and how many there are."""

    rows: tuple[Obligation, ...]
    overdue: int
    soon: int


def whole() -> ScopedQuerySet[Obligation]:
    """Return obligations with everything a page says about them. No query until it is read."""
    return Obligation.objects.select_related("system__unit", "owner", "settled_by")


def listed(user: User, wanted: Wanted) -> QuerySet[Obligation]:
    """Return what this person may see and looks for, the earliest day first, sleeping duties last.

    Cost: one query for a page of it.
    """
    rows = whole().visible_to(user)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.until:
        rows = rows.filter(due_effective__lte=wanted.until)
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    for word in wanted.words.split():
        rows = rows.filter(
            Q(title__icontains=word) | Q(system__name__icontains=word) | Q(system__reference__iexact=word)
        )
    return in_order(rows)


def in_order(rows: "QuerySet[Obligation]") -> "QuerySet[Obligation]":
    """Order by the effective day, duties without a day last. No query of its own."""
    return rows.order_by(F("due_effective").asc(nulls_last=True), "title", "pk")


def of_system(system: AISystem) -> tuple[Obligation, ...]:
    """Return every obligation of a system, open ones first, then by day. One query."""
    order: Sequence[str] = Obligation.State.values
    rows = in_order(Obligation.objects.filter(system=system).select_related("owner", "settled_by"))
    return tuple(sorted(rows, key=lambda row: order.index(row.state)))


def due_soon(user: User, on: date, *, limit: int) -> DueSoon:
    """Return what presses among the duties this person may see. Three queries."""
    rows = whole().visible_to(user).filter(state=Obligation.State.OPEN, due_effective__lte=on + SOON)
    return DueSoon(
        rows=tuple(in_order(rows)[:limit]),
        overdue=rows.filter(due_effective__lt=on).count(),
        soon=rows.filter(due_effective__gte=on).count(),
    )
