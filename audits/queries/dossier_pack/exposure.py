"""What a unit is exposed to: disparities that are not closed, and the products it relies on."""

from collections.abc import Iterable
from uuid import UUID

from audits.models import Disparity, VendorAssessment
from audits.packs.portfolio import PortfolioDisparity, PortfolioVendor
from governance.models import Component, Product, Unit


def disparities_in(unit: Unit) -> tuple[PortfolioDisparity, ...]:
    """Return the disparities of a unit's systems that no later run has closed, the earliest day first. One query."""
    rows = Disparity.objects.filter(plan__system__unit__path__startswith=unit.path)
    unclosed = rows.exclude(state=Disparity.State.CLOSED).select_related(
        "plan__system", "latest_run", "owner", "accepted_by"
    )
    bare = unclosed.defer("latest_run__cells", "latest_run__result")
    return tuple(map(_disparity, bare.order_by("due_date", "reference")))


def _disparity(row: Disparity) -> PortfolioDisparity:
    accepted = row.state == Disparity.State.ACCEPTED
    return PortfolioDisparity(
        reference=row.reference,
        system=row.plan.system.reference,
        name=row.plan.system.name,
        plan=f"{row.plan.reference} {row.plan.name}",
        measure=row.measure,
        by=row.by,
        verdict=row.verdict,
        label=row.verdict_label,
        sentence=row.sentence,
        run=row.latest_run.reference,
        owner=row.owner.name,
        due=row.due_date.isoformat(),
        accepted_by=row.accepted_by.name if accepted and row.accepted_by else "",
        accepted_until=row.accepted_until.isoformat() if accepted and row.accepted_until else "",
        accepted_reason=row.accepted_reason if accepted else "",
    )


def vendors_in(unit: Unit) -> tuple[PortfolioVendor, ...]:
    """Return the products of a unit's vendors with the newest conclusion about each, the first to expire first.

    Cost: three queries.
    """
    products = Product.objects.filter(vendor__unit__path__startswith=unit.path).select_related("vendor__unit")
    newest, used = _newest(unit), _used(unit)
    found = (_vendor(one, newest.get(one.pk), used.get(one.pk, ())) for one in products.order_by("reference"))
    return tuple(sorted(found, key=lambda one: one.valid_until))


def _newest(unit: Unit) -> dict[UUID, VendorAssessment]:
    rows = VendorAssessment.objects.filter(
        state=VendorAssessment.State.CONCLUDED, product__vendor__unit__path__startswith=unit.path
    )
    return {row.product_id: row for row in rows.order_by("concluded_at", "pk")}


def _used(unit: Unit) -> dict[UUID, tuple[str, ...]]:
    """Return which systems of the unit and below use each product."""
    rows = Component.objects.filter(version__system__unit__path__startswith=unit.path)
    pairs: Iterable[tuple[UUID, str]] = rows.values_list("product_id", "version__system__reference")
    used: dict[UUID, set[str]] = {}
    for product, system in pairs:
        used.setdefault(product, set()).add(system)
    return {product: tuple(sorted(systems)) for product, systems in used.items()}


def _vendor(product: Product, row: VendorAssessment | None, systems: tuple[str, ...]) -> PortfolioVendor:
    return PortfolioVendor(
        product=product.reference,
        name=product.name,
        vendor=product.vendor.name,
        unit=product.vendor.unit.name,
        assessment=row.reference if row else "",
        word=row.word if row else "",
        label=row.word_label if row else "",
        valid_until=row.valid_until.isoformat() if row and row.valid_until else "",
        systems=systems,
    )
