"""Dossiers that make themselves: in their rhythm, once, of the newest version."""

from datetime import UTC, datetime

import pytest

from audits import tasks
from audits.actions import dossier_schedules, dossiers
from audits.models import Dossier, DossierSchedule
from governance.calendar import BadCalendar
from governance.models import TrailEntry, User
from tests.factories import VersionFactory

QUARTERLY = "0 6 1 1,4,7,10 *"


@pytest.fixture
def version(db, unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


@pytest.fixture
def schedule(version, lawyer, now):
    return dossier_schedules.arrange(
        about=version.system, kind="system", cron=QUARTERLY, zone="Europe/Brussels", by=lawyer, at=now
    )


def test_a_quarter_begins_on_the_clock_of_its_place(schedule):
    assert schedule.next_due_at == datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
    entry = TrailEntry.objects.latest("seq")
    assert (entry.verb, entry.after["cron"]) == ("dossier_schedule.arranged", QUARTERLY)


def test_missed_quarters_are_one_dossier_of_the_newest_version(schedule, version):
    newest = VersionFactory(system=version.system, number=2, label="2")
    late = datetime(2027, 5, 1, tzinfo=UTC)
    by = User.objects.clockwork()

    made = dossier_schedules.run_due(schedule=schedule, by=by, at=late)
    again = dossier_schedules.run_due(schedule=schedule, by=by, at=late)

    assert (made.version, again, Dossier.objects.count()) == (newest, None, 1)
    schedule.refresh_from_db()
    assert (schedule.last_made, schedule.next_due_at) == (made, datetime(2027, 7, 1, 4, 0, tzinfo=UTC))


def test_the_clock_rings_for_what_is_due_and_the_worker_makes_it(
    schedule, monkeypatch, django_capture_on_commit_callbacks
):
    rung = []
    DossierSchedule.objects.update(next_due_at=datetime(2026, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(
        "governance.doorbell.current_app.send_task", lambda name, **said: rung.append((name, said["kwargs"]))
    )

    with django_capture_on_commit_callbacks(execute=True):
        tasks.tick()
        tasks.run_dossier_schedule(schedule_id=str(schedule.pk))

    made = Dossier.objects.get()
    assert rung == [
        ("audits.tasks.run_dossier_schedule", {"schedule_id": str(schedule.pk)}),
        ("audits.tasks.execute_dossier", {"dossier_id": str(made.pk)}),
    ]


def test_what_rests_is_not_made(schedule, lawyer, now):
    dossier_schedules.pause(schedule=schedule, by=lawyer, at=now)
    schedule.refresh_from_db()

    late = datetime(2027, 5, 1, tzinfo=UTC)
    assert dossier_schedules.run_due(schedule=schedule, by=lawyer, at=late) is None
    assert not schedule.active


def test_a_unit_has_its_portfolio_made(unit, lawyer, now):
    row = dossier_schedules.arrange(
        about=unit, kind="portfolio", cron="0 6 1 * *", zone="UTC", by=lawyer, at=now
    )

    made = dossier_schedules.run_due(schedule=row, by=lawyer, at=datetime(2026, 10, 2, tzinfo=UTC))

    assert (made.kind, made.unit) == ("portfolio", unit)


def test_a_kind_that_does_not_fit_or_no_calendar_at_all_is_refused(version, unit, lawyer, now):
    with pytest.raises(dossiers.WrongKind):
        dossier_schedules.arrange(about=unit, kind="system", cron=QUARTERLY, zone="UTC", by=lawyer, at=now)
    with pytest.raises(BadCalendar):
        dossier_schedules.arrange(
            about=version.system, kind="system", cron="soon", zone="UTC", by=lawyer, at=now
        )
    assert not DossierSchedule.objects.exists()
