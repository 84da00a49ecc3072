"""Any job: cancelled, failed, tried again, each with one entry in the trail."""

from datetime import timedelta

import pytest

from audits.models import Run
from governance import leases
from governance.actions import jobs
from governance.models import TrailEntry, User
from governance.vocabulary import JobState
from tests.factories import NOW, DossierFactory, RunFactory, running

FACTORIES = pytest.mark.parametrize("factory", [RunFactory, DossierFactory])


def verbs():
    return [
        verb.partition(".")[2] for verb in TrailEntry.objects.order_by("seq").values_list("verb", flat=True)
    ]


@pytest.fixture
def person(db):
    return RunFactory().requested_by


@pytest.fixture
def clockwork(db):
    return User.objects.clockwork()


@FACTORIES
def test_a_waiting_job_is_cancelled_at_once(factory, person, now):
    job = jobs.cancel(job=factory(), by=person, at=now)

    assert (job.state, job.finished_at) == (JobState.CANCELLED, now)
    assert leases.claim(type(job).objects.all(), pk=job.pk, at=now) is None
    assert verbs() == ["cancelled"]


@FACTORIES
def test_a_running_job_is_asked_to_stop_and_then_stopped_by_its_worker(factory, person, clockwork, now):
    job = running(factory())

    asked = jobs.cancel(job=job, by=person, at=now)
    with pytest.raises(leases.CancelRequested):
        leases.renew(job, at=now, stage="measure", done=1, all_parts=2)
    jobs.stop(job=job, by=clockwork, at=now)

    job.refresh_from_db()
    assert asked.state == JobState.RUNNING
    assert job.state == JobState.CANCELLED
    assert verbs() == ["cancel_requested", "cancelled"]


def test_asking_to_stop_twice_is_asking_once(person, now):
    run = running(RunFactory())

    jobs.cancel(job=run, by=person, at=now)
    jobs.cancel(job=run, by=person, at=now)

    assert verbs() == ["cancel_requested"]


@FACTORIES
def test_what_has_ended_cannot_be_cancelled(factory, person, now):
    job = jobs.cancel(job=factory(), by=person, at=now)

    with pytest.raises(jobs.Settled):
        jobs.cancel(job=job, by=person, at=now)

    assert verbs() == ["cancelled"]


def test_a_cancel_from_a_page_that_is_out_of_date_sees_the_row_as_it_is(person, now):
    as_the_page_showed_it = RunFactory()
    running(as_the_page_showed_it)

    asked = jobs.cancel(job=as_the_page_showed_it, by=person, at=now)

    assert (asked.state, asked.cancel_requested) == (JobState.RUNNING, True)


@FACTORIES
def test_a_failure_says_why(factory, clockwork, now):
    job = running(factory())

    jobs.fail(job=job, reason="The file is empty.", by=clockwork, at=now)

    job.refresh_from_db()
    assert (job.state, job.error, job.finished_at) == (JobState.FAILED, "The file is empty.", now)
    assert verbs() == ["failed"]
    assert TrailEntry.objects.get().after == {"reason": "The file is empty.", "attempts": 1}


def test_a_worker_that_lost_the_job_can_neither_fail_nor_stop_it(clockwork, now):
    first = running(RunFactory())
    running(first, at=now + timedelta(hours=1))

    with pytest.raises(leases.Lost):
        jobs.fail(job=first, reason="late", by=clockwork, at=now)
    with pytest.raises(leases.Lost):
        jobs.stop(job=first, by=clockwork, at=now)

    assert Run.objects.get(pk=first.pk).state == JobState.RUNNING
    assert verbs() == []


@FACTORIES
def test_a_failed_job_is_tried_again_with_all_attempts_before_it(factory, person, clockwork, now):
    job = running(factory())
    jobs.fail(job=job, reason="The store did not answer.", by=clockwork, at=now)

    again = jobs.retry(job=job, by=person, at=now)

    assert (again.pk, again.state, again.attempts, again.error) == (job.pk, JobState.QUEUED, 0, "")
    assert running(again).attempts == 1
    assert verbs() == ["failed", "retried"]
    assert TrailEntry.objects.latest("seq").before["error"] == "The store did not answer."


def test_a_job_cancelled_while_running_is_not_cancelled_again_once_retried(person, clockwork, now):
    run = running(RunFactory())
    jobs.cancel(job=run, by=person, at=now)
    jobs.stop(job=run, by=clockwork, at=now)

    held = running(jobs.retry(job=run, by=person, at=now))
    leases.renew(held, at=NOW, stage="measure", done=1, all_parts=2)

    held.refresh_from_db()
    assert held.stage == "measure"


def test_a_job_that_waits_or_runs_cannot_be_retried(person, now):
    for run in (RunFactory(), running(RunFactory())):
        with pytest.raises(jobs.NotStopped):
            jobs.retry(job=run, by=person, at=now)

    assert verbs() == []
