"""The letterhead in the browser, and in the documents that follow."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from audits.actions import dossiers
from audits.models import Letterhead
from governance.models import TrailEntry
from governance.vocabulary import Role
from tests.factories import VersionFactory, user_in

SAID = {"name": "Harbour Group plc", "colour": "#7a1f3d", "paper": "Letter", "confidentiality": "Privileged"}


def picture():
    written = io.BytesIO()
    Image.new("RGB", (300, 100), "navy").save(written, "PNG")
    return SimpleUploadedFile("logo.png", written.getvalue())


@pytest.fixture
def head(house):
    return user_in(house.root, Role.LAWYER)


def test_a_letterhead_is_kept_shown_and_frozen_into_the_next_dossier(client, head, unit, lawyer, now):
    client.force_login(head)

    client.post(reverse("audits:letterhead"), {**SAID, "picture": picture()})
    shown = client.get(reverse("audits:letterhead_logo"))
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    pack = json.loads(dossiers.request(about=version, by=lawyer, at=now).pack)

    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    assert pack["document"]["confidentiality"] == "Privileged"
    assert {k: v for k, v in pack["letterhead"].items() if k != "logo"} == {
        "name": "Harbour Group plc", "colour": "#7a1f3d", "paper": "Letter"
    }  # fmt: skip
    assert pack["letterhead"]["logo"]
    entry = TrailEntry.objects.get(verb="letterhead.changed")
    assert (entry.after["colour"], len(entry.after["logo"])) == ("#7a1f3d", 64)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"colour": "#ffdd00"}, "contrast with white"),
        ({"colour": "blue"}, "Write the colour as"),
        ({"picture": SimpleUploadedFile("logo.png", b"<svg/>")}, "neither a PNG nor a JPEG"),
        ({"paper": "A3"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_printed_is_refused_beside_its_field(client, head, change, told):
    client.force_login(head)

    answer = client.post(reverse("audits:letterhead"), {**SAID, **change})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Letterhead.objects.exists()


def test_the_logo_stays_until_it_is_removed(client, head):
    client.force_login(head)
    client.post(reverse("audits:letterhead"), {**SAID, "picture": picture()})

    client.post(reverse("audits:letterhead"), SAID)
    assert Letterhead.objects.get().logo
    client.post(reverse("audits:letterhead"), {**SAID, "without_logo": "on"})
    assert not Letterhead.objects.get().logo


def test_only_a_lawyer_of_the_root_unit_sets_it(client, unit, house):
    for who in (
        user_in(unit, Role.LAWYER),
        user_in(house.root, Role.ENGINEER),
        user_in(house.root, Role.AUDITOR),
    ):
        client.force_login(who)
        assert client.post(reverse("audits:letterhead"), SAID).status_code == 403
    assert not Letterhead.objects.exists()
