"""A lawyer's word on a finding, over REST."""

import pytest

from risk.actions import answers
from risk.actions.answers import Statement
from risk.models import Position
from tests.callers import API, caller, faults
from tests.factories import VersionFactory
from tests.services.clock import NOW


@pytest.fixture
def found(unit, engineer):
    version = VersionFactory(system__unit=unit, system__owner=engineer)
    return answers.state(version=version, statements={"ai.kind": Statement("ai_system")}, by=engineer, at=NOW)


@pytest.fixture
def url(found):
    version = found.version
    return f"{API}/systems/{version.system.reference}/versions/{version.label}/finding"


def test_a_contest_is_kept_and_shown_with_the_finding(lawyer, found, url):
    client = caller(lawyer)
    body = {"finding": str(found.pk), "reasons": "It ranks nobody.", "tier": "minimal", "provision": "Art. 6"}

    made = client.post(f"{url}/contest", body)

    assert (made.status_code, made.json()["stance"]) == (201, "contested")
    shown = client.get(url).json()
    assert (shown["id"], shown["finding"]["tier"]) == (str(found.pk), found.tier)
    assert (shown["position"]["tier"], shown["position"]["lapsed"]) == ("minimal", False)
    assert client.get(f"{url}/positions").json()["results"][0]["by"] == lawyer.email
    system = client.get(f"{API}/systems/{found.version.system.reference}").json()
    assert (system["tier"], system["tier_contested"]) == (found.tier, True)


def test_a_confirmation_lapses_with_the_facts(lawyer, engineer, found, url):
    caller(lawyer).post(f"{url}/confirm", {"finding": str(found.pk), "reasons": "Yes."})
    answers.state(version=found.version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=NOW)

    assert caller(engineer).get(url).json()["position"]["lapsed"] is True


def test_a_replaced_or_foreign_finding_is_refused(lawyer, engineer, found, url):
    client = caller(lawyer)
    foreign = {"finding": "01a1fb48-d36f-74ae-8fb0-2483a05d6c36", "reasons": "Yes."}
    assert faults(client.post(f"{url}/confirm", foreign), 422) == {"finding": "no_finding"}
    answers.state(version=found.version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=NOW)

    late = {"finding": str(found.pk), "reasons": "Yes."}
    assert faults(client.post(f"{url}/confirm", late), 409) == {"finding": "superseded"}
    assert not Position.objects.exists()


@pytest.mark.parametrize("act", ["confirm", "contest"])
@pytest.mark.parametrize(("who", "status"), [("engineer", 403), ("auditor", 403), ("outsider", 404)])
def test_only_a_lawyer_of_the_unit_speaks(act, who, status, found, url, request):
    body = {"finding": str(found.pk), "reasons": "Yes."}

    assert faults(caller(request.getfixturevalue(who)).post(f"{url}/{act}", body), status)
    assert not Position.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_positions_cost_the_same_however_many(rows, lawyer, found, url, django_assert_num_queries):
    client = caller(lawyer)
    for _ in range(rows):
        client.post(f"{url}/confirm", {"finding": str(found.pk), "reasons": "Yes."})
    client.get(url)

    with django_assert_num_queries(5):
        assert len(client.get(f"{url}/positions").json()["results"]) == rows
