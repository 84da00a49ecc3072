"""What is owed, in the browser."""

from datetime import date

import pytest
from django.urls import reverse

from governance.models import TrailEntry
from risk.models import Obligation
from tests.factories import SystemFactory

INDEX = "/obligations/"


@pytest.fixture
def system(unit, lawyer):
    return SystemFactory(unit=unit, owner=lawyer, name="CV screening")


def duty(system, key="art-26-1:deployer", **changes: object):
    told = {
        "role": "deployer",
        "title": "Use it as instructed",
        "says": "Deployers use the system as its instructions say.",
        "edition": "2026-1744",
        "owner": system.owner,
        "provision": {"cite": "Art. 26(1)", "anchor": "art-26-1", "url": "https://example.org/#art_26"},
        "due_effective": date(2027, 12, 2),
    }
    return Obligation.objects.create(system=system, key=key, **(told | changes))


def url(name, obligation):
    return reverse(f"risk:{name}", args=[obligation.pk])


def text(response):
    return " ".join(response.content.decode().split())


def test_a_duty_is_listed_with_system_role_day_state_owner_and_provision(client, system, lawyer, now):
    duty(system)
    client.force_login(lawyer)

    page = text(client.get(INDEX))

    for words in (
        "Use it as instructed",
        "CV screening",
        "Deployer",
        "2 Dec 2027",
        "Open",
        "Ada",
        "Art. 26(1)",
    ):
        assert words in page


def test_both_readings_of_a_day_are_shown_where_they_differ(client, system, lawyer, now):
    made = duty(system, due_literal=date(2026, 8, 2), due_note="Section 5 was not moved by the letter.")
    client.force_login(lawyer)

    assert "by the letter" in text(client.get(INDEX))
    page = text(client.get(url("obligation", made)))
    assert "2 August 2026" in page
    assert "Section 5 was not moved by the letter." in page


def test_what_is_due_already_says_so(client, system, lawyer, now):
    duty(system, due_effective=date(2026, 8, 2))
    client.force_login(lawyer)

    assert "Due now" in text(client.get(INDEX))
    assert "Due now" in text(client.get(reverse("risk:home_panel")))


def test_the_list_begins_with_what_is_open_and_shows_the_rest_when_asked(client, system, lawyer, now):
    duty(system, title="Done already", state="met", settled_at=now, settled_by=lawyer)
    client.force_login(lawyer)

    assert "No obligation fits this search." in text(client.get(INDEX))
    assert "Done already" in text(client.get(INDEX, {"state": ""}))
    assert "Done already" in text(client.get(INDEX, {"state": "met", "until": "2027-12-31"}))


def test_a_search_that_does_not_fit_does_not_narrow(client, system, lawyer, now):
    duty(system)
    client.force_login(lawyer)

    assert "Use it as instructed" in text(client.get(INDEX, {"until": "soon", "role": "king"}))


def test_htmx_gets_the_rows_alone(client, system, lawyer, now):
    duty(system)
    client.force_login(lawyer)

    page = text(client.get(INDEX, HTTP_HX_REQUEST="true"))

    assert "Use it as instructed" in page
    assert "<html" not in page


def test_a_lawyer_marks_a_duty_as_met_with_what_shows_it(client, system, lawyer, now):
    made = duty(system)
    client.force_login(lawyer)

    response = client.post(url("meet", made), {"evidence": "Instruction of 3 May, intranet"})

    made.refresh_from_db()
    assert response.url == url("obligation", made)
    assert (made.state, made.evidence, made.settled_by) == ("met", "Instruction of 3 May, intranet", lawyer)
    assert TrailEntry.objects.get(verb="obligation.met").subject == system.reference
    page = text(client.get(url("obligation", made)))
    assert "Instruction of 3 May, intranet" in page
    assert "Mark as met" not in page


def test_without_evidence_a_duty_is_not_met(client, system, lawyer, now):
    made = duty(system)
    client.force_login(lawyer)

    response = client.post(url("meet", made), {"evidence": " "})

    made.refresh_from_db()
    assert response.status_code == 422
    assert made.state == "open"


