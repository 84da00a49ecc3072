"""Asking what a vendor's product is worth: a draft that is filled bit by bit, then a conclusion for good."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from audits import questionnaires
from audits.actions.drafts import Incomplete, NotDraft
from audits.models import VendorAssessment
from audits.queries.vendor_assessments import last_concluded
from audits.scoring import parse_answers, score, unanswered
from governance import trail
from governance.actions import references, revisions
from governance.actions.holding import hold
from governance.models import Product, User


class AlreadyDrafting(Exception):
    """The product has a draft under this questionnaire; `draft` is it."""

    def __init__(self, draft: VendorAssessment) -> None:
        self.draft = draft
        super().__init__(draft.reference)


class WrongKind(Exception):
    """The questionnaire is not meant for products of this kind."""


class BadEnd(Exception):
    """The day until which the conclusion shall stand has passed, or is later than `latest`."""

    def __init__(self, latest: date) -> None:
        self.latest = latest
        super().__init__(latest.isoformat())


@transaction.atomic
def start(
    *, product: Product, by: User, at: datetime, questionnaire_id: str = questionnaires.DEFAULT
) -> VendorAssessment:
    """Begin an assessment of a product, from the answers of the last concluded one where there is one.

    Raises: AlreadyDrafting; WrongKind; questionnaires.UnknownQuestionnaire.
    """
    form = questionnaires.load(questionnaire_id)
    if product.kind not in form.kinds:
        raise WrongKind(product.get_kind_display())
    hold(product)
    drafts = VendorAssessment.objects.filter(product=product, questionnaire=form.id)
    if draft := drafts.filter(state=VendorAssessment.State.DRAFT).first():
        raise AlreadyDrafting(draft)
    last = last_concluded(product, form.id)
    assessment = VendorAssessment.objects.create(
        reference=references.allot("VA"),
        product=product,
        questionnaire=form.id,
        answers=last.answers if last else {},
        created_at=at,
        created_by=by,
    )
    told = {"product": product.reference, "questionnaire": form.id, "from": last.reference if last else None}
    _record(assessment, "started", by=by, at=at, after=told)
    return assessment


@transaction.atomic
def answer(*, assessment: VendorAssessment, answers: Mapping[str, Any], by: User, at: datetime) -> None:
    """Store answers beside those given before; nothing is written when nothing changed.

    Shape: `{question: {"value": option id or None, "note": text}}`.
    Raises: NotDraft; audits.scoring.AnswerErrors, one message per question, and then nothing is stored.
    """
    row = _locked_draft(assessment)
    said = parse_answers(answers, questionnaires.load(row.questionnaire))
    new = {name: one.as_json() for name, one in said.items() if row.answers.get(name) != one.as_json()}
    if new:
        # With its note: the row keeps only the newest, and what was said before must stay readable.
        before = {name: row.answers[name] for name in new if name in row.answers}
        revisions.save(row, changes={"answers": {**row.answers, **new}})
        _record(row, "answered", by=by, at=at, before=before, after=new)
    assessment.answers, assessment.revision = row.answers, row.revision


@transaction.atomic
def conclude(
    *, assessment: VendorAssessment, summary: str, by: User, at: datetime, valid_until: date | None = None
) -> None:
    """Score the answers and close the assessment for good.

    Raises: NotDraft; Incomplete; BadEnd; revisions.Stale, when answers changed since they were read.
    """
    draft = _locked_draft(assessment)
    form = questionnaires.load(draft.questionnaire)
    answers = parse_answers(draft.answers, form)
    if missing := unanswered(answers, form):
        raise Incomplete(missing)
    result = score(form, answers)
    latest = months_later(at.date(), form.months[result.word])
    end = valid_until or latest
    if not at.date() < end <= latest:
        raise BadEnd(latest)
    changes = {
        "state": VendorAssessment.State.CONCLUDED,
        "score": result.as_json(),
        "summary": summary.strip(),
        "valid_until": end,
        "concluded_at": at,
        "concluded_by": by,
    }
    revisions.save(assessment, changes=changes)
    told = {
        "state": "concluded",
        "word": result.word.value,
        "score": result.score,
        "areas": {area.id: area.word.value for area in result.areas},
        "valid_until": end.isoformat(),
    }
    _record(draft, "concluded", by=by, at=at, before={"state": "draft"}, after=told)


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _locked_draft(assessment: VendorAssessment) -> VendorAssessment:
    rows = VendorAssessment.objects.select_for_update(of=("self",), no_key=True).select_related(
        "product__vendor__unit"
    )
    row = rows.get(pk=assessment.pk)
    if row.state != VendorAssessment.State.DRAFT:
        raise NotDraft(row.reference)
    return row


def _record(
    row: VendorAssessment,
    what: str,
    *,
    by: User,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any],
) -> None:
    trail.record(
        at=at,
        by=by,
        verb=f"vendor_assessment.{what}",
        subject=row.reference,
        unit=row.product.vendor.unit,
        before=before,
        after=after,
    )
