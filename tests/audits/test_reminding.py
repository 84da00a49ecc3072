"""What people are told: each thing once, one digest a person, and nobody who may not see it."""

from datetime import timedelta

import pytest
from django.core import mail
from structlog.testing import capture_logs

from audits import reminding, tasks
from audits.models import Notice, ScheduleRun
from governance.models import Membership
from governance.reminding import NO_MAIL
from governance.vocabulary import JobState, Role
from tests.callers import verbs
from tests.factories import (
    DisparityFactory,
    LogFactory,
    PlanFactory,
    RunFactory,
    ScheduleFactory,
    VersionFactory,
    user_in,
)
from tests.services.clock import NOW


@pytest.fixture
def plan(unit, lawyer, engineer):
    system = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening").system
    return PlanFactory(system=system, name="Errors by sex", owner=engineer)


@pytest.fixture
def row(plan, lawyer):
    run = RunFactory(log=LogFactory(plan=plan))
    return DisparityFactory(first_run=run, owner=lawyer, due_date=NOW.date() + timedelta(days=20))


def told(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("at").values_list("key", flat=True))


def test_an_owner_is_reminded_seven_days_and_one_day_before_and_once_after(row):
    for day in (12, 13, 14, 18, 19, 20, 21, 22, 40):
        reminding.remind_owners(at=NOW + timedelta(days=day))

    marks = [key.rpartition(":")[2] for key in told("due")]
    assert marks == ["7", "1", "overdue"]
    assert {notice.user for notice in Notice.objects.all()} == {row.owner}


@pytest.mark.parametrize("state", ["accepted", "closed"])
def test_what_is_settled_is_not_reminded_of(row, lawyer, state):
    type(row).objects.update(
        state=state, accepted_by=lawyer, accepted_at=NOW, accepted_reason="So.", accepted_until=NOW.date(),
        closed_run=row.first_run, closed_at=NOW,
    )  # fmt: skip

    reminding.remind_owners(at=NOW + timedelta(days=19))

    assert not Notice.objects.exists()


def test_one_digest_holds_all_a_person_was_not_told_and_goes_once(settings, row, plan):
    settings.PUBLIC_URL = "https://annex.example.org"
    DisparityFactory(first_run=row.first_run, measure="tpr", owner=row.owner, due_date=row.due_date)
    reminding.remind_owners(at=NOW + timedelta(days=13))

    for _ in range(2):
        reminding.mail_everybody(at=NOW + timedelta(days=13))

    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([row.owner.email], "2 notices of fairness plans")
    assert f"{row.reference} is to be settled by 4 October 2026. {row.sentence}" in sent.body
    assert f"https://annex.example.org{row.get_absolute_url()}" in sent.body
    assert "CV screening, Errors by sex" in sent.body


def test_who_may_not_see_the_system_any_more_gets_no_mail(row, plan):
    reminding.remind_owners(at=NOW + timedelta(days=13))
    Membership.objects.filter(user=row.owner).delete()

    reminding.mail_everybody(at=NOW + timedelta(days=13))

    assert mail.outbox == []


def test_a_refused_mail_is_tried_again_and_logged_without_an_address(row, settings):
    in_memory = settings.EMAIL_BACKEND
    reminding.remind_owners(at=NOW + timedelta(days=13))

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with capture_logs() as logs:
        reminding.mail_everybody(at=NOW + timedelta(days=13))
    settings.EMAIL_BACKEND = in_memory
    reminding.mail_everybody(at=NOW + timedelta(days=14))

    assert len(mail.outbox) == 1
    assert "example.org" not in str(logs)
    assert verbs(f"person:{row.owner_id}")[-3:] == ["person.mailed", "person.not_mailed", "person.mailed"]


def test_without_a_mail_server_nothing_is_claimed(settings, row):
    settings.EMAIL_BACKEND = NO_MAIL
    reminding.remind_owners(at=NOW + timedelta(days=13))

    reminding.mail_everybody(at=NOW + timedelta(days=13))

    assert Notice.objects.get().mailed_at is None


def occasion(plan, *, minutes: int, run=None, skipped: str = ""):
    """Return a moment at which a plan was due nine o'clock, with so many minutes of grace."""
    schedule = ScheduleFactory(plan=plan, grace_minutes=minutes)
    return ScheduleRun.objects.create(
        schedule=schedule, due_at=NOW, run=run, skipped=skipped, made_at=NOW,
        late_at=NOW + timedelta(minutes=minutes),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "finished_after", "late"),
    [
        (JobState.DONE, 20, False),
        (JobState.DONE, 40, True),
        (JobState.FAILED, 5, True),
        (JobState.QUEUED, None, True),
    ],
)
def test_people_are_told_of_a_run_that_was_not_done_within_its_grace(
    plan, lawyer, state, finished_after, late
):
    plan.listeners.create(user=lawyer)
    run = RunFactory(
        log=LogFactory(plan=plan), state=state, cells={}, result={},
        finished_at=finished_after and NOW + timedelta(minutes=finished_after),
    )  # fmt: skip
    occasion(plan, minutes=30, run=run)

    for minutes in (29, 31, 90):
        reminding.watch(at=NOW + timedelta(minutes=minutes))

    assert Notice.objects.filter(kind="late").count() == (2 if late else 0)
    assert {one.user for one in Notice.objects.all()} <= {plan.owner, lawyer}
    assert ScheduleRun.objects.get().told_at == NOW + timedelta(minutes=31)


def test_a_run_that_did_not_take_place_is_told_with_the_reason(plan):
    occasion(plan, minutes=0, skipped="No log has been imported.")

    reminding.watch(at=NOW)

    assert Notice.objects.get().says == (
        "The run due on 14 September 2026 at 09:00 UTC did not take place. No log has been imported."
    )


def test_the_watch_opens_what_was_accepted_until_yesterday(row, lawyer):
    type(row).objects.update(
        state="accepted", accepted_by=lawyer, accepted_at=NOW, accepted_reason="So.",
        accepted_until=NOW.date() - timedelta(days=1),
    )  # fmt: skip

    reminding.watch(at=NOW)

    row.refresh_from_db()
    assert row.state == "open"
    assert Notice.objects.get(user=lawyer).kind == "opened"


def test_the_doorbells_ring_for_both(row, settings, now):
    type(row).objects.update(due_date=now.date())

    tasks.remind()
    tasks.watch()

    assert len(mail.outbox) == 1
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {tasks.watch.name, tasks.remind.name} <= names


def test_people_who_left_are_told_nothing(plan, unit):
    gone = user_in(unit, Role.ENGINEER, is_active=False)
    run = RunFactory(log=LogFactory(plan=plan))
    DisparityFactory(first_run=run, owner=gone, due_date=NOW.date())

    reminding.remind_owners(at=NOW)

    assert not Notice.objects.exists()
