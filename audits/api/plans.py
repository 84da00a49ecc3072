"""Fairness plans: what is measured of a system, against which thresholds, and why those."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers
from rest_framework.response import Response

from audits.actions import plans
from audits.api.specs import SpecField
from audits.fairness import Spec
from audits.models import Plan
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Address, Text, colleague
from governance.api.openapi import ETAG, IF_MATCH, operation
from governance.api.permissions import api_needs
from governance.api.preconditions import STALE_MEANWHILE, check_match, tagged
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.models import AISystem
from governance.permissions import Permission, fetch

TAKEN: Refusals = {
    plans.NameTaken: Refusal(
        HTTPStatus.CONFLICT, "name_taken", "This system has a plan of that name.", "name"
    ),
    plans.NoSuchColumn: Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY, "no_column", "The plan reads no such column.", "special_columns"
    ),
}
EXAMPLE = OpenApiExample(
    "recidivism scores by race",
    request_only=True,
    value={
        "name": "False positives by race",
        "spec": {"outcome": "two_year_recid", "prediction": "high_risk", "by": ["race"], "favourable": "0"},
        "thresholds_reason": "Four fifths, as agreed with the works council on 3 March 2026.",
        "legal_basis": "Art. 4a of the AI Act with Art. 9(2)(g) GDPR.",
    },
)


class PlanIn(In):
    """A new plan."""

    name = Text(max_length=200)
    spec = SpecField(help_text="Columns, favourable value, thresholds, seed: see docs/fairness.md.")
    thresholds_reason = Text(max_length=5000, help_text="Why these thresholds; whoever sets them says so.")
    legal_basis = Text(max_length=5000, allow_blank=True, required=False)
    keep_rows_until = serializers.DateField(
        allow_null=True, required=False, help_text="Left out: rows are deleted once they are counted."
    )
    special_columns = serializers.ListField(
        child=Text(max_length=200), required=False,
        help_text="Columns with special categories of personal data (Art. 9 GDPR): no run without a legal basis.",
    )  # fmt: skip
    regression_tolerance = serializers.FloatField(
        min_value=0, max_value=1, required=False,
        help_text="How much worse than the approved run is still no regression; 0.05 when left out.",
    )  # fmt: skip
    days_to_settle = serializers.IntegerField(
        min_value=1, max_value=3650, required=False,
        help_text="How many days a disparity may stay open; 30 when left out.",
    )  # fmt: skip


class PlanEdit(PlanIn):
    """What may be changed of a plan; leave out what stays. Runs keep the form they were requested under."""

    owner = Address(max_length=254, required=False)


class PlanOut(Out):
    """One plan."""

    reference = serializers.CharField()
    system = serializers.CharField(source="system__reference")
    name = serializers.CharField()
    spec = serializers.DictField()
    thresholds_set_by = serializers.CharField(source="thresholds_set_by__email")
    thresholds_reason = serializers.CharField()
    legal_basis = serializers.CharField(allow_blank=True)
    keep_rows_until = serializers.DateField(allow_null=True)
    special_columns = serializers.ListField(child=serializers.CharField())
    source = serializers.CharField(  # type: ignore[assignment] # DRF keeps its own `source` elsewhere
        allow_blank=True, help_text="Empty: logs are imported."
    )
    table = serializers.CharField(allow_blank=True)
    regression_tolerance = serializers.FloatField()
    days_to_settle = serializers.IntegerField()
    owner = serializers.CharField(source="owner__email")
    created_at = serializers.DateTimeField()
    revision = serializers.IntegerField()


class PlanFilter(django_filters.FilterSet):
    """How the list of plans is narrowed."""

    system = django_filters.CharFilter("system__reference", "exact", label="Reference of a system.")
    q = django_filters.CharFilter("name", "icontains", label="Words in the name.")


class Plans(Face):
    """The plans of the systems that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Plan.objects.all()
    filterset_class = PlanFilter

    @operation("plans_list", "Fairness plans, oldest first", gives=PlanOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(PlanOut, self.get_queryset().order_by("pk"))

    @operation(
        "plans_create", "Plan what is measured of a system",
        takes=PlanIn, gives={201: PlanOut}, refuses=[404, 409], parameters=[ETAG], examples=[EXAMPLE],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        rows = AISystem.objects.select_related("unit")
        system = fetch(rows, request.user, Permission.MEASURE, reference=reference)
        values = {"legal_basis": "", "keep_rows_until": None, **PlanIn.read(request)}
        with refusals(TAKEN):
            plan = plans.create(system=system, **values, by=request.user, at=timezone.now())
        return tagged(_shown(plan), status=HTTPStatus.CREATED)

    @operation("plans_retrieve", "One plan", gives=PlanOut, refuses=[404], parameters=[ETAG])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return tagged(_shown(fetch(Plan.objects.all(), request.user, Permission.READ, reference=reference)))

    @operation(
        "plans_update", "Change a plan",
        takes=PlanEdit, gives=PlanOut, refuses=[404, 409, 412, 428], parameters=[IF_MATCH, ETAG],
    )  # fmt: skip
    def partial_update(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        check_match(request, plan.revision)
        wanted = _edited(plan, PlanEdit.read(request, partial=True))
        with refusals({**TAKEN, **STALE_MEANWHILE}):
            plans.edit(plan=plan, **wanted, by=request.user, at=timezone.now())
        return tagged(_shown(plan))


def plan_of(request: ApiRequest, reference: str, permission: Permission) -> Plan:
    """Return a plan that the caller may see and act on, with its system, unit and owner.

    Cost: one query to read, two to act.
    Raises: Http404, PermissionDenied.
    """
    rows = Plan.objects.select_related("system__unit", "owner")
    return fetch(rows, request.user, permission, reference=reference)


def _shown(plan: Plan) -> dict[str, Any]:
    return PlanOut.one(Plan.objects.all(), pk=plan.pk)


def _edited(plan: Plan, values: dict[str, Any]) -> dict[str, Any]:
    """Return a plan as it shall stand: what stands now, with what the body changes."""
    kept = ("name", "thresholds_reason", "legal_basis", "keep_rows_until", "owner")
    if "owner" in values:
        values["owner"] = colleague(values["owner"], plan.system.unit)
    return {name: getattr(plan, name) for name in kept} | {"spec": Spec.from_json(plan.spec)} | values
