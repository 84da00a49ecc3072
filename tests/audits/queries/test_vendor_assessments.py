"""Vendor assessments as lists and dossiers read them."""

import json

import pytest

from audits import questionnaires
from audits.actions import vendor_assessments
from audits.queries.vendor_assessments import as_json, of_vendor, standing, whole
from tests.factories import ComponentFactory, ProductFactory, VendorFactory, VersionFactory

FORM = questionnaires.load()
BEST = {
    name: {"value": max(question.options, key=lambda option: option.points).id, "note": ""}
    for name, question in FORM.questions.items()
}


def concluded(product, by, at, **changes: object):
    assessment = vendor_assessments.start(product=product, by=by, at=at)
    answers = BEST | {key.replace("__", "."): value for key, value in changes.items()}
    vendor_assessments.answer(assessment=assessment, answers=answers, by=by, at=at)
    vendor_assessments.conclude(assessment=assessment, summary="For the chatbot.", by=by, at=at)
    return assessment


def test_a_concluded_assessment_is_told_whole_in_plain_json(unit, lawyer, now, django_assert_num_queries):
    made = concluded(
        ProductFactory(vendor__unit=unit, vendor__name="Meuse Models", name="Meuse 3"), lawyer, now,
        safety__security={"value": None, "note": "asked on 3 May"},
        data_handling__processing_agreement={"value": "no_personal_data", "note": ""},
    )  # fmt: skip
    row = whole().get(pk=made.pk)

    with django_assert_num_queries(0):
        told = as_json(row)

    assert json.loads(json.dumps(told)) == told
    assert {key: told[key] for key in ("reference", "vendor", "product", "concluded_by", "valid_until")} == {
        "reference": made.reference,
        "vendor": "Meuse Models",
        "product": "Meuse 3",
        "concluded_by": "Ada",
        "valid_until": "2027-03-14",
    }
    assert told["questionnaire"] == {"id": FORM.id, "title": "Foundation-model provider, 2026"}
    assert told["overall"]["word"] == "adequate_with_conditions"
    assert [(area["title"], area["word"], area["score"]) for area in told["areas"]] == [
        ("Safety", "adequate_with_conditions", 87),
        ("Reliability", "adequate", 100),
        ("Data handling", "adequate", 100),
    ]
    assert told["open_questions"] == [FORM.questions["safety.security"].asks]
    answers = {answer["id"]: answer for answer in told["answers"]}
    assert len(answers) == 24
    assert answers["safety.security"]["answer"] == "Not known"
    assert answers["safety.security"]["note"] == "asked on 3 May"
    assert (answers["safety.security"]["points"], answers["safety.security"]["of"]) == (None, 4)
    assert answers["data_handling.processing_agreement"]["of"] is None


def test_standing_is_the_newest_conclusion_for_each_product_of_a_version(unit, lawyer, now):
    version = VersionFactory(system__unit=unit, system__owner=lawyer)
    first, second, unused = (ProductFactory(vendor__unit=unit, name=name) for name in "abc")
    for product in (first, second):
        ComponentFactory(version=version, product=product)
    concluded(first, lawyer, now.replace(month=3))
    newest = concluded(first, lawyer, now)
    vendor_assessments.start(product=first, by=lawyer, at=now)
    other = concluded(second, lawyer, now)
    concluded(unused, lawyer, now)

    assert standing(version) == (newest, other)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_products_of_a_vendor_cost_two_queries(rows, unit, lawyer, now, django_assert_num_queries):
    vendor = VendorFactory(unit=unit)
    for _ in range(rows):
        concluded(ProductFactory(vendor=vendor), lawyer, now)

    with django_assert_num_queries(2):
        found = of_vendor(vendor, lawyer)
        told = [row.concluded_by.name for one in found for row in one.assessments]

    assert told == ["Ada"] * rows


def test_what_somebody_may_not_see_is_not_there(unit, lawyer, outsider, now):
    product = ProductFactory(vendor__unit=unit)
    concluded(product, lawyer, now)

    assert of_vendor(product.vendor, outsider) == ()
