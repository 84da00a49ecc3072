"""A worker killed with -9 while it judges everything anew: each system judged once, each told of once."""

import pytest

from governance.models import TrailEntry
from governance.vocabulary import JobState
from risk import doorbell, tasks
from risk.actions import rejudgings
from risk.models import Classification, Move, Rejudging
from tests.journeys.test_worker_killed import AGES_AGO, in_state
from tests.risk.adopting import CV, OLD, judged
from tests.services.processes import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.slow]

SYSTEMS = 250
NEW = "2026-1744"


@pytest.fixture
def report(worker, house):
    """Return a report over more systems than a worker judges in one transaction."""
    rejudgings.adopt(edition_id=OLD, by=house.founder, at=AGES_AGO)
    Rejudging.objects.update(state=JobState.DONE, finished_at=AGES_AGO)
    for _ in range(SYSTEMS):
        judged(house, CV, AGES_AGO)
    return rejudgings.adopt(edition_id=NEW, by=house.founder, at=AGES_AGO.replace(hour=1))


def has_judged_some(report):
    def look() -> bool:
        report.refresh_from_db()
        assert report.state in {JobState.QUEUED, JobState.RUNNING}, f"too late to kill: {report.state}"
        return report.judged > 0

    return look


def test_who_takes_over_from_a_killed_worker_judges_the_rest_once(report, worker):
    doorbell.ring(report)
    wait_until(has_judged_some(report), what="the worker to judge some")

    worker.kill()
    report.refresh_from_db()
    assert 0 < report.judged < SYSTEMS
    assert TrailEntry.objects.filter(verb="system.rejudged").count() == report.judged
    Rejudging.objects.filter(pk=report.pk).update(lease_until=AGES_AGO)
    worker.start()
    tasks.sweep()

    wait_until(in_state(report, JobState.DONE), what="the second worker", seconds=180)
    assert (report.attempts, report.judged, report.moved) == (2, SYSTEMS, SYSTEMS)
    told = TrailEntry.objects.filter(verb="system.rejudged").values_list("subject", flat=True)
    assert len(told) == len(set(told)) == SYSTEMS
    assert Move.objects.count() == SYSTEMS
    assert Classification.objects.filter(edition=NEW, superseded_at=None).count() == SYSTEMS
    assert TrailEntry.objects.filter(verb="rejudging.finished").count() == 1
