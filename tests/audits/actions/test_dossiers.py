"""Dossiers: frozen when asked for, kept when made, noted when taken away."""

import json
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from audits.actions import dossiers
from audits.models import Dossier
from governance import leases
from governance.models import TrailEntry, TrailHead, User
from governance.vocabulary import JobState
from tests.factories import NOW, DossierFactory, VersionFactory, running

RENDERED = dossiers.Rendered("dossiers/2026/09/one.pdf", "cd" * 32, 2000, 12)


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Screening")


def last():
    return TrailEntry.objects.latest("seq")


def test_a_request_freezes_what_is_on_record(version, lawyer, now):
    head = TrailHead.objects.get()

    dossier = dossiers.request(about=version, by=lawyer, at=now)
    version.system.name = "Renamed since"
    version.system.save()

    dossier.refresh_from_db()
    pack = json.loads(dossier.pack)
    assert (dossier.state, dossier.reference, dossier.requested_by) == (JobState.QUEUED, "DOS-0001", lawyer)
    assert dossier.pack_sha256 == sha256(dossier.pack.encode()).hexdigest()
    assert (pack["document"]["reference"], pack["system"]["name"]) == ("DOS-0001", "Screening")
    assert (pack["trail"]["seq"], pack["trail"]["hash"]) == (head.seq, head.digest)
    assert (last().verb, last().subject, last().after["pack"]) == (
        "dossier.requested", "DOS-0001", dossier.pack_sha256,
    )  # fmt: skip


def test_two_requests_are_two_dossiers_the_second_in_place_of_the_first(version, lawyer, now):
    first = dossiers.request(about=version, by=lawyer, at=now)
    second = dossiers.request(about=version, by=lawyer, at=now + timedelta(hours=1))

    assert json.loads(second.pack)["document"]["supersedes"] == first.reference


def test_finishing_keeps_the_file_in_one_entry(db, now):
    dossier = running(DossierFactory())

    dossiers.finish(dossier=dossier, rendered=RENDERED, by=User.objects.clockwork(), at=now)

    dossier.refresh_from_db()
    assert (dossier.state, dossier.file.name, dossier.pages) == (JobState.DONE, RENDERED.name, 12)
    assert (last().verb, last().after["file"]) == ("dossier.finished", RENDERED.sha256)
    assert TrailEntry.objects.count() == 1


def test_a_worker_that_lost_the_dossier_writes_nothing(db, now):
    first = running(DossierFactory())
    running(first, at=NOW + timedelta(hours=1))

    with pytest.raises(leases.Lost):
        dossiers.finish(dossier=first, rendered=RENDERED, by=User.objects.clockwork(), at=now)

    assert Dossier.objects.get().file.name == ""
    assert not TrailEntry.objects.exists()


def test_taking_a_dossier_away_is_noted(lawyer, now):
    name = default_storage.save("dossiers/test.pdf", ContentFile(b"%PDF"))
    dossier = DossierFactory(state=JobState.DONE, file=name, file_sha256="cd" * 32, finished_at=now)

    dossiers.downloaded(dossier=dossier, by=lawyer, at=now)

    assert (last().verb, last().by, last().after) == (
        "dossier.downloaded", str(lawyer.pk), {"file": "cd" * 32},
    )  # fmt: skip
    default_storage.delete(name)


def test_a_dossier_that_is_not_made_yet_cannot_be_taken_away(lawyer, now):
    entries = TrailEntry.objects.count()

    with pytest.raises(dossiers.NotReady):
        dossiers.downloaded(dossier=DossierFactory(), by=lawyer, at=now)

    assert TrailEntry.objects.count() == entries
