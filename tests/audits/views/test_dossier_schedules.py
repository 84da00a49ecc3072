"""Dossiers that make themselves, in the browser."""

import pytest
from django.urls import reverse

from audits.models import DossierSchedule
from governance.vocabulary import Role
from tests.factories import VersionFactory, user_in

RHYTHM = {"rhythm": "1 1,4,7,10 *", "time": "06:00", "zone": "Europe/Brussels"}


@pytest.fixture
def system(db, unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


def test_a_rhythm_is_set_shown_and_paused(client, lawyer, system):
    client.force_login(lawyer)
    named = {"system": system.reference, "kind": "system"}

    page = client.post(reverse("audits:dossier_arrange"), {**named, **RHYTHM}, follow=True).content.decode()
    assert "It makes itself, next on" in page
    assert "0 6 1 1,4,7,10 *, on the clock of Europe/Brussels" in page

    client.post(reverse("audits:dossier_pause"), named)
    assert not DossierSchedule.objects.get().active


def test_a_portfolio_is_set_for_a_unit(client, lawyer, unit):
    client.force_login(lawyer)

    client.post(reverse("audits:dossier_arrange"), {"unit": unit.path, "kind": "portfolio", **RHYTHM})

    assert DossierSchedule.objects.get().unit == unit


def test_a_fault_names_its_field(client, lawyer, system):
    client.force_login(lawyer)
    said = {"system": system.reference, "kind": "system", **RHYTHM, "time": ""}

    page = client.post(reverse("audits:dossier_arrange"), said, follow=True).content.decode()

    assert "At: Say at what time." in page
    assert not DossierSchedule.objects.exists()


def test_neither_an_auditor_nor_a_stranger_sets_one(client, system, unit, house):
    said = {"system": system.reference, "kind": "system", **RHYTHM}
    for who in (user_in(unit, Role.AUDITOR), user_in(house.elsewhere, Role.LAWYER)):
        client.force_login(who)
        assert client.post(reverse("audits:dossier_arrange"), said).status_code in (403, 404)
    assert not DossierSchedule.objects.exists()
