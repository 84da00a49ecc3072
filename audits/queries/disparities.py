"""Disparities as lists, pages and the release gate need them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTransform

from audits.fairness.withholding import withheld_reading
from audits.models import Disparity, Run
from audits.models.runs import BULK
from governance.models import AISystem, ScopedQuerySet, User
from governance.vocabulary import JobState

MOST_SHOWN = 50
_ORDER = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(Disparity.State.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Wanted:
    """Which disparities a person looks for; what is empty does not narrow."""

    state: str = ""
    system: str = ""
    mine: bool = False
    words: str = ""


@dataclass(frozen=True)
class Seen:
    """What one run said of the measure of a disparity: its readings, gravest first."""

    run: Run
    readings: tuple[dict[str, Any], ...]


def whole() -> ScopedQuerySet[Disparity]:
    """Return disparities with everything a page says about them. No query until it is read."""
    return Disparity.objects.select_related(
        "plan__system__unit", "owner", "first_run", "latest_run", "accepted_by", "closed_run"
    ).defer(*(f"{run}__{bulk}" for run in ("first_run", "latest_run", "closed_run") for bulk in BULK))


def listed(user: User, wanted: Wanted) -> QuerySet[Disparity]:
    """Return what this person may see and looks for: open ones first, the earliest day first. One query a page."""
    rows = whole().visible_to(user)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.system:
        rows = rows.filter(plan__system__reference=wanted.system)
    if wanted.mine:
        rows = rows.filter(owner=user)
    for word in wanted.words.split():
        rows = rows.filter(
            Q(plan__name__icontains=word) | Q(plan__system__name__icontains=word) | Q(reference__iexact=word)
        )
    return in_order(rows)


def in_order(rows: "QuerySet[Disparity]") -> "QuerySet[Disparity]":
    """Order by state, then by day. No query of its own."""
    return rows.order_by(_ORDER, "due_date", "pk")


def of_system(system: AISystem) -> list[Disparity]:
    """Return the disparities of a system that are not closed, open ones first. One query."""
    rows = whole().filter(plan__system=system).exclude(state=Disparity.State.CLOSED)
    return list(in_order(rows)[:MOST_SHOWN])


def of_run(run: Run) -> list[Disparity]:
    """Return the disparities that a run found or closed, open ones first. One query."""
    return list(in_order(whole().filter(Q(first_run=run) | Q(latest_run=run) | Q(closed_run=run))))


def is_of_the_past(run: Run) -> bool:
    """Return whether a log that is newer than the run's has been measured under the same plan. One query."""
    done = Run.objects.filter(plan=run.plan_id, state=JobState.DONE).exclude(pk=run.pk)
    return done.filter(log__imported_at__gt=run.log.imported_at).exists()


def acceptances_over(on: date) -> list[Disparity]:
    """Return the accepted disparities whose acceptance ended before a day. One query."""
    return list(
        Disparity.objects.filter(state=Disparity.State.ACCEPTED, accepted_until__lt=on).order_by("pk")
    )


def due_within(on: date, until: date) -> list[Disparity]:
    """Return the open disparities to be settled between two days. One query."""
    rows = Disparity.objects.filter(state=Disparity.State.OPEN, due_date__range=(on, until))
    return list(rows.select_related("plan__system__unit", "plan__owner", "owner").order_by("due_date", "pk"))


def seen_in(disparity: Disparity, *, limit: int = MOST_SHOWN) -> list[Seen]:
    """Return what the newest runs of the plan said of a disparity's measure, the newest run first. One query."""
    rows = Run.objects.filter(plan=disparity.plan_id, state=JobState.DONE).select_related("version")
    rows = rows.order_by("-finished_at", "-pk").annotate(told=KeyTransform("readings", "result")).defer(*BULK)
    found = [Seen(run, _of(disparity, run.told or ())) for run in rows[:limit]]
    return [seen for seen in found if seen.readings]


def _of(disparity: Disparity, readings: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    return tuple(
        withheld_reading(one)
        for one in readings
        if one["measure"] == disparity.measure and tuple(one["by"]) == disparity.by
    )
