"""Dossiers that make themselves, through REST."""

import pytest
from django.urls import reverse

from audits.models import DossierSchedule
from tests.factories import VersionFactory

QUARTERLY = {"cron": "0 6 1 1,4,7,10 *", "zone": "Europe/Brussels"}


@pytest.fixture
def system(db, unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


def test_a_calendar_is_set_listed_and_paused(client, lawyer, system):
    client.force_login(lawyer)
    where = reverse("api-dossier-schedules", args=[system.reference])

    made = client.post(where, {"kind": "memorandum", **QUARTERLY}, content_type="application/json")
    listed = client.get(where).json()["results"]
    rests = client.post(f"{where}/memorandum/pause", content_type="application/json")

    assert made.status_code == 200
    assert [(one["kind"], one["cron"], one["active"]) for one in listed] == [
        ("memorandum", QUARTERLY["cron"], True)
    ]
    assert rests.json()["active"] is False


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"cron": "soon"}, "calendar"),
        ({"cron": "0 0 30 2 *"}, "never_due"),
        ({"kind": "x"}, "invalid_choice"),
    ],
)
def test_what_makes_no_sense_is_refused(client, lawyer, system, change, code):
    client.force_login(lawyer)

    answer = client.post(
        reverse("api-dossier-schedules", args=[system.reference]),
        {**QUARTERLY, **change},
        content_type="application/json",
    )

    assert answer.json()["errors"][0]["code"] == code
    assert not DossierSchedule.objects.exists()
