"""Reviews through REST."""

import json

import pytest
from django.urls import reverse

from audits.actions import dossiers
from audits.models import Dossier
from governance.vocabulary import JobState, Role
from tests.factories import VersionFactory, user_in


@pytest.fixture
def dossier(db, unit, lawyer, now):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    row = dossiers.request(about=version, by=lawyer, at=now)
    pack = json.loads(row.pack)
    pack["document"]["status"] = "for review"
    Dossier.objects.filter(pk=row.pk).update(
        pack=json.dumps(pack),
        state=JobState.DONE,
        finished_at=now,
        file="dossiers/a.pdf",
        file_sha256="0" * 64,
    )
    return row


def post(client, name, dossier, **body: object):
    return client.post(
        reverse(name, args=[dossier.reference]), json.dumps(body), content_type="application/json"
    )


def test_a_review_is_asked_for_decided_and_told(client, lawyer, unit, dossier):
    client.force_login(lawyer)
    asked = post(client, "api-dossier-review", dossier, note="Section 3")
    own = post(client, "api-dossier-decision", dossier, decision="approved")
    client.force_login(user_in(unit, Role.LAWYER))
    rejected = post(client, "api-dossier-decision", dossier, decision="rejected")
    decided = post(client, "api-dossier-decision", dossier, decision="approved", reasons="Complete.")

    assert (asked.status_code, asked.json()["status"]) == (201, "in review")
    assert (own.status_code, own.json()["code"]) == (409, "own_work")
    assert rejected.json()["errors"][0]["attr"] == "reasons"
    told = decided.json()
    assert (told["status"], told["lapsed"]) == ("approved", [])
    assert told["approved_as"] == Dossier.objects.get(approves=dossier).reference
    assert told["reviews"][0]["reasons"] == "Complete."


def test_an_engineer_asks_and_does_not_decide(client, unit, dossier):
    client.force_login(user_in(unit, Role.ENGINEER))

    assert post(client, "api-dossier-review", dossier).status_code == 201
    assert post(client, "api-dossier-decision", dossier, decision="approved").status_code == 403
