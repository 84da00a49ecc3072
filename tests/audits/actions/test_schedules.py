"""Schedules: every moment looked after once, whoever looks and however late."""

from datetime import UTC, datetime, timedelta

import pytest

from audits.actions import schedules
from audits.models import Run, Schedule, ScheduleRun
from governance.calendar import BadCalendar
from governance.models import TrailEntry, User
from tests.factories import LogFactory, PlanFactory, RunFactory, ScheduleFactory
from tests.threads import at_once


def last():
    return TrailEntry.objects.latest("seq")


def run_due(schedule, at):
    return schedules.run_due(schedule=schedule, by=User.objects.clockwork(), at=at)


def test_a_calendar_begins_with_its_first_moment_from_the_start_on(lawyer, now):
    plan = PlanFactory()

    schedule = schedules.arrange(
        plan=plan, cron="30 6 1 * *", zone="Europe/Brussels", starts_at=now, by=lawyer, at=now
    )

    assert schedule.next_due_at == datetime(2026, 10, 1, 4, 30, tzinfo=UTC)
    assert (last().verb, last().subject, last().after["cron"]) == (
        "schedule.arranged",
        plan.reference,
        "30 6 1 * *",
    )


def test_the_start_itself_may_be_the_first_moment(lawyer, now):
    schedule = schedules.arrange(
        plan=PlanFactory(), cron="0 9 * * *", zone="UTC", starts_at=now, by=lawyer, at=now
    )

    assert schedule.next_due_at == now


@pytest.mark.parametrize(
    ("cron", "zone", "refusal"),
    [
        ("every day", "UTC", BadCalendar),
        ("0 9 * * *", "Mars/Olympus", BadCalendar),
        ("0 0 30 2 *", "UTC", schedules.NeverDue),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(lawyer, now, cron, zone, refusal):
    with pytest.raises(refusal):
        schedules.arrange(plan=PlanFactory(), cron=cron, zone=zone, starts_at=now, by=lawyer, at=now)

    assert not Schedule.objects.exists()


def test_a_leap_day_is_found_years_ahead(lawyer, now):
    schedule = schedules.arrange(
        plan=PlanFactory(), cron="0 0 29 2 *", zone="UTC", starts_at=now, by=lawyer, at=now
    )

    assert schedule.next_due_at == datetime(2028, 2, 29, tzinfo=UTC)


def test_arranging_anew_replaces_the_calendar_and_ends_a_pause(lawyer, now):
    schedule = ScheduleFactory(active=False)

    again = schedules.arrange(
        plan=schedule.plan, cron="0 7 * * 1", zone="UTC", starts_at=now, by=lawyer, at=now
    )

    assert (again.pk, again.active, again.cron) == (schedule.pk, True, "0 7 * * 1")
    assert Schedule.objects.count() == 1


def test_a_paused_calendar_rests(lawyer, now):
    schedule = ScheduleFactory()
    LogFactory(plan=schedule.plan)

    schedules.pause(schedule=schedule, by=lawyer, at=now)
    schedules.pause(schedule=schedule, by=lawyer, at=now)

    assert run_due(schedule, now) is None
    assert [entry.verb for entry in TrailEntry.objects.filter(subject=schedule.plan.reference)] == [
        "schedule.paused"
    ]


def test_a_due_schedule_asks_for_a_run_of_the_newest_log(db, now):
    schedule = ScheduleFactory(cron="0 9 * * *", next_due_at=now)
    log = LogFactory(plan=schedule.plan)

    run = run_due(schedule, now)

    schedule.refresh_from_db()
    occasion = ScheduleRun.objects.get()
    assert (run.log, run.requested_by) == (log, User.objects.clockwork())
    assert (occasion.run, occasion.due_at, occasion.skipped) == (run, now, "")
    assert schedule.next_due_at == now + timedelta(days=1)
    assert [entry.verb for entry in TrailEntry.objects.all()] == ["run.requested"]


def test_a_schedule_that_is_not_due_does_nothing(db, now):
    schedule = ScheduleFactory(next_due_at=now + timedelta(seconds=1))
    LogFactory(plan=schedule.plan)

    assert run_due(schedule, now) is None
    assert not Run.objects.exists()


def test_looking_again_in_the_same_moment_does_nothing(db, now):
    schedule = ScheduleFactory(next_due_at=now)
    LogFactory(plan=schedule.plan)

    runs = [run_due(schedule, now), run_due(schedule, now)]

    assert runs[1] is None
    assert Run.objects.count() == 1


def test_missed_moments_are_caught_up_once_and_not_once_each(db, now):
    schedule = ScheduleFactory(cron="0 * * * *", next_due_at=now - timedelta(days=90))
    LogFactory(plan=schedule.plan)

    run_due(schedule, now + timedelta(minutes=10))

    schedule.refresh_from_db()
    assert Run.objects.count() == ScheduleRun.objects.count() == 1
    assert schedule.next_due_at == now + timedelta(hours=1)


def test_a_moment_without_a_log_is_noted_as_skipped(db, now):
    schedule = ScheduleFactory(next_due_at=now)

    assert run_due(schedule, now) is None

    schedule.refresh_from_db()
    assert ScheduleRun.objects.get().skipped == "No log has been imported."
    assert schedule.next_due_at > now
    assert last().verb == "schedule.skipped"
    assert TrailEntry.objects.count() == 1


def test_a_moment_at_which_the_last_run_is_still_under_way_is_noted_as_skipped(db, now):
    schedule = ScheduleFactory(next_due_at=now)
    under_way = RunFactory(log=LogFactory(plan=schedule.plan))

    run_due(schedule, now)

    assert ScheduleRun.objects.get().skipped == f"{under_way.reference} is still under way."
    assert Run.objects.count() == 1


def test_many_schedulers_at_once_look_after_a_moment_once(transactional_db):
    at = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
    schedule = ScheduleFactory(next_due_at=at)
    LogFactory(plan=schedule.plan)

    runs = at_once(*[lambda: run_due(schedule, at)] * 6)

    assert len([run for run in runs if run]) == 1
    assert Run.objects.count() == ScheduleRun.objects.count() == 1
    assert TrailEntry.objects.filter(verb="run.requested").count() == 1


def test_schedulers_racing_through_a_day_fire_each_hour_once(transactional_db):
    start = datetime(2026, 9, 14, 0, 0, tzinfo=UTC)
    schedule = ScheduleFactory(cron="0 * * * *", next_due_at=start)
    hours = [start + timedelta(hours=hour) for hour in range(12)]

    def walk() -> None:
        for hour in hours:
            run_due(schedule, hour)

    at_once(walk, walk, walk)

    occasions = ScheduleRun.objects.order_by("due_at").values_list("due_at", flat=True)
    assert len(set(occasions)) == len(occasions)
    schedule.refresh_from_db()
    assert schedule.next_due_at == hours[-1] + timedelta(hours=1)
