"""Word files in the browser: offered beside the dossier, read side by side, refused to those outside."""

import pytest
from django.urls import reverse

from audits.models import WordFile
from governance.vocabulary import Role
from tests.factories import DossierFactory, VersionFactory, WordFileFactory, user_in
from tests.services.clock import NOW

PIECES = [
    ["section", "same", [[["same", "The system"]]]],
    *([["text", "same", [[["same", f"Line {n}"]]]] for n in range(9)]),
    ["fact", "changed", [[["same", "Owner"]], [["removed", "Ada"], ["added", "<b>Bob</b>"]]]],
]
CHANGES = [
    {
        "path": "/system/owner",
        "where": ["System", "Owner"],
        "state": "changed",
        "before": "Ada",
        "after": "Bob",
    }
]


@pytest.fixture
def dossier(db, unit, lawyer):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    return DossierFactory(
        version=version, state="done", finished_at=NOW, file="dossiers/a.pdf", file_sha256="0" * 64
    )


@pytest.fixture
def redline(dossier):
    return WordFileFactory(
        dossier=dossier, earlier=DossierFactory(version=dossier.version), state="done", finished_at=NOW,
        file="word/a.docx", file_sha256="0" * 64, pieces=PIECES, changes=CHANGES,
    )  # fmt: skip


def page(client, user, url):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_dossier_offers_a_copy_and_earlier_dossiers_to_compare_with(client, lawyer, dossier):
    earlier = DossierFactory(version=dossier.version)

    text = page(client, lawyer, dossier.get_absolute_url())

    assert "Make a Word copy" in text
    assert f'<option value="{earlier.reference}">' in text


def test_an_auditor_is_offered_nothing_to_make(client, dossier, unit):
    assert "Make a Word copy" not in page(client, user_in(unit, Role.AUDITOR), dossier.get_absolute_url())


def test_asking_to_compare_makes_a_redline(client, lawyer, dossier):
    earlier = DossierFactory(version=dossier.version)
    client.force_login(lawyer)

    client.post(reverse("audits:dossier_redline", args=[dossier.reference]), {"earlier": earlier.reference})

    assert WordFile.objects.get().earlier == earlier


def test_a_dossier_of_another_system_is_refused_in_words(client, lawyer, dossier, unit):
    other = DossierFactory(version=VersionFactory(system__unit=unit, system__owner=lawyer))
    client.force_login(lawyer)
    url = reverse("audits:dossier_redline", args=[dossier.reference])

    response = client.post(url, {"earlier": other.reference}, follow=True)

    assert f"{other.reference} is not of the same kind" in response.content.decode()
    assert not WordFile.objects.exists()


def test_changes_are_shown_side_by_side_with_what_was_skipped(client, lawyer, redline):
    text = page(client, lawyer, redline.get_absolute_url())

    assert "<del>Ada</del>" in text
    assert "<ins>&lt;b&gt;Bob&lt;/b&gt;</ins>" in text
    assert "The system" in text
    assert "9 lines unchanged before" in text
    assert "Line 3" not in text


def test_changes_are_shown_field_by_field(client, lawyer, redline):
    assert "System · Owner" in page(client, lawyer, redline.get_absolute_url() + "?show=fields")


def test_nobody_outside_the_unit_sees_it(client, redline, house):
    client.force_login(user_in(house.elsewhere, Role.LAWYER))

    assert client.get(redline.get_absolute_url()).status_code == 404
