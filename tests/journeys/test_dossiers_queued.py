"""Dossiers of several kinds queued at once, their worker killed with -9 in the midst: each is there once."""

import hashlib
from pathlib import Path

import pytest

from audits import doorbell, tasks
from audits.dossiers import Pack
from audits.dossiers.seal import read_seal
from audits.models import Dossier
from audits.packs import canonical, digest
from bench.costs import tree
from governance.models import TrailEntry
from governance.vocabulary import JobState
from tests.audits.dossiers import samples
from tests.factories import DossierFactory, VersionFactory
from tests.journeys.test_worker_killed import AGES_AGO
from tests.services.processes import wait_until

pytestmark = [pytest.mark.worker, pytest.mark.slow]

# Celery's own, its child, and whoever lays out pages for them.
PROCESSES_OF_A_WORKER = 2
KINDS = ("vendor", "portfolio", "system", "vendor", "portfolio", "fairness")


def frozen(kind: str, number: int) -> Pack:
    told = samples.of_kind(kind)
    return Pack.from_json({**told, "document": {**told["document"], "reference": f"DOS-{number}"}})


@pytest.fixture
def queued(worker):
    """Return six dossiers that were all asked for at once."""
    version = VersionFactory()
    packs = [frozen(kind, number) for number, kind in enumerate(KINDS, start=7001)]
    return [
        DossierFactory(
            reference=pack.document.reference, version=version, kind=pack.document.kind,
            pack=canonical(pack).decode(), pack_sha256=digest(pack), available_at=AGES_AGO,
        )
        for pack in packs
    ]  # fmt: skip


def in_the_midst():
    """Whether some are done and the pages of another are being laid out."""
    return (
        Dossier.objects.filter(state=JobState.DONE).exists()
        and Dossier.objects.filter(state=JobState.RUNNING, stage="layout").exists()
    )


def test_each_of_many_dossiers_is_there_once_though_their_worker_was_killed(queued, worker):
    for dossier in queued:
        doorbell.ring(dossier)
    wait_until(in_the_midst, what="the worker to be in the midst", seconds=120)

    started = set(tree(worker.process.pid))
    worker.kill()
    held = Dossier.objects.get(state=JobState.RUNNING)
    assert len(started) > PROCESSES_OF_A_WORKER
    wait_until(
        lambda: not any(Path(f"/proc/{pid}").exists() for pid in started), what="its processes to leave"
    )
    Dossier.objects.filter(pk=held.pk).update(lease_until=AGES_AGO)
    worker.start()
    tasks.sweep()

    wait_until(lambda: not Dossier.objects.exclude(state=JobState.DONE).exists(), what="all six", seconds=180)
    rows = list(Dossier.objects.order_by("reference"))
    contents = [Path(row.file.path).read_bytes() for row in rows]
    assert [row.attempts for row in rows] == [1 + (row.pk == held.pk) for row in rows]
    assert [hashlib.sha256(content).hexdigest() for content in contents] == [row.file_sha256 for row in rows]
    assert all(read_seal(content).intact for content in contents)
    told = TrailEntry.objects.filter(verb="dossier.finished").values_list("subject", flat=True)
    assert sorted(told) == [row.reference for row in rows]
