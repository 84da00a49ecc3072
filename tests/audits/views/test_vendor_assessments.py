"""Vendor assessments in the browser."""

from datetime import date

import pytest
from django.urls import reverse

from audits import questionnaires
from audits.actions import vendor_assessments
from audits.models import VendorAssessment
from governance.models import TrailEntry
from tests.factories import ProductFactory

FORM = questionnaires.load()
BEST = {
    name: {"value": max(question.options, key=lambda option: option.points).id, "note": ""}
    for name, question in FORM.questions.items()
}


@pytest.fixture
def product(unit):
    return ProductFactory(vendor__unit=unit, vendor__name="Meuse Models", name="Meuse 3")


@pytest.fixture
def draft(product, lawyer, now):
    return vendor_assessments.start(product=product, by=lawyer, at=now)


def answered(draft, by, at, **changes: object):
    answers = BEST | {key.replace("__", "."): value for key, value in changes.items()}
    vendor_assessments.answer(assessment=draft, answers=answers, by=by, at=at)
    return draft


def area(draft, name="safety"):
    return reverse("audits:vendor_assessment_area", args=[draft.reference, name])


def concluding(draft):
    return reverse("audits:vendor_assessment_conclude", args=[draft.reference])


def text(response):
    return " ".join(response.content.decode().split())


def test_the_products_of_a_vendor_are_listed_with_what_they_came_to(client, product, draft, lawyer, now):
    answered(draft, lawyer, now)
    vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)
    client.force_login(lawyer)

    page = text(client.get(reverse("audits:vendor_assessments", args=[product.vendor.reference])))

    for words in (
        "Meuse 3",
        draft.reference,
        "Adequate",
        "100",
        "by Ada",
        "14 September 2027",
        "Assess again",
    ):
        assert words in page


def test_starting_leads_to_a_draft_and_a_second_start_to_the_same(client, product, lawyer, now):
    client.force_login(lawyer)
    url = reverse("audits:vendor_assessment_start", args=[product.reference])

    first, second = client.post(url), client.post(url)

    draft = VendorAssessment.objects.get()
    assert first.url == second.url == draft.get_absolute_url()
    assert draft.created_by == lawyer


def test_a_product_without_a_questionnaire_is_not_assessed(client, unit, lawyer, now):
    product = ProductFactory(vendor__unit=unit, kind="dataset")
    client.force_login(lawyer)

    response = client.post(reverse("audits:vendor_assessment_start", args=[product.reference]), follow=True)

    assert "There is no questionnaire for this kind of product yet" in text(response)
    assert not VendorAssessment.objects.exists()


def test_a_question_shows_why_it_is_asked_its_provision_and_that_not_knowing_is_an_answer(
    client, draft, lawyer, now
):
    client.force_login(lawyer)

    page = text(client.get(area(draft)))

    assert "Has the model been tested by people who tried to make it do harm" in page
    assert "(essential)" in page
    assert "Art. 55(1)(a)" in page
    assert "nobody knows what the model can be talked into" in page
    assert page.count("I don&#x27;t know") == 8


def test_an_area_is_saved_as_far_as_it_is_answered(client, draft, engineer, now):
    client.force_login(engineer)

    response = client.post(
        area(draft),
        {"safety.security": "described", "note:safety.security": "By mail", "safety.incidents": "unknown"},
    )

    draft.refresh_from_db()
    assert response.url == area(draft)
    assert draft.answers == {
        "safety.security": {"value": "described", "note": "By mail"},
        "safety.incidents": {"value": None, "note": ""},
    }
    assert TrailEntry.objects.filter(verb="vendor_assessment.answered", by=str(engineer.pk)).count() == 1


def test_a_full_area_leads_to_the_next_and_the_last_one_to_the_conclusion(client, draft, lawyer, now):
    client.force_login(lawyer)
    urls = []

    for one in FORM.areas:
        posted = {question.id: BEST[question.id]["value"] for question in one.questions}
        urls.append(client.post(area(draft, one.id), posted).url)

    assert urls == [area(draft, "reliability"), area(draft, "data_handling"), concluding(draft)]


def test_a_note_without_an_answer_is_shown_at_its_field_and_kept(client, draft, lawyer, now):
    client.force_login(lawyer)

    response = client.post(area(draft), {"note:safety.security": "By mail"})

    draft.refresh_from_db()
    assert response.status_code == 422
    assert "Your note needs an answer beside it" in text(response)
    assert 'href="#id_safety.security"' in text(response)
    assert "By mail" in text(response)
    assert draft.answers == {}


def test_an_area_that_does_not_exist_is_not_found(client, draft, lawyer, now):
    client.force_login(lawyer)

    assert client.get(area(draft, "style")).status_code == 404


