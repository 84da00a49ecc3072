"""Word files through REST: asked for, followed, what changed as data."""

import pytest
from django.urls import reverse

from audits.actions import dossiers
from audits.models import WordFile
from audits.tasks import execute_word_file
from tests.factories import DossierFactory, VersionFactory


@pytest.fixture
def pair(db, lawyer, unit, now):
    version = VersionFactory(system__unit=unit, system__owner=lawyer, system__purpose="Sorts applications")
    first = dossiers.request(about=version, by=lawyer, at=now)
    version.system.purpose = "Ranks applications"
    version.system.save(update_fields=["purpose"])
    return first, dossiers.request(about=version, by=lawyer, at=now)


def ask(client, dossier, **body: object):
    url = reverse("api-dossier-word-files", args=[dossier.reference])
    return client.post(url, body, content_type="application/json")


def test_a_redline_is_accepted_made_and_told_field_by_field(client, lawyer, pair):
    client.force_login(lawyer)

    answer = ask(client, pair[1], earlier=pair[0].reference)
    execute_word_file(word_file_id=str(WordFile.objects.get().pk))
    told = client.get(answer["Location"]).json()
    changes = client.get(answer["Location"] + "/changes").json()["results"]

    assert answer.status_code == 202
    assert (told["state"], told["earlier"]) == ("done", pair[0].reference)
    assert [(one["path"], one["after"]) for one in changes if one["path"].startswith("/system")] == [
        ("/system/purpose", "Ranks applications")
    ]


def test_a_file_that_is_not_made_yet_is_refused(client, lawyer, pair):
    client.force_login(lawyer)
    where = ask(client, pair[0])["Location"]

    assert client.get(where + "/file").status_code == 409
    assert client.get(where + "/changes").status_code == 409


@pytest.mark.parametrize("other", ["DOS-9999", "of another system"])
def test_what_cannot_be_compared_is_refused_by_field(client, lawyer, pair, unit, other):
    client.force_login(lawyer)
    if other == "of another system":
        other = DossierFactory(version=VersionFactory(system__unit=unit, system__owner=lawyer)).reference

    answer = ask(client, pair[1], earlier=other)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["attr"] == "earlier"
    assert not WordFile.objects.exists()
