"""What if: answers edited without saving."""

import pytest
from django.urls import reverse

from governance.models import TrailEntry
from risk.actions import answers
from risk.models import Answer, Classification
from tests.factories import VersionFactory
from tests.risk.views.test_findings import RECRUITER, text

HIGH = {"practice.signals": "none-of-these", "filter.conditions": "none-of-these", "filter.profiling": "no"}


@pytest.fixture
def version(unit, lawyer, engineer, now):
    made = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="CV screening")
    answers.state(version=made, statements=RECRUITER, by=engineer, at=now)
    return made


@pytest.fixture
def url(version):
    return reverse("risk:what_if", args=[version.system.reference])


def counts():
    return Answer.objects.count(), Classification.objects.count(), TrailEntry.objects.count()


def test_the_form_is_filled_in_as_the_record_has_it(client, url, lawyer):
    client.force_login(lawyer)

    page = text(client.get(url))

    assert 'value="recruitment"' in page
    assert "Nothing on this page is stored." in page
    assert "What would follow</h2>" not in page


def test_another_answer_shows_both_findings_and_stores_nothing(client, url, lawyer):
    client.force_login(lawyer)
    before = counts()

    page = text(client.post(url, {"ai.kind": "not_ai"}))

    assert "What would follow" in page
    assert "Out of scope" in page
    assert "Undetermined" in page
    assert counts() == before


def test_an_answer_opens_questions_that_can_be_answered_in_the_same_breath(client, url, lawyer):
    client.force_login(lawyer)

    first = text(client.post(url, {"use.areas": ["services"]}))
    assert "id_use.areas" in first
    later = client.post(url, {"use.areas": ["employment"], "employment.uses": ["recruitment"]})

    assert later.status_code == 200
    assert "Nothing would change" in text(later)


def test_obligations_and_rules_stand_side_by_side_with_their_days(client, url, lawyer):
    client.force_login(lawyer)

    page = text(client.post(url, HIGH | {"operator.roles": ["provider"]}))

    assert "Obligations <span" in page
    assert "not owed" in page
    assert "due 2 December 2027" in page


def test_another_day_and_another_edition_can_be_supposed(client, url, lawyer):
    client.force_login(lawyer)

    page = text(client.post(url, {"on": "2027-12-03", "edition": "2024-1689"}))

    assert "2024-1689" in page
    assert "3 December 2027" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"on": "soon"},
        {"edition": "2030-1"},
        {"ai.kind": "a toaster"},
        {"scope.exclusions": ["unknown", "none-of-these"]},
    ],
)
def test_what_does_not_fit_is_shown_at_its_field(typed, client, url, lawyer):
    client.force_login(lawyer)

    response = client.post(url, typed)

    assert response.status_code == 422
    assert "Please look at" in text(response)


def test_an_auditor_asks_by_the_address_and_posts_nothing(client, url, auditor):
    client.force_login(auditor)

    page = text(client.get(url, {"ai.kind": "not_ai"}))

    assert "Out of scope" in page
    assert '<form method="get" class="form-wide"' in page
    assert client.post(url, {"ai.kind": "not_ai"}).status_code == 403


def test_an_outsider_supposes_nothing(client, url, outsider):
    client.force_login(outsider)

    assert client.get(url).status_code == 404
    assert client.post(url, {"ai.kind": "not_ai"}).status_code == 404


@pytest.mark.parametrize("areas", [["employment"], ["employment", "education", "migration"]])
def test_supposing_costs_the_same_however_much_is_asked(
    areas, client, url, lawyer, django_assert_num_queries
):
    client.force_login(lawyer)

    with django_assert_num_queries(11):
        client.post(url, {"use.areas": areas})
