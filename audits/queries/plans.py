"""Fairness plans as lists and pages need them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform

from audits.models import Plan, PredictionLog, Run, Schedule, ScheduleRun, ThresholdSetting
from audits.models.runs import BULK
from audits.queries.courses import Course, courses
from audits.queries.verdicts import Marked, tally
from governance.models import AISystem
from governance.vocabulary import JobState

MOST_SHOWN, MOST_LOOKED_AT = 50, 200


@dataclass(frozen=True)
class Planned:
    """A plan with its calendar, its newest run, what the newest finished run came to, and how it got there."""

    plan: Plan
    schedule: Schedule | None
    newest: Run | None
    done: Run | None
    verdicts: tuple[Marked, ...]
    course: Course | None


def of_system(system: AISystem) -> QuerySet[Plan]:
    """Return the plans of a system, by name, with the keys of their newest runs. No query until it is read."""
    of_plan = Run.objects.filter(plan=OuterRef("pk"))
    done = of_plan.filter(state=JobState.DONE).order_by("-finished_at", "-pk")
    return (
        Plan.objects.filter(system=system)
        .select_related("schedule", "owner")
        .annotate(newest_pk=_first(of_plan.order_by("-pk")), done_pk=_first(done))
        .order_by("name", "pk")
    )


def planned(plans: Iterable[Any]) -> list[Planned]:
    """Return plans from `of_system` with their runs.

    Cost: two queries, whatever the number of plans and runs.
    """
    plans = list(plans)
    runs = Run.objects.defer(*BULK).in_bulk({pk for plan in plans for pk in (plan.newest_pk, plan.done_pk)})
    went = courses(plans)
    return [
        Planned(
            plan,
            getattr(plan, "schedule", None),
            runs.get(plan.newest_pk),
            runs.get(plan.done_pk),
            tally(went[plan.pk].readings) if plan.pk in went else (),
            went.get(plan.pk),
        )
        for plan in plans
    ]


def runs_of(plan: Plan) -> QuerySet[Run]:
    """Return the runs of a plan, the newest first, with what each came to. No query until it is read.

    Shape: `told` are the readings of a finished run, without the bulk of its result.
    """
    rows = Run.objects.filter(plan=plan).select_related("log", "version", "requested_by").defer(*BULK)
    return rows.annotate(told=KeyTransform("readings", "result")).order_by("-pk")


def logs_of(plan: Plan) -> list[PredictionLog]:
    """Return the newest logs of a plan, without their counts. One query."""
    rows = PredictionLog.objects.filter(plan=plan).select_related("version", "imported_by")
    return list(rows.defer("cells", "spec").order_by("-imported_at", "-pk")[:MOST_SHOWN])


def skipped(plan: Plan) -> list[ScheduleRun]:
    """Return the last moments at which the calendar came round and nothing ran. One query."""
    rows = ScheduleRun.objects.filter(schedule__plan=plan).exclude(skipped="")
    return list(rows.order_by("-due_at")[:3])


def threshold_settings(plan: Plan) -> list[ThresholdSetting]:
    """Return the thresholds of a plan as they were set, the newest first, with who set them. One query."""
    rows = plan.threshold_settings.select_related("set_by").order_by("-set_at", "-pk")
    return list(rows[:MOST_SHOWN])


def occasions_to_look_back_on(at: datetime) -> list[ScheduleRun]:
    """Return the moments whose grace is over and that nobody has looked back on, the oldest first. One query."""
    rows = ScheduleRun.objects.filter(told_at=None, late_at__lte=at).order_by("late_at", "pk")
    return list(rows[:MOST_LOOKED_AT])


def _first(rows: "QuerySet[Run]") -> Subquery:
    return Subquery(rows.values("pk")[:1])
