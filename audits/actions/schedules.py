"""When plans run by themselves: setting a calendar, pausing it, and looking after the moments it was due."""

from datetime import datetime, timedelta

from django.db import transaction

from audits.actions import runs
from audits.models import Plan, Run, Schedule, ScheduleRun
from audits.queries.counts import RowsGone
from governance import trail
from governance.calendar import due_times
from governance.models import User

WINDOWS = (
    timedelta(hours=2),
    timedelta(days=2),
    timedelta(days=40),
    timedelta(days=400),
    timedelta(days=3000),
)
REASON_LENGTH = 200


class NeverDue(Exception):
    """No moment within eight years fits the calendar."""


@transaction.atomic
def arrange(*, plan: Plan, cron: str, zone: str, starts_at: datetime, by: User, at: datetime) -> Schedule:
    """Let a plan run by itself from a moment on; what was arranged before is replaced, a pause ends.

    A start in the past is caught up with: one run at once, then as the calendar says.
    Raises: NeverDue; governance.calendar.BadCalendar, when cron or zone make no sense.
    """
    first = _next_due(cron, zone, after=starts_at - timedelta(seconds=1))
    schedule, _ = Schedule.objects.update_or_create(
        plan=plan,
        defaults={
            "cron": cron, "zone": zone, "active": True, "next_due_at": first, "set_by": by, "set_at": at,
        },
    )  # fmt: skip
    trail.record(
        at=at, by=by, verb="schedule.arranged", subject=plan.reference, unit=plan.system.unit,
        after={"cron": cron, "zone": zone, "next_due_at": first.isoformat()},
    )  # fmt: skip
    return schedule


@transaction.atomic
def pause(*, schedule: Schedule, by: User, at: datetime) -> None:
    """Let a plan rest until its calendar is arranged anew; resting twice changes nothing."""
    if not Schedule.objects.filter(pk=schedule.pk, active=True).update(active=False):
        return
    trail.record(
        at=at, by=by, verb="schedule.paused", subject=schedule.plan.reference, unit=schedule.plan.system.unit
    )


@transaction.atomic
def run_due(*, schedule: Schedule, by: User, at: datetime) -> Run | None:
    """Look after the moment at which a schedule was due, if it still is; return the run that came of it.

    Several missed moments are one run. Of two schedulers at once, one does it and the other finds nothing.
    What stands in the way of a run is noted on the moment, which then counts as looked after.
    """
    due = Schedule.objects.select_for_update(of=("self",)).select_related("plan__system__unit")
    row = due.filter(pk=schedule.pk, active=True, next_due_at__lte=at).first()
    if row is None:
        return None
    run, skipped = _requested(row.plan, by, at)
    ScheduleRun.objects.create(schedule=row, due_at=row.next_due_at, run=run, skipped=skipped, made_at=at)
    if skipped:
        trail.record(
            at=at, by=by, verb="schedule.skipped", subject=row.plan.reference, unit=row.plan.system.unit,
            after={"due_at": row.next_due_at.isoformat(), "reason": skipped},
        )  # fmt: skip
    row.next_due_at = _next_due(row.cron, row.zone, after=at)
    row.save(update_fields=["next_due_at"])
    return run


def _requested(plan: Plan, by: User, at: datetime) -> tuple[Run | None, str]:
    """Return the run, or why there is none."""
    try:
        return runs.request(plan=plan, by=by, at=at), ""
    except runs.NoLog:
        return None, "No log has been imported."
    except runs.AlreadyWaiting as waiting:
        return None, f"{waiting.run.reference} is still under way."
    except RowsGone as gone:
        return None, str(gone)[:REASON_LENGTH]


def _next_due(cron: str, zone: str, *, after: datetime) -> datetime:
    """Return the first moment after another, looking further ahead only at need."""
    for window in WINDOWS:
        if moments := due_times(cron, zone, after, after + window):
            return moments[0]
    raise NeverDue(cron)
