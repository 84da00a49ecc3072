"""AI systems: list, register, read, change."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from governance.actions import systems
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Address, Text, UnitPath, Word, colleague
from governance.api.openapi import ETAG, IF_MATCH, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import STALE_MEANWHILE, check_match, tagged
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.models import AISystem, SystemVersion
from governance.permissions import Permission, fetch
from governance.vocabulary import Lifecycle, OperatorRole, Tier

TAKEN: Refusals = {
    systems.AlreadyRegistered: Refusal(
        HTTPStatus.CONFLICT, "already_registered", "This external id is in the register.", field="external_id"
    )
}


class SystemEdit(In):
    """What may be changed of a system; leave out what stays."""

    name = Text(max_length=200)
    purpose = Text(max_length=5000, help_text="What it is for, in the words of those who use it.")
    operator_roles = serializers.ListField(
        child=Word(OperatorRole),
        min_length=1,
        help_text="Your roles under the Act: Art. 3(3) to (8), Art. 25(3) and (4).",
    )
    unit = UnitPath(Permission.EDIT_REGISTER, help_text="The path of the unit that keeps it, as in /units.")
    owner = Address(
        max_length=254, required=False, help_text="Address of who answers for it; you, when left out."
    )
    lifecycle = Word(Lifecycle)
    placed_on_market_date = serializers.DateField(allow_null=True, required=False)


class SystemIn(SystemEdit):
    """A new system with its first version."""

    version = Text(max_length=100, help_text="What its makers call it, such as 2.3.1.")
    external_id = Text(max_length=200, allow_null=True, required=False, help_text="Its id in your own world.")


class SystemOut(Out):
    """One system as the register has it."""

    reference = serializers.CharField()
    external_id = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    purpose = serializers.CharField()
    operator_roles = serializers.ListField(child=Word(OperatorRole))
    unit = serializers.CharField(source="unit__path")
    owner = serializers.CharField(source="owner__email")
    owner_name = serializers.CharField(source="owner__name")
    lifecycle = Word(Lifecycle)
    placed_on_market_date = serializers.DateField(allow_null=True)
    version = serializers.CharField(source="newest_label", help_text="Label of the newest version.")
    tier = Word(
        Tier, help_text="Derived from the finding; undetermined while an open question could raise it."
    )
    tier_set_at = serializers.DateTimeField(allow_null=True)
    tier_contested = serializers.BooleanField(help_text="A lawyer contests the finding behind the tier.")
    created_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class SystemFilter(django_filters.FilterSet):
    """How the list of systems is narrowed."""

    q = django_filters.CharFilter(method="words", label="Words in reference, name or purpose.")
    tier = django_filters.MultipleChoiceFilter(choices=[(t.value, t.label) for t in Tier])
    lifecycle = django_filters.MultipleChoiceFilter(choices=[(s.value, s.label) for s in Lifecycle])
    unit = django_filters.CharFilter(
        "unit__path", "startswith", label="Path of a unit; includes those below."
    )
    owner = django_filters.CharFilter("owner__email", "iexact", label="Address of the owner.")
    external_id = django_filters.CharFilter("external_id", "exact")

    def words(self, rows: QuerySet[AISystem], name: str, value: str) -> QuerySet[AISystem]:  # noqa: ARG002
        return rows.filter(
            Q(reference__iexact=value) | Q(name__icontains=value) | Q(purpose__icontains=value)
        )


class Systems(Face):
    """The register's systems."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.EDIT_REGISTER)]
    queryset = AISystem.objects.all()
    filterset_class = SystemFilter

    @operation("systems_list", "Systems you may see, oldest first", gives=SystemOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(SystemOut, with_version(self.get_queryset()).order_by("pk"))

    @operation(
        "systems_create", "Register a system",
        takes=SystemIn, gives={201: SystemOut}, refuses=[409], parameters=[ETAG],
    )  # fmt: skip
    def create(self, request: ApiRequest) -> Response:
        values = SystemIn.read(request)
        label, external_id = values.pop("version"), values.pop("external_id", None)
        with refusals(TAKEN):
            system = systems.register(
                **described(values, request), version_label=label, external_id=external_id,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
        return tagged(shown(system), status=HTTPStatus.CREATED)

    @operation("systems_retrieve", "One system", gives=SystemOut, refuses=[404], parameters=[ETAG])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return tagged(
            shown(fetch(AISystem.objects.all(), request.user, Permission.READ, reference=reference))
        )

    @operation(
        "systems_update", "Change what the register says of a system",
        takes=SystemEdit, gives=SystemOut, refuses=[404, 412, 428], parameters=[IF_MATCH, ETAG],
    )  # fmt: skip
    def partial_update(self, request: ApiRequest, reference: str) -> Response:
        rows = AISystem.objects.select_related("unit", "owner")
        system = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
        check_match(request, system.revision)
        wanted = edited(system, SystemEdit.read(request, partial=True))
        with refusals(STALE_MEANWHILE):
            systems.edit(system=system, **wanted, by=request.user, at=timezone.now())
        return tagged(shown(system))


def with_version(rows: QuerySet[AISystem]) -> QuerySet[AISystem]:
    """Add the label of each system's newest version, and whether its tier is contested, as columns."""
    newest = SystemVersion.objects.filter(system=OuterRef("pk")).order_by("-number")
    contested = Case(When(tier_contested_at__gte=F("tier_set_at"), then=True), default=False)
    return rows.annotate(newest_label=Subquery(newest.values("label")[:1]), tier_contested=contested)


def shown(system: AISystem) -> dict[str, Any]:
    """Return a system as programs see it. One query."""
    return SystemOut.one(with_version(AISystem.objects.all()), pk=system.pk)


def described(values: dict[str, Any], request: ApiRequest) -> dict[str, Any]:
    """Return a new system's description; the caller owns what nobody else is named for."""
    email = values.get("owner")
    return {
        "placed_on_market_date": None,
        **values,
        "operator_roles": sorted(set(values["operator_roles"])),
        "owner": colleague(email, values["unit"]) if email else request.user,
    }


def edited(system: AISystem, values: dict[str, Any]) -> dict[str, Any]:
    """Return a system's description as it shall stand: what stands now, with what the body changes."""
    unit = values.get("unit", system.unit)
    if values.get("owner", "").lower() == system.owner.email:
        del values["owner"]
    if "owner" in values:
        values["owner"] = colleague(values["owner"], unit)
    kept = ("name", "purpose", "operator_roles", "owner", "lifecycle", "placed_on_market_date")
    wanted = {name: getattr(system, name) for name in kept} | values | {"unit": unit}
    return wanted | {"operator_roles": sorted(set(wanted["operator_roles"]))}
