"""A worker killed with -9 in the middle of a fairness run: one finished run, one entry in the trail."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection, transaction

from audits import doorbell, tasks
from audits.models import PredictionLog, Run
from governance.actions import jobs
from governance.models import TrailEntry
from governance.vocabulary import JobState
from tests.factories import LogFactory, PlanFactory, RunFactory, spec
from tests.services.processes import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.slow]

AGES_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def run(worker):
    return a_run()


def a_run(times=1):
    """Return a run that takes seconds: many groups, many draws; with its rows so many times over, to count them."""
    rows = "".join(
        f"group {group},{(group + row) % 2},{row % 3 % 2}\n" for group in range(16) for row in range(60)
    )
    plan = PlanFactory(spec=spec(draws=20_000, permutations=20_000))
    data = f"group,outcome,prediction\n{rows * times}".encode()
    return RunFactory(log=LogFactory(plan=plan, file__data=data), available_at=AGES_AGO)


def in_state(run, state):
    def look() -> bool:
        run.refresh_from_db()
        return run.state == state

    return look


def in_stage(run, stage):
    def look() -> bool:
        run.refresh_from_db()
        assert run.state in {JobState.QUEUED, JobState.RUNNING}, f"too late to kill: {run.state} {run.error}"
        return run.stage == stage

    return look


def measured_by_the(run, attempt):
    return lambda: in_stage(run, "test")() and run.attempts == attempt


def time_passes(run):
    """Let the lease of the dead worker end, without waiting the minute that it takes."""
    Run.objects.filter(pk=run.pk).update(lease_until=AGES_AGO)


def somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0]


def entries_of(run):
    return list(TrailEntry.objects.filter(subject=run.reference).values_list("verb", flat=True))


# Measuring is drawing the intervals, nearly all of it.
@pytest.mark.parametrize(("stage", "times"), [("count", 2000), ("measure", 1), ("test", 1)])
def test_a_run_whose_worker_is_killed_in_the_middle_is_finished_once_by_the_next(worker, stage, times):
    run = a_run(times)
    rows = Path(run.log.file.path)
    doorbell.ring(run)
    wait_until(in_stage(run, stage), what=f"the worker to {stage}")

    worker.kill()
    run.refresh_from_db()
    assert run.state == JobState.RUNNING
    assert entries_of(run) == []
    time_passes(run)
    worker.start()
    tasks.sweep()
    tasks.sweep()

    wait_until(in_state(run, JobState.DONE), what="the second worker", seconds=90)
    assert run.attempts == 2
    assert entries_of(run) == ["run.finished"]
    assert run.result["n"] == 960 * times
    wait_until(lambda: not rows.exists(), what="the rows to be forgotten")


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite has one lock for all")
def test_a_run_whose_worker_is_killed_while_it_stores_is_stored_once_and_whole_by_the_next(run, worker):
    doorbell.ring(run)
    with transaction.atomic():
        PredictionLog.objects.select_for_update(no_key=True).get(pk=run.log_id)
        wait_until(somebody_waits_for_us, what="the worker to store", seconds=90)
        worker.kill()

    run.refresh_from_db()
    run.log.refresh_from_db()
    assert (run.state, run.result, run.cells, run.log.cells) == (JobState.RUNNING, None, None, None)
    assert entries_of(run) == []
    time_passes(run)
    worker.start()
    tasks.sweep()

    wait_until(in_state(run, JobState.DONE), what="the second worker", seconds=90)
    run.log.refresh_from_db()
    assert (run.attempts, entries_of(run)) == (2, ["run.finished"])
    assert run.log.cells == run.cells
    assert run.result["n"] == 960


def test_killing_it_again_and_again_ends_in_a_failure_with_its_reason(run, worker):
    Run.objects.update(attempts=2)
    doorbell.ring(run)
    for attempt in (3, 4):
        wait_until(measured_by_the(run, attempt), what=f"worker number {attempt}")
        worker.kill()
        time_passes(run)
        worker.start()
        tasks.sweep()

    run.refresh_from_db()
    assert run.state == JobState.FAILED
    assert run.error == "Its worker died 4 times while working on it."
    assert entries_of(run) == ["run.failed"]


def test_a_message_that_the_broker_lost_is_rung_again_by_the_sweep(run, worker, redis_url):
    tasks.sweep()

    wait_until(in_state(run, JobState.DONE), what="the worker", seconds=90)
    assert entries_of(run) == ["run.finished"]


def test_a_run_cancelled_while_a_worker_has_it_stops(run, worker):
    doorbell.ring(run)
    wait_until(in_stage(run, "test"), what="the worker")

    jobs.cancel(job=run, by=run.requested_by, at=datetime.now(tz=UTC))

    wait_until(in_state(run, JobState.CANCELLED), what="the worker to stop")
    assert sorted(entries_of(run)) == ["run.cancel_requested", "run.cancelled"]
