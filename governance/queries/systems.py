"""AI systems as lists and pages need them."""

from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When

from governance.models import AISystem, Component, ScopedQuerySet, SystemVersion, Unit, User
from governance.vocabulary import Tier

_TIER_ORDER = Case(
    *(When(tier=tier.value, then=Value(place)) for place, tier in enumerate(Tier)),
    output_field=IntegerField(),
)
ORDERS = {
    "tier": "place",
    "reference": "reference",
    "name": "name",
    "unit": "unit__path",
    "lifecycle": "lifecycle",
    "judged": "tier_set_at",
}


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; empty means anything. `order` is a key of ORDERS, with a dash when falling."""

    words: str = ""
    tier: str = ""
    unit: Unit | None = None
    lifecycle: str = ""
    order: str = "tier"


def matching(user: User, wanted: Wanted) -> ScopedQuerySet[AISystem]:
    """Return the systems this person sees that match, each with unit, owner and `newest`, its newest label.

    Cost: one query, whatever the number of systems.
    """
    rows = AISystem.objects.visible_to(user)
    for word in wanted.words.split():
        rows = rows.filter(_mentions(word))
    if wanted.tier:
        rows = rows.filter(tier=wanted.tier)
    if wanted.unit:
        rows = rows.filter(unit__path__startswith=wanted.unit.path)
    if wanted.lifecycle:
        rows = rows.filter(lifecycle=wanted.lifecycle)
    labels = SystemVersion.objects.filter(system=OuterRef("pk")).order_by("-number").values("label")[:1]
    rows = rows.annotate(newest=Subquery(labels), place=_TIER_ORDER)
    return _ordered(rows, wanted.order).select_related("unit", "owner")


def versions_of(system: AISystem) -> list[SystemVersion]:
    """Return a system's versions, newest first, with what each is built from. Two queries."""
    parts = Component.objects.select_related("product__vendor").order_by("product__name", "pk")
    rows = system.versions.select_related("created_by").order_by("-number")
    return list(rows.prefetch_related(Prefetch("components", queryset=parts)))


def _mentions(word: str) -> Q:
    return (
        Q(name__icontains=word)
        | Q(reference__icontains=word)
        | Q(external_id__icontains=word)
        | Q(purpose__icontains=word)
        | Q(owner__name__icontains=word)
    )


def _ordered(rows: ScopedQuerySet[AISystem], order: str) -> ScopedQuerySet[AISystem]:
    key, falling = order.removeprefix("-"), order.startswith("-")
    field = F(ORDERS[key])
    return rows.order_by(field.desc(nulls_last=True) if falling else field.asc(nulls_last=True), "name", "pk")
