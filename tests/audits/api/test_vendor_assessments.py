"""Vendor assessments over REST."""

from datetime import timedelta

import pytest

from audits.actions import vendor_assessments
from audits.models import VendorAssessment
from governance.models import Product
from tests.audits.actions.test_vendor_assessments import BEST, FORM
from tests.callers import API, caller, faults, verbs
from tests.factories import ProductFactory, UserFactory
from tests.services.clock import NOW

ASSESSMENTS = f"{API}/vendor-assessments"


@pytest.fixture
def product(unit):
    return ProductFactory(vendor__unit=unit)


@pytest.fixture
def draft(product, lawyer, now):
    return vendor_assessments.start(product=product, by=lawyer, at=now)


def test_an_assessment_is_started_answered_and_concluded(engineer, product):
    client = caller(engineer)

    started = client.post(f"{API}/products/{product.reference}/assessments")
    url = f"{ASSESSMENTS}/{started.json()['reference']}"
    answered = client.patch(url, {"answers": BEST})
    concluded = client.post(f"{url}/conclude", {"summary": "Fine."}, HTTP_IF_MATCH=answered.headers["ETag"])

    assert (started.status_code, len(started.json()["unanswered"])) == (201, len(FORM.questions))
    assert (answered.status_code, answered.json()["unanswered"]) == (200, [])
    assert (concluded.status_code, concluded.json()["state"]) == (200, "concluded")
    assert concluded.json()["conclusion"]["overall"]["word"] == "adequate"
    assert VendorAssessment.objects.get().summary == "Fine."
    assert verbs(started.json()["reference"]) == [
        "vendor_assessment.started",
        "vendor_assessment.answered",
        "vendor_assessment.concluded",
    ]


def test_a_second_draft_is_refused_with_the_name_of_the_first(engineer, product, draft):
    response = caller(engineer).post(f"{API}/products/{product.reference}/assessments")

    assert faults(response, 409) == {None: "already_drafting"}
    assert draft.reference in response.json()["detail"]


def test_a_product_that_no_questionnaire_is_meant_for_is_refused(engineer, unit):
    product = ProductFactory(vendor__unit=unit, kind=Product.Kind.DATASET)
    client, url = caller(engineer), f"{API}/products/{product.reference}/assessments"

    assert faults(client.post(url), 409) == {"questionnaire": "wrong_kind"}
    assert faults(client.post(url, {"questionnaire": "none-2020"}), 422) == {
        "questionnaire": "invalid_choice"
    }


def test_answers_that_do_not_fit_are_named_and_none_is_kept(engineer, draft):
    question = next(iter(BEST))
    client, url = caller(engineer), f"{ASSESSMENTS}/{draft.reference}"

    strange = client.patch(
        url, {"answers": BEST | {question: {"value": "perhaps"}, "weather": {"value": None}}}
    )
    misshapen = client.patch(url, {"answers": {question: {"valeu": "yes"}}})

    assert faults(strange, 422) == {f"answers.{question}": "answer", "answers.weather": "answer"}
    assert faults(misshapen, 422) == {
        f"answers.{question}.valeu": "unknown_field",
        f"answers.{question}.value": "required",
    }
    draft.refresh_from_db()
    assert draft.answers == {}


def test_a_conclusion_needs_every_answer_and_the_state_that_was_read(engineer, draft):
    client, url = caller(engineer), f"{ASSESSMENTS}/{draft.reference}"
    question = next(iter(BEST))

    assert faults(client.post(f"{url}/conclude", {}), 428)
    missing = faults(client.post(f"{url}/conclude", {}, HTTP_IF_MATCH='"v1"'), 422)
    client.patch(url, {"answers": BEST})

    assert missing[f"answers.{question}"] == "required"
    assert faults(client.post(f"{url}/conclude", {}, HTTP_IF_MATCH='"v1"'), 412)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_conclusion_ends_when_its_word_allows(engineer, draft, now):
    client, url = caller(engineer), f"{ASSESSMENTS}/{draft.reference}"
    read = client.patch(url, {"answers": BEST}).headers["ETag"]
    late = (now + timedelta(days=4000)).date().isoformat()

    response = client.post(f"{url}/conclude", {"valid_until": late}, HTTP_IF_MATCH=read)

    assert faults(response, 422) == {"valid_until": "bad_end"}


def test_what_is_concluded_stays(engineer, lawyer, draft, now):
    vendor_assessments.answer(assessment=draft, answers=BEST, by=lawyer, at=now)
    vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)
    client, url = caller(engineer), f"{ASSESSMENTS}/{draft.reference}"

    assert faults(client.patch(url, {"answers": BEST}), 409) == {None: "concluded"}
    assert faults(client.post(f"{url}/conclude", {}, HTTP_IF_MATCH="*"), 409) == {None: "concluded"}


def test_programs_can_read_what_is_asked(auditor):
    client = caller(auditor)

    shown = client.get(f"{API}/questionnaires/{FORM.id}").json()

    assert [question["id"] for question in shown["questions"]] == list(FORM.questions)
    assert faults(client.get(f"{API}/questionnaires/none"), 404)


def test_an_auditor_reads_and_changes_nothing(auditor, product, draft):
    client, url = caller(auditor), f"{ASSESSMENTS}/{draft.reference}"

    assert client.get(url).json()["state"] == "draft"
    assert faults(client.post(f"{API}/products/{product.reference}/assessments"), 403)
    assert faults(client.patch(url, {"answers": BEST}), 403)
    assert faults(client.post(f"{url}/conclude", {}, HTTP_IF_MATCH="*"), 403)
    draft.refresh_from_db()
    assert (draft.state, draft.answers) == ("draft", {})
    assert verbs(draft.reference) == ["vendor_assessment.started"]


def test_an_outsider_sees_no_assessment(outsider, product, draft):
    client, url = caller(outsider), f"{ASSESSMENTS}/{draft.reference}"

    assert client.get(ASSESSMENTS).json()["results"] == []
    assert faults(client.get(url), 404)
    assert faults(client.post(f"{API}/products/{product.reference}/assessments"), 404)
    assert faults(client.patch(url, {"answers": BEST}), 404)
    assert faults(client.post(f"{url}/conclude", {}, HTTP_IF_MATCH="*"), 404)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_four_queries(auditor, unit, rows, django_assert_num_queries):
    for product in ProductFactory.create_batch(rows, vendor__unit=unit):
        vendor_assessments.start(product=product, by=UserFactory(), at=NOW)
    client = caller(auditor)
    client.get(ASSESSMENTS)

    with django_assert_num_queries(4):
        assert client.get(f"{ASSESSMENTS}?state=draft").json()["count"] == rows
