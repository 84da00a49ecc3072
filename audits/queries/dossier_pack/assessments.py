"""What is on record about a vendor's product and one assessment of it."""

from collections.abc import Iterable
from typing import Any

from audits.models import VendorAssessment
from audits.packs import parts as said
from audits.packs.products import Product, Use
from audits.queries import vendor_assessments
from governance.models import Component


def parts_of(assessment: VendorAssessment) -> dict[str, Any]:
    """Return the parts of a pack about one assessment.

    Cost: two queries.
    """
    row = vendor_assessments.whole().get(pk=assessment.pk)
    return {"product": _product(row), "vendors": (assessed(row),)}


def _product(row: VendorAssessment) -> Product:
    product, vendor = row.product, row.product.vendor
    return Product(
        reference=product.reference,
        name=product.name,
        kind=product.get_kind_display(),
        description=product.description,
        vendor=vendor.name,
        vendor_reference=vendor.reference,
        country=vendor.country,
        website=vendor.website,
        contact=vendor.contact,
        unit=vendor.unit.name,
        uses=tuple(map(_use, _used(row))),
    )


def _used(row: VendorAssessment) -> Iterable[Component]:
    """Return the uses by systems of the vendor's unit and below: whoever reads the report sees those."""
    below = row.product.vendor.unit.path
    uses = Component.objects.filter(product=row.product, version__system__unit__path__startswith=below)
    return uses.select_related("version__system").order_by("version__system__reference", "version__number")


def _use(row: Component) -> Use:
    system = row.version.system
    return Use(
        system=system.reference, name=system.name, version=row.version.label, tier=system.tier, use=row.use
    )


def assessed(row: VendorAssessment) -> said.VendorAssessment:
    """Return a concluded assessment as a pack keeps it."""
    told = vendor_assessments.as_json(row)
    areas = (f"{area['title']}: {area['label'].lower()}, {area['score']} of 100." for area in told["areas"])
    return said.VendorAssessment(
        reference=told["reference"],
        vendor=told["vendor"],
        product=told["product"],
        questionnaire=told["questionnaire"]["title"],
        score=told["overall"]["score"],
        verdict=told["overall"]["label"],
        summary=told["summary"],
        reasons=(*told["overall"]["reasons"], *areas),
        answers=tuple(map(_vendor_answer, told["answers"])),
        assessed_by=told["concluded_by"] or "",
        assessed_at=told["concluded_at"] or "",
        valid_until=told["valid_until"] or "",
        word=told["overall"]["word"],
        areas=tuple(map(_area, told["areas"])),
        open_questions=tuple(told["open_questions"]),
    )


def _area(told: dict[str, Any]) -> said.VendorArea:
    return said.VendorArea(
        title=told["title"],
        word=told["word"],
        label=told["label"],
        score=told["score"],
        explained=told["explained"],
        reasons=tuple(told["reasons"]),
    )


def _vendor_answer(told: dict[str, Any]) -> said.VendorAnswer:
    return said.VendorAnswer(
        question=told["question"],
        answer=told["answer"],
        section=told["area"],
        points=told["points"],
        of=told["of"],
        reason=" ".join(filter(None, (told["reason"], told["note"]))),
        cite=(told["provision"] or {}).get("cite", ""),
    )
