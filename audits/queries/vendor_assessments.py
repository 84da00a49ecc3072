"""Vendor assessments as lists, pages and dossiers need them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from audits import questionnaires
from audits.models import VendorAssessment
from audits.scoring import Questionnaire, Word, parse_answers
from governance.models import Product, ScopedQuerySet, SystemVersion, User, Vendor

NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class Assessed:
    """A product with its assessments, newest first."""

    product: Product
    assessments: tuple[VendorAssessment, ...]

    @property
    def draft(self) -> VendorAssessment | None:
        return next((row for row in self.assessments if row.state == VendorAssessment.State.DRAFT), None)


def last_concluded(product: Product, questionnaire_id: str) -> VendorAssessment | None:
    """Return the newest conclusion about a product under one questionnaire, or nothing. One query."""
    rows = VendorAssessment.objects.filter(
        product=product, questionnaire=questionnaire_id, state=VendorAssessment.State.CONCLUDED
    )
    return rows.order_by("-concluded_at", "-pk").first()


def whole() -> ScopedQuerySet[VendorAssessment]:
    """Return assessments with everything a page says about them. No query until it is read."""
    return VendorAssessment.objects.select_related("product__vendor__unit", "created_by", "concluded_by")


def of_vendor(vendor: Vendor, user: User) -> tuple[Assessed, ...]:
    """Return what a vendor supplies, each product with the assessments this person may see. Two queries."""
    seen = VendorAssessment.objects.visible_to(user).select_related("concluded_by", "created_by")
    rows = Prefetch("assessments", queryset=seen.order_by("-created_at", "-pk"))
    products = Product.objects.visible_to(user).filter(vendor=vendor).prefetch_related(rows)
    named = products.order_by("name", "pk")
    return tuple(Assessed(product, tuple(product.assessments.all())) for product in named)


def standing(version: SystemVersion) -> tuple[VendorAssessment, ...]:
    """Return the newest conclusion about each product that a version is built with.

    Cost: one query, whatever the number of products. One past its day is returned too, and says so.
    """
    rows = (
        whole()
        .filter(product__used_in__version=version, state=VendorAssessment.State.CONCLUDED)
        .order_by("product__name", "product_id", "-concluded_at", "-pk")
    )
    newest: dict[object, VendorAssessment] = {}
    for row in rows:
        newest.setdefault(row.product_id, row)
    return tuple(newest.values())


def as_json(assessment: VendorAssessment) -> dict[str, Any]:
    """Return a concluded assessment as dossiers and programs read it: complete, in plain JSON values.

    Cost: none for a row from `whole` or `standing`.
    """
    form, told = questionnaires.load(assessment.questionnaire), assessment.score or {}
    concluded_at, end, by = assessment.concluded_at, assessment.valid_until, assessment.concluded_by
    return {
        "reference": assessment.reference,
        "vendor": assessment.product.vendor.name,
        "product": assessment.product.name,
        "questionnaire": {"id": form.id, "title": form.title},
        "areas": [_area(area) for area in told["areas"]],
        "overall": {**told["overall"], "label": Word(told["overall"]["word"]).label},
        "open_questions": [form.questions[name].asks for name in told["open_questions"]],
        "answers": list(_answers(assessment.answers, form)),
        "summary": assessment.summary,
        "concluded_at": concluded_at.isoformat() if concluded_at else None,
        "concluded_by": by.name if by else None,
        "valid_until": end.isoformat() if end else None,
    }


def _area(told: Mapping[str, Any]) -> dict[str, Any]:
    reasons = [reason["says"] for reason in told["reasons"]]
    kept = {key: told[key] for key in ("id", "title", "word", "score", "explained")}
    return {**kept, "label": Word(told["word"]).label, "reasons": reasons}


def _answers(raw: Mapping[str, Any], form: Questionnaire) -> Iterable[dict[str, Any]]:
    titles = {area.id: area.title for area in form.areas}
    for name, said in parse_answers(raw, form).items():
        question = form.questions[name]
        option = question.option(said.value) if said.value is not None else None
        yield {
            "id": name,
            "area": titles[question.area],
            "question": question.asks,
            "provision": question.provision.as_json() if question.provision else None,
            "answer": option.label if option else NOT_KNOWN,
            "note": said.note,
            "points": option.points if option and option.counts else None,
            "of": question.worth if option is None or option.counts else None,
            "reason": option.reason if option else f"{NOT_KNOWN}: earns nothing.",
        }
