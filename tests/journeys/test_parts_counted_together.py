"""A folder of parts counted by two workers, one of them killed with -9: the cells of one pass, nothing lost."""

import os
import signal
from datetime import UTC, datetime

import duckdb
import pytest

from audits import doorbell, shares, tasks
from audits.actions import runs
from audits.fairness import Spec
from audits.fairness.sources.parts import folder_of, parts_in
from audits.fairness.sources.reading import count_source
from audits.fairness.sources.source import Source
from audits.models import PredictionLog, Run, RunPart
from governance.actions import jobs
from governance.models import TrailEntry
from governance.vocabulary import JobState
from tests.factories import PlanFactory, spec
from tests.services import processes
from tests.services.processes import wait_until
from tests.services.worker import celery
from tests.settings import SCRATCH

pytestmark = [pytest.mark.worker, pytest.mark.slow]

AGES_AGO = datetime(2026, 1, 1, tzinfo=UTC)
# The workers read the real settings, so the name and the place are those of their environment.
LAKE = SCRATCH / "lake"
EDGES = [float(i) for i in range(1, 60)]
SPEC = spec(by=["group", "age"], edges={"age": EDGES})
PARTS, ROWS = 6, 400_000


@pytest.fixture(autouse=True)
def lake(settings, monkeypatch):
    """Return a folder of parts that take a worker a second or more each."""
    monkeypatch.setenv("FAIRNESS_SOURCES", f'{{"lake": "{LAKE}"}}')
    settings.FAIRNESS_SOURCES = {"lake": str(LAKE)}
    folder = LAKE / "decisions"
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for part in range(PARTS):
            path = folder / f"{part}.parquet"
            if not path.exists():
                connection.execute(
                    f"COPY (SELECT 'group ' || (i % 4) AS \"group\", i % 61 + {part} / 10 AS age,"
                    f" i % 3 % 2 AS outcome, (i + {part}) % 5 % 2 AS prediction FROM range({ROWS}) t(i))"
                    f" TO '{path}' (FORMAT parquet)"
                )
    return Source("lake", str(LAKE))


@pytest.fixture
def workers(redis_url, transactional_db, no_other_worker):
    """Yield two workers, each of one process."""
    both = [
        celery("worker", "--concurrency", "1", "-n", f"w{i}", log=SCRATCH / f"w{i}.log") for i in range(2)
    ]
    for i in range(2):
        log = SCRATCH / f"w{i}.log"
        wait_until(lambda log=log: " ready." in log.read_text(), what="a worker", seconds=90)
    yield both
    for worker in both:
        processes.stop(worker)
    for i in range(2):
        (SCRATCH / f"w{i}.log").unlink()


@pytest.fixture
def run(transactional_db):
    plan = PlanFactory(spec=SPEC, source="lake", table="decisions")
    return runs.request(plan=plan, by=plan.owner, at=AGES_AGO)


def refreshed(run):
    run.refresh_from_db()
    return run


def test_two_workers_count_the_parts_and_one_that_dies_in_the_middle_loses_nothing(lake, run, workers):
    doorbell.ring(run)
    held = RunPart.objects.filter(run=run, counted__isnull=True, claim__isnull=False)
    wait_until(lambda: held.count() == 2 and RunPart.objects.exclude(counted__isnull=True).exists(),
               what="both workers to count", seconds=60)  # fmt: skip
    os.killpg(workers[0].pid, signal.SIGKILL)
    workers[0].wait()
    # The minute that a dead worker's leases take passes at once.
    RunPart.objects.filter(counted__isnull=True).update(lease_until=AGES_AGO)
    Run.objects.filter(pk=run.pk).update(lease_until=AGES_AGO)
    tasks.sweep()

    wait_until(lambda: refreshed(run).state in run.settled, what="the other worker", seconds=120)
    assert (run.state, run.error) == (JobState.DONE, "")
    once = count_source(lake, "decisions", Spec.from_json(SPEC))
    assert run.cells == once.as_json()
    assert run.result["n"] == PARTS * ROWS
    assert not RunPart.objects.exists()
    assert PredictionLog.objects.get().sha256 == once.dataset["sha256"]
    verbs = TrailEntry.objects.filter(subject=run.reference).values_list("verb", flat=True)
    assert sorted(verbs) == ["run.finished", "run.requested"]


def test_a_run_cancelled_while_its_parts_are_counted_stops(run, workers):
    doorbell.ring(run)
    held = RunPart.objects.filter(run=run, counted__isnull=True, claim__isnull=False)
    wait_until(held.exists, what="a worker to count", seconds=60)

    jobs.cancel(job=run, by=run.requested_by, at=datetime.now(tz=UTC))

    wait_until(lambda: refreshed(run).state == JobState.CANCELLED, what="the workers to stop", seconds=60)
    assert (run.cells, run.result) == (None, None)
    verbs = TrailEntry.objects.filter(subject=run.reference).values_list("verb", flat=True)
    assert "run.finished" not in verbs


def test_a_part_is_held_by_one_worker_and_passes_on_with_its_lease(lake, run):
    folder = folder_of(lake.at, "decisions")
    shares.lay_out(run, parts_in(folder)[:1])
    shares.lay_out(run, parts_in(folder))
    at = datetime(2026, 11, 21, tzinfo=UTC)

    first = shares.take(run.pk, at=at)
    assert first is not None
    assert shares.take(run.pk, at=at) is None
    RunPart.objects.update(lease_until=AGES_AGO)
    second = shares.take(run.pk, at=at)

    assert second is not None
    assert (second.pk, second.attempts, RunPart.objects.count()) == (first.pk, 2, 1)
    with pytest.raises(shares.PartLost):
        shares.settle(first, counted={})
    shares.settle(second, counted={"sha256": "x"})
    assert shares.take(run.pk, at=at) is None
