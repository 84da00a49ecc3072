"""Verifying a dossier in the browser and by REST: who may, what is told, what strangers cannot do."""

import io
from hashlib import sha256

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.dossiers import digest
from audits.dossiers import examined as apart
from governance.vocabulary import JobState
from tests.audits.dossiers.keys import signed, signing
from tests.audits.dossiers.samples import pack, pdf
from tests.factories import NOW, DossierFactory, VersionFactory

URL, REST = "/verify/", "/api/v1/verifications"


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


@pytest.fixture
def trusting(settings):
    for name, value in signing().items():
        setattr(settings, name, value)


def sent(client, content: bytes, url: str = URL):
    return client.post(url, {"file": SimpleUploadedFile("dossier.pdf", content, "application/pdf")})


def text(response) -> str:
    return " ".join(response.content.decode().split())


def made(unit, lawyer, content: bytes, **more: object):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    return DossierFactory(
        version=version, state=JobState.DONE, finished_at=NOW, file="dossiers/x.pdf",
        file_sha256=sha256(content).hexdigest(), pack_sha256=digest(pack("empty")), **more,
    )  # fmt: skip


def test_a_signed_dossier_is_intact_and_the_page_says_by_whom_and_when(client, auditor, trusting):
    client.force_login(auditor)

    page = text(sent(client, signed("empty")))

    assert "Intact. Nothing in it was changed" in page
    assert "Demonstration signer, Annex demonstration, proves nothing, vouched for by a root" in page
    assert "by Demonstration time-stamping authority" in page
    assert "did not note this file" in page


def test_the_register_says_which_dossier_it_is_and_what_supersedes_it(client, unit, lawyer):
    mine = made(unit, lawyer, pdf("empty"))
    later = DossierFactory(
        version=mine.version, state=JobState.DONE, finished_at=NOW, file="dossiers/y.pdf", file_sha256="ee" * 32,
        queued_at=NOW.replace(year=NOW.year + 1),
    )  # fmt: skip
    client.force_login(lawyer)

    page = text(sent(client, pdf("empty")))

    assert "Intact. Nothing in it was changed" in page
    assert "noted this very file" in page
    assert mine.reference in page
    assert f'Superseded by</dt><dd><a href="{later.get_absolute_url()}"' in page


def test_somebody_from_elsewhere_hears_that_it_was_noted_and_nothing_else(client, unit, lawyer, outsider):
    mine = made(unit, lawyer, pdf("empty"))
    client.force_login(outsider)

    page = text(sent(client, pdf("empty")))

    assert "noted this very file" in page
    assert mine.get_absolute_url() not in page


@pytest.mark.parametrize("made_by", [pdf, signed], ids=["unsigned", "signed"])
def test_what_only_its_own_seal_speaks_for_is_called_unproven(client, auditor, made_by):
    client.force_login(auditor)

    content = made_by("empty")

    assert "Whole in itself, and not proven" in text(sent(client, content))
    assert sent(client, content, REST).json()["proven"] is False


def test_an_altered_dossier_names_what_differs_and_nobody_as_its_signer(client, auditor, trusting):
    client.force_login(auditor)
    changed = signed("empty").replace(b"<xmp:CreatorTool>Annex<", b"<xmp:CreatorTool>Other<")

    page = text(sent(client, changed))

    assert "Altered. This is not the file that Annex made." in page
    assert "<b>Differs</b>" in page
    assert "Signed by" not in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"PK\x03\x04", "verify_annex.py checks all of it."),
        (b"%PDF-1.7\n", "This is no dossier made by Annex."),
    ],
)
def test_other_files_are_called_what_they_are(client, auditor, content, says):
    client.force_login(auditor)

    assert says in text(sent(client, content))


def test_a_file_beyond_the_bound_is_refused(client, auditor, settings):
    settings.VERIFY_UPLOAD_MAX_BYTES = 90_000
    client.force_login(auditor)

    assert "larger than any dossier" in text(sent(client, pdf("empty")))
    assert sent(client, pdf("compas")).status_code == 400


def test_a_file_that_breaks_its_reader_is_said_to(client, auditor, monkeypatch):
    monkeypatch.setattr(apart, "MEGABYTES", 64)
    client.force_login(auditor)

    assert "broke its reader" in text(sent(client, pdf("empty")))


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.05)

    with pytest.raises(apart.TooHard):
        apart.examined([pdf("empty")], most=10**9)


def test_the_reading_process_knows_no_secret(monkeypatch):
    handed: dict[str, str] = {}
    real = apart.subprocess.run
    monkeypatch.setattr(apart.subprocess, "run", lambda *a, **k: handed.update(k["env"]) or real(*a, **k))

    apart.examined([pdf("empty")], most=10**9)

    assert not {"SECRET_KEY", "DATABASE_URL", "SIGNING_PASSPHRASE"} & set(handed)


def test_nobody_asks_more_than_ten_times_a_minute(client, auditor):
    client.force_login(auditor)

    answers = [sent(client, b"hello").status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_strangers_are_sent_to_the_door_unless_the_page_is_public(client, db, settings):
    assert client.get(URL).status_code == 302
    assert sent(client, pdf("empty")).status_code == 302
    settings.VERIFY_PUBLIC = True

    assert client.get(URL).status_code == 200
    assert "Whole in itself, and not proven" in text(sent(client, pdf("empty")))
    assert client.get(reverse("audits:verify_program")).status_code == 200


def test_a_public_page_lets_strangers_send_files_nowhere_else(client, db, settings):
    settings.VERIFY_PUBLIC = True

    assert sent(client, pdf("empty"), "/account/login/").status_code == 403


def test_the_program_is_handed_out_as_it_is(client, auditor):
    client.force_login(auditor)

    response = client.get(reverse("audits:verify_program"))

    assert response.content.startswith(b"#!/usr/bin/env python3")
    assert response["Content-Disposition"] == 'attachment; filename="verify_annex.py"'


def test_programs_ask_by_rest(client, unit, lawyer, trusting):
    mine = made(unit, lawyer, signed("empty"))
    client.force_login(lawyer)

    answer = sent(client, signed("empty"), REST).json()

    assert (answer["outcome"], answer["noted"], answer["dossier"]) == ("intact", True, mine.reference)
    assert (answer["signed"]["trusted"], answer["proven"], answer["superseded_by"]) == (True, True, None)
    assert {check["name"] for check in answer["checks"]} >= {"seal", "signature", "record"}


@pytest.mark.parametrize(("content", "status", "code"), [(b"hello", 422, "no_pdf"), (b"", 422, "empty")])
def test_programs_hear_what_is_wrong(client, auditor, content, status, code):
    client.force_login(auditor)

    response = client.post(REST, {"file": io.BytesIO(content)})

    assert (response.status_code, response.json()["code"]) == (status, code)
