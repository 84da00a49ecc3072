"""A worker signs what the pages of a dossier promise, or says why it cannot."""

import json
from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage

from audits.actions import dossiers
from audits.dossiers import Outcome, verify
from audits.models import Dossier
from audits.tasks import execute_dossier
from governance.models import TrailEntry
from governance.vocabulary import JobState
from tests.audits.dossiers.keys import NOTHING, signing
from tests.factories import VersionFactory

WHO = "Demonstration signer, Annex demonstration, proves nothing"


@pytest.fixture
def use(settings):
    """Return a function that signs as these settings say from now on."""

    def change(wanted) -> None:
        for name, value in wanted.items():
            setattr(settings, name, value)

    change(NOTHING)
    return change


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer)


@pytest.fixture(autouse=True)
def _nothing_left(db) -> Iterator[None]:
    yield
    for dossier in Dossier.objects.exclude(file=""):
        default_storage.delete(dossier.file.name)


def carried_out(dossier: Dossier) -> Dossier:
    execute_dossier(dossier_id=str(dossier.pk))
    dossier.refresh_from_db()
    return dossier


def test_a_dossier_asked_for_while_a_certificate_is_configured_is_signed(use, version, lawyer, now):
    use(signing("b-t"))

    dossier = carried_out(dossiers.request(about=version, by=lawyer, at=now))

    with dossier.file.open() as file:
        found = verify(file.read())
    assert (found.outcome, found.signed.by) == (Outcome.INTACT, WHO)
    assert (dossier.signed_by, dossier.signature_level, found.sealed) == (WHO, "b-t", dossier.sealed_sha256)
    assert dossier.signed_at
    assert json.loads(dossier.pack)["signing"]["signer"] == WHO
    entry = TrailEntry.objects.latest("seq")
    assert (entry.after["signed_by"], entry.after["sealed"]) == (WHO, dossier.sealed_sha256)


def test_without_a_certificate_it_is_unsigned_and_its_pack_is_silent(use, version, lawyer, now):
    dossier = carried_out(dossiers.request(about=version, by=lawyer, at=now))

    assert (dossier.state, dossier.signed_by, dossier.signed_at) == (JobState.DONE, "", None)
    assert dossier.sealed_sha256 == dossier.file_sha256
    assert "signing" not in json.loads(dossier.pack)


def test_one_frozen_without_a_signature_stays_without_one(use, version, lawyer, now):
    dossier = dossiers.request(about=version, by=lawyer, at=now)
    use(signing("b-t"))

    assert carried_out(dossier).signed_by == ""


@pytest.mark.parametrize("later", [NOTHING, signing("b-b")], ids=["no certificate", "another level"])
def test_a_promise_that_cannot_be_kept_fails_and_says_what_to_do(use, version, lawyer, now, later):
    use(signing("b-t"))
    dossier = dossiers.request(about=version, by=lawyer, at=now)
    use(later)

    carried_out(dossier)

    assert dossier.state == JobState.FAILED
    assert "promise a signature" in dossier.error
    assert "Ask for a new dossier." in dossier.error


def test_an_authority_that_is_silent_is_asked_again_later(use, version, lawyer, now):
    use(signing("b-t") | {"TSA_PKCS12": "", "TSA_URL": "http://127.0.0.1:9/"})

    dossier = carried_out(dossiers.request(about=version, by=lawyer, at=now))

    assert dossier.state == JobState.QUEUED
    assert dossier.error == "The time-stamping authority 127.0.0.1 does not answer."
    assert not dossier.file
