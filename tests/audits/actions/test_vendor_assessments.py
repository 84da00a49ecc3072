"""A vendor assessment: filled bit by bit, concluded for good, told in the trail."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from audits import questionnaires
from audits.actions import drafts, vendor_assessments
from audits.models import VendorAssessment
from audits.scoring import AnswerErrors
from governance.actions.revisions import Stale
from governance.models import TrailEntry
from tests.factories import ProductFactory

FORM = questionnaires.load()
BEST = {
    name: {"value": max(question.options, key=lambda option: option.points).id, "note": ""}
    for name, question in FORM.questions.items()
}


@pytest.fixture
def product(unit):
    return ProductFactory(vendor__unit=unit)


@pytest.fixture
def draft(product, lawyer, now):
    return vendor_assessments.start(product=product, by=lawyer, at=now)


def newest_entry():
    return TrailEntry.objects.order_by("-seq").first()


def test_starting_makes_an_empty_draft_and_tells_the_trail(product, lawyer, now):
    draft = vendor_assessments.start(product=product, by=lawyer, at=now)

    assert (draft.state, draft.answers, draft.questionnaire) == (
        "draft",
        {},
        "foundation-model-provider-2026",
    )
    entry = newest_entry()
    assert (entry.verb, entry.subject, entry.by) == (
        "vendor_assessment.started",
        draft.reference,
        str(lawyer.pk),
    )
    assert entry.unit_path == product.vendor.unit.path


def test_a_product_has_one_draft_at_a_time(product, draft, lawyer, now):
    with pytest.raises(vendor_assessments.AlreadyDrafting) as refused:
        vendor_assessments.start(product=product, by=lawyer, at=now)

    assert refused.value.draft == draft
    with pytest.raises(IntegrityError):
        VendorAssessment.objects.create(
            reference="VA-9999", product=product, questionnaire=FORM.id, created_at=now, created_by=lawyer
        )


def test_a_product_of_another_kind_is_not_asked(unit, lawyer, now):
    product = ProductFactory(vendor__unit=unit, kind="dataset")

    with pytest.raises(vendor_assessments.WrongKind):
        vendor_assessments.start(product=product, by=lawyer, at=now)


def test_answers_are_kept_beside_those_given_before(draft, lawyer, engineer, now):
    vendor_assessments.answer(
        assessment=draft,
        answers={"safety.security": {"value": "described", "note": "mail"}},
        by=lawyer,
        at=now,
    )
    vendor_assessments.answer(
        assessment=draft, answers={"safety.incidents": {"value": None, "note": ""}}, by=engineer, at=now
    )

    draft.refresh_from_db()
    assert draft.answers == {
        "safety.security": {"value": "described", "note": "mail"},
        "safety.incidents": {"value": None, "note": ""},
    }
    entry = newest_entry()
    assert (entry.verb, entry.by) == ("vendor_assessment.answered", str(engineer.pk))
    assert (entry.before, entry.after) == ({}, {"safety.incidents": {"value": None, "note": ""}})


def test_an_answer_given_anew_leaves_the_old_one_in_the_trail(draft, lawyer, now):
    said = {"value": "described", "note": "In their white paper, chapter 4"}
    for answer in (said, {"value": "certified", "note": ""}):
        vendor_assessments.answer(assessment=draft, answers={"safety.security": answer}, by=lawyer, at=now)

    assert newest_entry().before == {"safety.security": said}


def test_the_same_answer_again_writes_nothing(draft, lawyer, now):
    same = {"safety.security": {"value": "described", "note": ""}}
    vendor_assessments.answer(assessment=draft, answers=same, by=lawyer, at=now)
    entries, revision = TrailEntry.objects.count(), draft.revision

    vendor_assessments.answer(assessment=draft, answers=same, by=lawyer, at=now)

    draft.refresh_from_db()
    assert (TrailEntry.objects.count(), draft.revision) == (entries, revision)


def test_one_answer_that_does_not_fit_stores_none(draft, lawyer, now):
    answers = {"safety.security": {"value": "sure"}, "safety.incidents": {"value": "no"}}

    with pytest.raises(AnswerErrors):
        vendor_assessments.answer(assessment=draft, answers=answers, by=lawyer, at=now)

    draft.refresh_from_db()
    assert draft.answers == {}


def test_a_draft_with_open_questions_cannot_be_concluded(draft, lawyer, now):
    vendor_assessments.answer(
        assessment=draft, answers={key: BEST[key] for key in list(BEST)[:-1]}, by=lawyer, at=now
    )

    with pytest.raises(drafts.Incomplete) as refused:
        vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)

    assert refused.value.missing == (list(BEST)[-1],)


def test_concluding_freezes_score_validity_and_person(draft, lawyer, now):
    vendor_assessments.answer(assessment=draft, answers=BEST, by=lawyer, at=now)

    vendor_assessments.conclude(assessment=draft, summary=" Fit for our chatbot. ", by=lawyer, at=now)

    draft.refresh_from_db()
    assert draft.state == "concluded"
    assert draft.score["overall"]["word"] == "adequate"
    assert draft.summary == "Fit for our chatbot."
    assert draft.valid_until == date(2027, 9, 14)
    assert (draft.concluded_at, draft.concluded_by) == (now, lawyer)
    entry = newest_entry()
    assert entry.verb == "vendor_assessment.concluded"
    assert entry.after["word"] == "adequate"
    assert entry.after["valid_until"] == "2027-09-14"


def test_conditions_make_a_conclusion_stand_for_six_months_only(draft, lawyer, now):
    answers = BEST | {"safety.security": {"value": None, "note": ""}}
    vendor_assessments.answer(assessment=draft, answers=answers, by=lawyer, at=now)

    vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)

    assert draft.score["overall"]["word"] == "adequate_with_conditions"
    assert draft.valid_until == date(2027, 3, 14)


@pytest.mark.parametrize("end", [date(2026, 9, 14), date(2027, 9, 15)])
def test_a_conclusion_ends_after_today_and_not_later_than_its_word_allows(draft, lawyer, now, end):
    vendor_assessments.answer(assessment=draft, answers=BEST, by=lawyer, at=now)

    with pytest.raises(vendor_assessments.BadEnd) as refused:
        vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now, valid_until=end)

    assert refused.value.latest == date(2027, 9, 14)


def test_nothing_about_a_concluded_assessment_can_be_changed(draft, lawyer, now):
    vendor_assessments.answer(assessment=draft, answers=BEST, by=lawyer, at=now)
    vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)

    with pytest.raises(drafts.NotDraft):
        vendor_assessments.answer(
            assessment=draft, answers={"safety.security": {"value": "no"}}, by=lawyer, at=now
        )
    with pytest.raises(drafts.NotDraft):
        vendor_assessments.conclude(assessment=draft, summary="Better.", by=lawyer, at=now)


def test_answers_that_changed_meanwhile_are_not_concluded_unseen(draft, lawyer, engineer, now):
    vendor_assessments.answer(assessment=draft, answers=BEST, by=lawyer, at=now)
    seen = VendorAssessment.objects.get(pk=draft.pk)
    vendor_assessments.answer(
        assessment=draft, answers={"safety.security": {"value": "no", "note": ""}}, by=engineer, at=now
    )

    with pytest.raises(Stale):
        vendor_assessments.conclude(assessment=seen, summary="", by=lawyer, at=now)

    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_new_assessment_starts_from_the_last_concluded_one(product, draft, lawyer, now):
    vendor_assessments.answer(assessment=draft, answers=BEST, by=lawyer, at=now)
    vendor_assessments.conclude(assessment=draft, summary="", by=lawyer, at=now)

    again = vendor_assessments.start(product=product, by=lawyer, at=now + timedelta(days=200))

    assert again.answers == BEST
    assert (again.state, again.score) == ("draft", None)
    assert newest_entry().after["from"] == draft.reference


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 20), 12, date(2027, 11, 20)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_as_people_count_them(day, months, later):
    assert vendor_assessments.months_later(day, months) == later
