"""Keeping vendors and what they supply."""

from datetime import datetime

from django.db import transaction

from governance import trail
from governance.actions import references, revisions
from governance.actions.holding import hold
from governance.models import Product, Unit, User, Vendor


class NameTaken(Exception):
    """The vendor has a product of this name."""


@transaction.atomic
def register(
    *, name: str, country: str, website: str, contact: str, unit: Unit, by: User, at: datetime
) -> Vendor:
    """Put a new vendor into the register."""
    vendor = Vendor.objects.create(
        reference=references.allot("VEN"),
        name=name,
        country=country,
        website=website,
        contact=contact,
        unit=unit,
        created_at=at,
    )
    trail.record(
        at=at, by=by, verb="vendor.registered", subject=vendor.reference, unit=unit,
        after={"name": name, "country": country, "website": website},
    )  # fmt: skip
    return vendor


@transaction.atomic
def edit(
    *, vendor: Vendor, name: str, country: str, website: str, contact: str, unit: Unit, by: User, at: datetime
) -> None:
    """Change what the register says of a vendor; nothing is written when nothing changed.

    A vendor that moves leaves an entry in both units: whoever watches the one it left must see it go.
    Raises: revisions.Stale.
    """
    wanted = {"name": name, "country": country, "website": website, "contact": contact, "unit": unit}
    changes = {field: value for field, value in wanted.items() if getattr(vendor, field) != value}
    if not changes:
        return
    before = {field: _told(field, getattr(vendor, field)) for field in changes}
    after = {field: _told(field, value) for field, value in changes.items()}
    units = dict.fromkeys((vendor.unit, unit))
    revisions.save(vendor, changes=changes)
    trail.record_all(
        at=at, by=by, verb="vendor.edited",
        told=[trail.Told(vendor.reference, where, before, after) for where in units],
    )  # fmt: skip


@transaction.atomic
def add_product(
    *, vendor: Vendor, name: str, kind: Product.Kind, description: str, by: User, at: datetime
) -> Product:
    """Add something that a vendor supplies.

    Raises: NameTaken.
    """
    hold(vendor)
    if vendor.products.filter(name=name).exists():
        raise NameTaken(name)
    product = Product.objects.create(
        reference=references.allot("PRO"),
        vendor=vendor,
        name=name,
        kind=kind,
        description=description,
        created_at=at,
    )
    trail.record(
        at=at, by=by, verb="product.added", subject=product.reference, unit=vendor.unit,
        after={"vendor": vendor.reference, "name": name, "kind": kind},
    )  # fmt: skip
    return product


@transaction.atomic
def edit_product(
    *, product: Product, name: str, kind: Product.Kind, description: str, by: User, at: datetime
) -> None:
    """Change what the register says of a product; nothing is written when nothing changed.

    Raises: NameTaken, revisions.Stale.
    """
    wanted = {"name": name, "kind": kind, "description": description}
    changes = {field: value for field, value in wanted.items() if getattr(product, field) != value}
    if not changes:
        return
    hold(product.vendor)
    if product.vendor.products.filter(name=name).exclude(pk=product.pk).exists():
        raise NameTaken(name)
    before = {field: getattr(product, field) for field in changes}
    revisions.save(product, changes=changes)
    trail.record(
        at=at, by=by, verb="product.edited", subject=product.reference, unit=product.vendor.unit,
        before=before, after=changes,
    )  # fmt: skip


def _told(field: str, value: object) -> object:
    """Return what the trail may say of a field: a contact's address is personal and stays out."""
    if field == "contact":
        return "(an address)" if value else ""
    return value.path if isinstance(value, Unit) else value
