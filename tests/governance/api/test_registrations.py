"""Registering from a pipeline: one call, as often as it likes."""

import pytest

from governance.api.registrations import Registrations
from governance.models import AISystem, SystemVersion, TrailEntry
from tests.callers import API, caller, faults, verbs
from tests.factories import VersionFactory

URL = f"{API}/systems/by-external-id/git.example.org/team/scorer"


@pytest.fixture
def body(unit):
    return {
        "name": "Credit scoring",
        "purpose": "Scores applications for consumer credit.",
        "operator_roles": ["deployer"],
        "unit": unit.path,
        "lifecycle": "in_service",
        "version": "2.3.1",
    }


def test_the_first_call_registers(engineer, body):
    response = caller(engineer).put(URL, body)

    assert response.status_code == 201
    system = AISystem.objects.get(external_id="git.example.org/team/scorer")
    assert response.json()["reference"] == system.reference
    assert verbs(system.reference) == ["system.registered"]


def test_the_same_call_again_changes_nothing(engineer, body):
    client = caller(engineer)
    first = client.put(URL, body)
    entries = TrailEntry.objects.count()

    again = client.put(URL, body)

    assert again.status_code == 200
    assert again.json() == first.json()
    assert again.headers["ETag"] == '"v1"'
    assert TrailEntry.objects.count() == entries


def test_a_new_version_label_adds_a_version(engineer, body):
    client = caller(engineer)
    client.put(URL, body)

    shown = client.put(URL, body | {"version": "2.4.0"}).json()

    assert shown["version"] == "2.4.0"
    assert list(SystemVersion.objects.order_by("number").values_list("label", flat=True)) == [
        "2.3.1",
        "2.4.0",
    ]
    assert verbs(shown["reference"]) == ["system.registered", "system.version_added"]


def test_a_changed_description_is_one_edit(engineer, body):
    client = caller(engineer)
    client.put(URL, body)

    shown = client.put(URL, body | {"lifecycle": "retired"}).json()

    assert (shown["lifecycle"], shown["revision"]) == ("retired", 2)
    assert verbs(shown["reference"]) == ["system.registered", "system.edited"]


def test_what_the_body_leaves_out_stays(engineer, lawyer, body):
    caller(engineer).put(URL, body | {"owner": lawyer.email, "placed_on_market_date": "2026-03-01"})

    shown = caller(engineer, name="second").put(URL, body).json()

    assert (shown["owner"], shown["placed_on_market_date"]) == (lawyer.email, "2026-03-01")


def test_a_stale_precondition_is_honoured(engineer, body):
    client = caller(engineer)
    client.put(URL, body)

    response = client.put(URL, body | {"name": "Other"}, HTTP_IF_MATCH='"v9"')

    assert faults(response, 412) == {None: "stale"}
    assert AISystem.objects.get().name == "Credit scoring"


def test_an_id_of_somebody_elses_system_is_taken(engineer, house, body):
    VersionFactory(system__unit=house.elsewhere, system__external_id="git.example.org/team/scorer")

    assert faults(caller(engineer).put(URL, body), 409) == {"external_id": "already_registered"}
    assert AISystem.objects.count() == 1


def test_losing_the_race_to_register_is_an_update(engineer, body, monkeypatch):
    client = caller(engineer)
    client.put(URL, body)
    look, looks = Registrations._standing, []

    def too_early(*where: object) -> AISystem | None:
        looks.append(where)
        return look(*where) if len(looks) > 1 else None

    monkeypatch.setattr(Registrations, "_standing", staticmethod(too_early))

    response = client.put(URL, body | {"version": "2.4.0"})

    assert (response.status_code, response.json()["version"]) == (200, "2.4.0")
    assert AISystem.objects.count() == 1


def test_a_system_is_found_by_its_external_id(auditor, engineer, body):
    caller(engineer).put(URL, body)

    assert caller(auditor).get(URL).json()["name"] == "Credit scoring"
    assert faults(caller(auditor, name="second").get(f"{URL}-other"), 404)


def test_a_path_with_a_nul_character_leads_nowhere(engineer):
    assert faults(caller(engineer).get(f"{API}/systems/by-external-id/a%00b"), 404)


def test_an_external_id_is_as_short_on_the_path_as_in_a_body(engineer, body):
    response = caller(engineer).put(f"{API}/systems/by-external-id/{'x' * 201}", body)

    assert faults(response, 422) == {"external_id": "max_length"}
    assert not AISystem.objects.exists()
