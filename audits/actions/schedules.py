"""When plans run by themselves: setting a calendar, pausing it, and looking after the moments it was due."""

from datetime import datetime, timedelta

from django.db import transaction

from audits.actions import notices, runs
from audits.models import Notice, Plan, Run, Schedule, ScheduleRun
from audits.queries.counts import RowsGone
from audits.queries.listening import told_of
from governance import trail
from governance.calendar import due_times
from governance.models import User
from governance.vocabulary import JobState

WINDOWS = (
    timedelta(hours=2),
    timedelta(days=2),
    timedelta(days=40),
    timedelta(days=400),
    timedelta(days=3000),
)
REASON_LENGTH = 200
GRACE_MINUTES = 60


class NeverDue(Exception):
    """No moment within eight years fits the calendar."""


@transaction.atomic
def arrange(
    *,
    plan: Plan,
    cron: str,
    zone: str,
    starts_at: datetime,
    by: User,
    at: datetime,
    grace_minutes: int = GRACE_MINUTES,
) -> Schedule:
    """Let a plan run by itself from a moment on; what was arranged before is replaced, a pause ends.

    A start in the past is caught up with: one run at once, then as the calendar says.
    Raises: NeverDue; governance.calendar.BadCalendar, when cron or zone make no sense.
    """
    first = next_due(cron, zone, after=starts_at - timedelta(seconds=1))
    schedule, _ = Schedule.objects.update_or_create(
        plan=plan,
        defaults={
            "cron": cron, "zone": zone, "active": True, "next_due_at": first, "set_by": by, "set_at": at,
            "grace_minutes": grace_minutes,
        },
    )  # fmt: skip
    trail.record(
        at=at, by=by, verb="schedule.arranged", subject=plan.reference, unit=plan.system.unit,
        after={
            "cron": cron, "zone": zone, "next_due_at": first.isoformat(), "grace_minutes": grace_minutes,
        },
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
    due = Schedule.objects.select_for_update(of=("self",), no_key=True).select_related("plan__system__unit")
    row = due.filter(pk=schedule.pk, active=True, next_due_at__lte=at).first()
    if row is None:
        return None
    run, skipped = _requested(row.plan, by, at)
    late_at = row.next_due_at + timedelta(minutes=row.grace_minutes)
    ScheduleRun.objects.create(
        schedule=row, due_at=row.next_due_at, run=run, skipped=skipped, made_at=at, late_at=late_at
    )
    if skipped:
        trail.record(
            at=at, by=by, verb="schedule.skipped", subject=row.plan.reference, unit=row.plan.system.unit,
            after={"due_at": row.next_due_at.isoformat(), "reason": skipped},
        )  # fmt: skip
    row.next_due_at = next_due(row.cron, row.zone, after=at)
    row.save(update_fields=["next_due_at"])
    return run


@transaction.atomic
def look_back(*, occasion: ScheduleRun, by: User, at: datetime) -> None:
    """Look at a moment whose grace is over, once: tell the plan's people unless its run was done in time."""
    rows = ScheduleRun.objects.select_for_update(of=("self",), no_key=True).select_related(
        "run", "schedule__plan__system__unit"
    )
    row = rows.filter(pk=occasion.pk, told_at=None, late_at__lte=at).first()
    if row is None:
        return
    row.told_at = at
    row.save(update_fields=["told_at"])
    if says := _late(row):
        plan = row.schedule.plan
        path = (row.run or plan).get_absolute_url()
        news = [notices.News(Notice.Kind.LATE, f"late:{row.due_at.isoformat()}", says, path)]
        notices.tell(plan=plan, people=told_of(plan), news=news, by=by, at=at)


def _late(row: ScheduleRun) -> str:
    """Return what is wrong with the run of a moment, or nothing when it was done in time."""
    due = f"due on {row.due_at:%-d %B %Y at %H:%M} UTC"
    if row.run is None:
        return f"The run {due} did not take place. {row.skipped}"
    if row.run.state == JobState.DONE and row.run.finished_at and row.run.finished_at <= row.late_at:
        return ""
    stands = row.run.get_state_display().lower()
    return f"{row.run.reference}, {due}, is late: it is {stands}. {row.run.error}".strip()


def _requested(plan: Plan, by: User, at: datetime) -> tuple[Run | None, str]:
    """Return the run, or why there is none."""
    try:
        return runs.request(plan=plan, by=by, at=at), ""
    except runs.NoLog:
        return None, "No log has been imported."
    except runs.NoLegalBasis:
        return None, "No legal basis is stated for a special category of personal data."
    except runs.AlreadyWaiting as waiting:
        return None, f"{waiting.run.reference} is still under way."
    except RowsGone as gone:
        return None, str(gone)[:REASON_LENGTH]


def next_due(cron: str, zone: str, *, after: datetime) -> datetime:
    """Return the first moment after another, looking further ahead only at need."""
    for window in WINDOWS:
        if moments := due_times(cron, zone, after, after + window):
            return moments[0]
    raise NeverDue(cron)
