"""Obligations over REST."""

from datetime import date

import pytest

from risk.models import Obligation
from tests.callers import API, caller, faults, verbs
from tests.factories import SystemFactory

OBLIGATIONS = f"{API}/obligations"


@pytest.fixture
def system(unit, engineer):
    return SystemFactory(unit=unit, owner=engineer)


def duty(system, key="literacy", due=date(2026, 12, 2), **changes: object):
    """One open duty; the factories leave the law's rows to the law's tests."""
    told = {
        "role": "deployer",
        "title": "Teach the people who use it",
        "says": "Staff know what they operate.",
        "provision": {"cite": "Art. 4", "anchor": "art-4", "url": "https://eur-lex.europa.eu/#art_4"},
        "due_effective": due,
        "edition": "2026-1744",
        "owner": system.owner,
    }
    return Obligation.objects.create(system=system, key=f"{key}:deployer", **told | changes)


def test_duties_come_by_their_day_sleeping_ones_last(auditor, system):
    duty(system, "sleeping", None)
    duty(system, "later", date(2027, 12, 2))
    duty(system, "soon", date(2026, 8, 2))

    rows = caller(auditor).get(OBLIGATIONS).json()["results"]

    assert [row["key"] for row in rows] == ["soon:deployer", "later:deployer", "sleeping:deployer"]
    assert rows[0]["provision"]["cite"] == "Art. 4"
    assert rows[0]["system"] == system.reference


def test_the_list_is_narrowed(auditor, system):
    duty(system, "soon", date(2026, 8, 2))
    duty(system, "later", date(2027, 12, 2), role="provider", owner=None)
    client = caller(auditor)

    def keys(query: str) -> list[str]:
        return [row["key"] for row in client.get(f"{OBLIGATIONS}?{query}").json()["results"]]

    assert keys("due_until=2026-12-31") == ["soon:deployer"]
    assert keys("role=provider&state=open") == ["later:deployer"]
    assert keys(f"owner={system.owner.email}&system={system.reference}") == ["soon:deployer"]
    assert keys("state=met") == []
    assert faults(client.get(f"{OBLIGATIONS}?until=2026-12-31"), 422) == {"until": "unknown_parameter"}


def test_a_lawyer_says_that_a_duty_is_met_and_what_shows_it(lawyer, system):
    row = duty(system)

    response = caller(lawyer).post(f"{OBLIGATIONS}/{row.pk}/meet", {"evidence": "Course of 3 March 2026."})

    assert response.status_code == 200
    assert (response.json()["state"], response.json()["settled_by"]) == ("met", lawyer.email)
    row.refresh_from_db()
    assert row.evidence == "Course of 3 March 2026."
    assert verbs(system.reference) == ["obligation.met"]


def test_a_duty_is_met_once_and_by_something(lawyer, system):
    row, client = duty(system), caller(lawyer)
    url = f"{OBLIGATIONS}/{row.pk}/meet"

    assert faults(client.post(url, {"evidence": " "}), 422) == {"evidence": "blank"}
    client.post(url, {"evidence": "Course."})
    assert faults(client.post(url, {"evidence": "Another."}), 409) == {None: "not_open"}
    assert Obligation.objects.get().evidence == "Course."


def test_a_duty_met_by_mistake_is_opened_again(lawyer, auditor, system):
    row, client = duty(system), caller(lawyer)
    url = f"{OBLIGATIONS}/{row.pk}/reopen"

    assert faults(client.post(url, {"reason": "Too early."}), 409) == {None: "not_met"}
    client.post(f"{OBLIGATIONS}/{row.pk}/meet", {"evidence": "Course."})
    assert faults(client.post(url, {"reason": " "}), 422) == {"reason": "blank"}
    assert faults(caller(auditor).post(url, {"reason": "x"}), 403)
    answer = client.post(url, {"reason": "It was planned only."}).json()

    assert (answer["state"], answer["settled_by"]) == ("open", None)
    assert "It was planned only." in answer["evidence"]
    assert verbs(system.reference) == ["obligation.met", "obligation.reopened"]


def test_a_duty_is_given_to_somebody_who_works_there(lawyer, engineer, auditor, outsider, system):
    row, client = duty(system), caller(lawyer)
    url = f"{OBLIGATIONS}/{row.pk}/assign"

    assert faults(client.post(url, {"owner": outsider.email}), 422) == {"owner": "no_person"}
    assert faults(client.post(url, {"owner": auditor.email}), 422) == {"owner": "no_person"}
    assert client.post(url, {"owner": lawyer.email}).json()["owner"] == lawyer.email
    assert verbs(system.reference) == ["obligation.assigned"]


def test_an_engineer_and_an_auditor_settle_nothing(engineer, auditor, system):
    row = duty(system)

    for person in (engineer, auditor):
        client = caller(person)
        assert client.get(f"{OBLIGATIONS}/{row.pk}").json()["state"] == "open"
        assert faults(client.post(f"{OBLIGATIONS}/{row.pk}/meet", {"evidence": "x"}), 403)
        assert faults(client.post(f"{OBLIGATIONS}/{row.pk}/assign", {"owner": person.email}), 403)
    assert Obligation.objects.get().state == "open"
    assert verbs(system.reference) == []


def test_an_outsider_sees_no_duty(outsider, system):
    row, client = duty(system), caller(outsider)

    assert client.get(OBLIGATIONS).json()["results"] == []
    assert faults(client.get(f"{OBLIGATIONS}/{row.pk}"), 404)
    assert faults(client.post(f"{OBLIGATIONS}/{row.pk}/meet", {"evidence": "x"}), 404)
    assert faults(client.post(f"{OBLIGATIONS}/{row.pk}/assign", {"owner": outsider.email}), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_queries(auditor, system, rows, django_assert_num_queries):
    for number in range(rows):
        duty(system, f"duty-{number}")
    client = caller(auditor)
    client.get(OBLIGATIONS)

    with django_assert_num_queries(4):
        assert client.get(OBLIGATIONS).json()["count"] == rows