def test_before_concluding_one_sees_what_it_comes_to_and_why(client, draft, lawyer, now):
    answered(draft, lawyer, now, safety__adversarial_testing={"value": "claimed", "note": ""})
    client.force_login(lawyer)

    page = text(client.get(concluding(draft)))

    assert "Adequate with conditions" in page
    assert "Adversarial testing is claimed, but no results are shown." in page
    assert "This decides the area." in page
    assert 'value="2027-03-14"' in page


def test_concluding_freezes_the_assessment(client, draft, lawyer, now):
    answered(draft, lawyer, now)
    client.force_login(lawyer)

    response = client.post(
        concluding(draft),
        {"summary": "Fit for the chatbot.", "valid_until": "2027-06-30", "revision": draft.revision},
        follow=True,
    )

    draft.refresh_from_db()
    assert (draft.state, draft.valid_until, draft.concluded_by) == ("concluded", date(2027, 6, 30), lawyer)
    page = text(response)
    assert "Fit for the chatbot." in page
    assert "32 of 32 points" in page
    assert client.get(area(draft)).url == draft.get_absolute_url()
    client.post(area(draft), {"safety.security": "no"})
    client.post(concluding(draft), {"valid_until": "2027-06-30", "revision": draft.revision})
    before = draft.answers
    draft.refresh_from_db()
    assert draft.answers == before


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"valid_until": "2030-01-01"}, "at the latest 14 September 2027"),
        ({"valid_until": ""}, "This field is required"),
        ({"valid_until": "2027-06-30", "revision": 1}, "Somebody changed this assessment meanwhile"),
    ],
)
def test_a_conclusion_that_does_not_fit_says_why_and_keeps_the_draft(
    posted, words, client, draft, lawyer, now
):
    answered(draft, lawyer, now)
    client.force_login(lawyer)

    response = client.post(concluding(draft), {"summary": "Fit.", "revision": draft.revision} | posted)

    draft.refresh_from_db()
    assert response.status_code == 422
    assert words in text(response)
    assert "Fit." in text(response)
    assert draft.state == "draft"


def test_a_draft_with_questions_left_cannot_be_concluded(client, draft, lawyer, now):
    client.force_login(lawyer)

    response = client.post(concluding(draft), {"valid_until": "2026-10-01", "revision": draft.revision})

    assert response.status_code == 422
    assert "24 questions have no answer yet" in text(response)
    assert "Answer the rest first." in text(response)


def test_what_is_not_known_is_listed_to_ask_the_vendor(client, draft, lawyer, now):
    answered(draft, lawyer, now, safety__security={"value": None, "note": "Promised for May"})
    vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)
    client.force_login(lawyer)

    page = text(client.get(draft.get_absolute_url()))

    assert "Still to ask the vendor" in page
    assert "Promised for May" in page
    assert "1 question not known, which earns nothing" in page


def test_a_conclusion_past_its_day_says_so(client, draft, lawyer, now):
    answered(draft, lawyer, now)
    vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)
    VendorAssessment.objects.update(valid_until=date(2026, 9, 1))
    client.force_login(lawyer)

    assert "Expired" in text(client.get(draft.get_absolute_url()))


def test_the_auditor_reads_everything_and_changes_nothing(client, product, draft, lawyer, auditor, now):
    answered(draft, lawyer, now)
    client.force_login(auditor)

    page = text(client.get(draft.get_absolute_url()))

    assert "All answered" in page
    assert "Conclude" not in page
    assert area(draft) not in page
    listed = text(client.get(reverse("audits:vendor_assessments", args=[product.vendor.reference])))
    assert "Go on with the draft" not in listed
    assert client.get(area(draft)).status_code == 403
    assert client.post(area(draft), {"safety.security": "no"}).status_code == 403
    assert client.post(concluding(draft), {"valid_until": "2027-01-01", "revision": 2}).status_code == 403
    start = reverse("audits:vendor_assessment_start", args=[product.reference])
    assert client.post(start).status_code == 403
    draft.refresh_from_db()
    assert (draft.state, draft.answers["safety.security"]["value"]) == ("draft", "certified")
    assert VendorAssessment.objects.count() == 1


def test_an_outsider_finds_nothing(client, product, draft, outsider, now):
    client.force_login(outsider)

    for url in (
        draft.get_absolute_url(),
        area(draft),
        concluding(draft),
        reverse("audits:vendor_assessments", args=[product.vendor.reference]),
    ):
        assert client.get(url).status_code == 404
    start = reverse("audits:vendor_assessment_start", args=[product.reference])
    assert client.post(start).status_code == 404
    assert client.post(area(draft), {"safety.security": "no"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_however_many_products_there_are(
    rows, client, unit, lawyer, now, django_assert_num_queries
):
    vendor = ProductFactory(vendor__unit=unit).vendor
    products = [ProductFactory(vendor=vendor) for _ in range(rows)]
    for product in products:
        vendor_assessments.start(product=product, by=lawyer, at=now)
    client.force_login(lawyer)

    with django_assert_num_queries(8):
        client.get(reverse("audits:vendor_assessments", args=[vendor.reference]))
