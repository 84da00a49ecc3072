"""Vendors as lists and pages need them."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from governance.models import Component, Product, ScopedQuerySet, User, Vendor

ORDERS = {"name": "name", "reference": "reference", "country": "country", "products": "supplied"}


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; empty means anything. `order` is a key of ORDERS, with a dash when falling."""

    words: str = ""
    kind: str = ""
    order: str = "name"


def matching(user: User, wanted: Wanted) -> ScopedQuerySet[Vendor]:
    """Return the vendors this person sees that match, with their unit and `supplied`, how many products.

    Cost: one query, whatever the number of vendors.
    """
    rows = Vendor.objects.visible_to(user)
    for word in wanted.words.split():
        supplies = Q(pk__in=Product.objects.filter(name__icontains=word).values("vendor_id"))
        rows = rows.filter(Q(name__icontains=word) | Q(reference__icontains=word) | supplies)
    if wanted.kind:
        rows = rows.filter(pk__in=Product.objects.filter(kind=wanted.kind).values("vendor_id"))
    key, falling = ORDERS[wanted.order.removeprefix("-")], wanted.order.startswith("-")
    rows = rows.annotate(supplied=Count("products")).select_related("unit")
    return rows.order_by(F(key).desc() if falling else F(key).asc(), "name", "pk")


def products_of(vendor: Vendor) -> list[Product]:
    """Return what a vendor supplies, by name. One query."""
    return list(vendor.products.order_by("name", "pk"))


def uses_of(vendor: Vendor, user: User) -> list[Component]:
    """Return where this person's systems are built with a vendor's products. One query."""
    rows = Component.objects.visible_to(user).filter(product__vendor=vendor)
    return list(rows.select_related("version__system", "product").order_by("version__system__name", "pk"))
