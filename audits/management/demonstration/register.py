"""Vendors and systems of the demonstration: registered, answered for, judged."""

from datetime import datetime
from typing import Any

from audits.management.demonstration.material import flat, read
from governance.actions import systems, vendors
from governance.models import AISystem, Product, SystemVersion, Unit, User, Vendor
from governance.vocabulary import Lifecycle, OperatorRole
from risk.actions import answers, positions
from risk.actions.answers import Statement
from risk.models import Classification


def keep_vendors(*, root: Unit, by: User, at: datetime) -> list[Product]:
    """Return the vendors' products, registered at the first run."""
    return [
        _product(_vendor(told, root=root, by=by, at=at), product, by=by, at=at)
        for told in read("vendors")["vendor"]
        for product in told["product"]
    ]


def _vendor(told: dict[str, Any], *, root: Unit, by: User, at: datetime) -> Vendor:
    known = Vendor.objects.filter(name=told["name"]).first()
    return known or vendors.register(
        name=told["name"],
        country=told["country"],
        website=told["website"],
        contact=told["contact"],
        unit=root,
        by=by,
        at=at,
    )


def _product(vendor: Vendor, told: dict[str, Any], *, by: User, at: datetime) -> Product:
    known = vendor.products.filter(name=told["name"]).first()
    return known or vendors.add_product(
        vendor=vendor,
        name=told["name"],
        kind=Product.Kind(told["kind"]),
        description=told["description"],
        by=by,
        at=at,
    )


def keep_system(told: dict[str, Any], *, by: User, at: datetime) -> SystemVersion:
    """Return the newest version of a system, registered with its components at the first run."""
    system = AISystem.objects.filter(external_id=told["external_id"]).first() or systems.register(
        external_id=told["external_id"],
        name=told["name"],
        purpose=told["purpose"].strip(),
        operator_roles=[OperatorRole(role) for role in told["operator_roles"]],
        unit=Unit.objects.get(name=told["unit"]),
        owner=by,
        lifecycle=Lifecycle(told["lifecycle"]),
        version_label=told["version"],
        placed_on_market_date=told.get("placed_on_market"),
        by=by,
        at=at,
    )
    version = system.versions.select_related("system__unit").latest("number")
    for used in told.get("uses", []):
        product = Product.objects.get(name=used["product"])
        systems.add_component(version=version, product=product, use=used["for"], by=by, at=at)
    return version


def judge(version: SystemVersion, told: dict[str, Any], *, by: User, at: datetime) -> Classification:
    """Give the answers that are known and return what follows from them."""
    said = {fact: Statement(value) for fact, value in flat(told.get("answers", {}))}
    return answers.state(version=version, statements=said, by=by, at=at)


def confirm(finding: Classification, told: dict[str, Any], *, by: User, at: datetime) -> None:
    """Let the lawyer stand behind a finding where the demonstration says so, once."""
    if "confirmed" in told and not finding.positions.exists():
        positions.confirm(classification=finding, reasons=told["confirmed"], by=by, at=at)