def test_what_somebody_settled_meanwhile_is_not_settled_twice_and_the_text_is_kept(
    client, system, lawyer, now
):
    made = duty(system, state="met", settled_at=now, settled_by=lawyer, evidence="First")
    client.force_login(lawyer)

    response = client.post(url("meet", made), {"evidence": "Second"})

    made.refresh_from_db()
    assert response.status_code == 409
    assert "Somebody settled this obligation meanwhile" in text(response)
    assert "Second" in text(response)
    assert made.evidence == "First"


def test_a_lawyer_gives_a_duty_to_somebody_of_the_unit(client, system, lawyer, engineer, now):
    made = duty(system)
    client.force_login(lawyer)

    client.post(url("assign", made), {"owner": str(engineer.pk), "seen": str(lawyer.pk)})

    made.refresh_from_db()
    assert made.owner == engineer


def test_a_duty_that_somebody_gave_away_meanwhile_is_not_given_on_unseen(
    client, system, lawyer, engineer, now
):
    made = duty(system, owner=None)
    client.force_login(lawyer)
    typed = {"owner": str(lawyer.pk), "seen": ""}
    Obligation.objects.update(owner=engineer)

    refused = client.post(url("assign", made), typed)

    made.refresh_from_db()
    assert (refused.status_code, made.owner) == (409, engineer)
    assert "Somebody else gave this obligation" in text(refused)

    client.post(url("assign", made), typed | {"seen": refused.context["assign"]["seen"].value()})

    made.refresh_from_db()
    assert made.owner == lawyer


def test_a_duty_cannot_be_given_to_an_outsider(client, system, lawyer, outsider, now):
    made = duty(system)
    client.force_login(lawyer)

    response = client.post(url("assign", made), {"owner": str(outsider.pk)})

    made.refresh_from_db()
    assert response.status_code == 422
    assert made.owner == lawyer


def test_a_duty_met_by_mistake_is_opened_again_with_the_reason(client, system, lawyer, now):
    made = duty(system, state="met", settled_at=now, settled_by=lawyer, evidence="First")
    client.force_login(lawyer)
    assert "Open again" in text(client.get(url("obligation", made)))

    without = client.post(url("reopen", made), {"reason": ""})
    response = client.post(url("reopen", made), {"reason": "Wrong system"})
    twice = client.post(url("reopen", made), {"reason": "Once more"})

    made.refresh_from_db()
    assert (without.status_code, twice.status_code) == (422, 409)
    assert response.url == url("obligation", made)
    assert (made.state, made.settled_by) == ("open", None)
    assert "Once more" in text(twice)
    page = text(client.get(url("obligation", made)))
    assert "Wrong system" in page
    assert "First" in page


@pytest.mark.parametrize("who", ["auditor", "engineer"])
def test_who_may_not_settle_reads_and_changes_nothing(who, request, client, system, now):
    made, person = duty(system), request.getfixturevalue(who)
    client.force_login(person)

    page = text(client.get(url("obligation", made)))

    assert "Use it as instructed" in page
    assert "Mark as met" not in page
    assert client.post(url("meet", made), {"evidence": "x"}).status_code == 403
    assert client.post(url("assign", made), {"owner": str(person.pk)}).status_code == 403
    assert client.post(url("reopen", made), {"reason": "x"}).status_code == 403
    made.refresh_from_db()
    assert (made.state, made.owner) == ("open", system.owner)


def test_an_outsider_finds_nothing(client, system, outsider, now):
    made = duty(system, due_effective=date(2026, 8, 2))
    client.force_login(outsider)

    assert "No obligation fits this search." in text(client.get(INDEX))
    assert "No open obligation" in text(client.get(reverse("risk:home_panel")))
    assert client.get(url("obligation", made)).status_code == 404
    assert client.post(url("meet", made), {"evidence": "x"}).status_code == 404
    assert client.post(url("assign", made), {"owner": str(outsider.pk)}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_six_queries(rows, client, unit, lawyer, now, django_assert_num_queries):
    for _ in range(rows):
        duty(SystemFactory(unit=unit, owner=lawyer))
    client.force_login(lawyer)

    with django_assert_num_queries(6):
        client.get(INDEX)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_home_panel_costs_eight_queries(rows, client, unit, lawyer, now, django_assert_num_queries):
    for _ in range(rows):
        duty(SystemFactory(unit=unit, owner=lawyer), due_effective=date(2026, 10, 1))
    client.force_login(lawyer)

    with django_assert_num_queries(8):
        client.get(reverse("risk:home_panel"))
