"""A lawyer's word on a finding, in the browser."""

import pytest
from django.urls import reverse

from risk.actions import answers, positions
from risk.actions.answers import Statement
from risk.models import Position
from tests.factories import VersionFactory
from tests.risk.views.test_findings import RECRUITER, text


@pytest.fixture
def version(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening")


@pytest.fixture
def found(version, engineer, now):
    return answers.state(version=version, statements=RECRUITER, by=engineer, at=now)


def url(version, name):
    return reverse(f"risk:{name}", args=[version.system.reference])


def confirming(found, reasons="The job advert and the contract say so."):
    return {"confirm-finding": str(found.pk), "confirm-reasons": reasons}


def contesting(found):
    told = {
        "finding": str(found.pk),
        "reasons": "It only sorts.",
        "tier": "minimal",
        "provision": "Art. 6(3)(a)",
    }
    return {f"contest-{name}": value for name, value in told.items()}


def test_the_lawyer_confirms_and_the_page_says_who_and_why(client, version, found, lawyer):
    client.force_login(lawyer)

    page = text(client.post(url(version, "confirm"), confirming(found), follow=True))

    made = Position.objects.get()
    assert (made.classification, made.by) == (found, lawyer)
    assert "The job advert and the contract say so." in page
    assert "Confirmed" in page


def test_a_contested_finding_shows_both(client, version, found, lawyer, auditor):
    client.force_login(lawyer)
    client.post(url(version, "contest"), contesting(found))
    client.force_login(auditor)

    page = text(client.get(url(version, "finding")))

    assert "The rulebook says</dt><dd>Undetermined" in page
    assert "The lawyer holds</dt><dd>Minimal risk, Art. 6(3)(a)" in page
    assert "It only sorts." in page
    for name in ("governance:system", "governance:systems", "risk:panel"):
        arguments = [] if name.endswith("s") else [version.system.reference]
        assert "Contested" in text(client.get(reverse(name, args=arguments))), name
    assert "The lawyer holds" in text(client.get(url(version, "memorandum")))


def test_a_lapsed_confirmation_names_what_changed(client, version, found, lawyer, engineer, now):
    positions.confirm(classification=found, reasons="Yes.", by=lawyer, at=now)
    answers.state(version=version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=now)
    client.force_login(lawyer)

    page = text(client.get(url(version, "finding")))

    assert "Confirmed, but lapsed" in page
    assert "This position lapsed: it speaks of an earlier finding. What changed:" in page


@pytest.mark.parametrize(
    ("name", "missing"), [("confirm", "confirm-reasons"), ("contest", "contest-reasons")]
)
def test_reasons_are_asked_for(name, missing, client, version, found, lawyer):
    client.force_login(lawyer)
    typed = {**confirming(found), **contesting(found), missing: ""}

    response = client.post(url(version, name), typed)

    assert response.status_code == 422
    assert "This field is required." in text(response)
    assert not Position.objects.exists()


def test_what_was_typed_of_a_replaced_finding_is_kept(client, version, found, lawyer, engineer, now):
    now_stands = answers.state(
        version=version, statements={"ai.kind": Statement("not_ai")}, by=engineer, at=now
    )
    client.force_login(lawyer)

    response = client.post(url(version, "confirm"), confirming(found, "My careful words."))

    page = text(response)
    assert response.status_code == 409
    assert "Another finding stands meanwhile" in page
    assert "My careful words." in page
    assert str(now_stands.pk) in page
    assert not Position.objects.exists()


def test_a_finding_of_another_system_cannot_be_confirmed_here(client, version, found, unit, lawyer, now):
    other = VersionFactory(system__unit=unit, system__owner=lawyer)
    answers.state(version=other, statements=RECRUITER, by=lawyer, at=now)
    client.force_login(lawyer)

    response = client.post(url(other, "confirm"), confirming(found))

    assert response.status_code == 422
    assert "not one of this system" in text(response)
    assert not Position.objects.exists()


@pytest.mark.parametrize("name", ["confirm", "contest"])
@pytest.mark.parametrize(("who", "status"), [("engineer", 403), ("auditor", 403), ("outsider", 404)])
def test_only_a_lawyer_of_the_unit_takes_a_position(name, who, status, client, version, found, request):
    client.force_login(request.getfixturevalue(who))

    response = client.post(url(version, name), {**confirming(found), **contesting(found)})

    assert response.status_code == status
    assert not Position.objects.exists()


def test_who_may_not_is_offered_no_form(client, version, found, engineer):
    client.force_login(engineer)

    assert "Contest this finding" not in text(client.get(url(version, "finding")))


@pytest.mark.parametrize("rows", [1, 3])
def test_positions_cost_the_same_however_many(
    rows, client, version, found, lawyer, now, django_assert_num_queries
):
    for _ in range(rows):
        positions.confirm(classification=found, reasons="Yes.", by=lawyer, at=now)
    client.force_login(lawyer)

    with django_assert_num_queries(13):
        client.get(url(version, "finding"))
