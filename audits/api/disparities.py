"""Disparities: list them, accept one for a reason, give one to somebody."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import django_filters
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from audits.actions import disparities
from audits.fairness import Verdict
from audits.models import Disparity
from audits.queries.disparities import in_order
from governance.api.assigning import AssignIn
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word, colleague
from governance.api.filters import DayFilter
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.permissions import Permission, fetch

NOT_ACCEPTED: Refusals = {
    disparities.NotOpen: Refusal(HTTPStatus.CONFLICT, "not_open", "This disparity is not open any more."),
    disparities.FoundSince: Refusal(
        HTTPStatus.CONFLICT, "found_since", "A later run has found it since; read its verdict first.", "run"
    ),
    disparities.NoDay: Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY, "no_day", "Name a day from today on, within three years.", "until"
    ),
}


class AcceptIn(In):
    """Why a disparity is accepted, and until when."""

    reason = Text(max_length=5000, help_text="What explains it, what was weighed, what is done meanwhile.")
    until = serializers.DateField(
        help_text="The day after, it is open again; a graver verdict opens it at once."
    )
    run = serializers.CharField(
        required=False,
        max_length=20,
        source="seen",
        help_text="The run whose verdict you read, its `latest_run`; refused when a later one has found it since.",
    )


class DisparityOut(Out):
    """What runs of a plan found of one measure in one division of the people."""

    reference = serializers.CharField()
    system = serializers.CharField(source="plan__system__reference")
    plan = serializers.CharField(source="plan__reference")
    measure = serializers.CharField()
    by = serializers.ListField(child=serializers.CharField(), source="grouping")
    verdict = Word(Verdict, help_text="Of the last run that found it.")
    sentence = serializers.CharField()
    first_run = serializers.CharField(source="first_run__reference")
    latest_run = serializers.CharField(
        source="latest_run__reference", help_text="The last run that found it."
    )
    state = Word(Disparity.State)
    opened_at = serializers.DateTimeField()
    due_date = serializers.DateField()
    owner = serializers.CharField(source="owner__email")
    accepted_by = serializers.CharField(source="accepted_by__email", allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    accepted_reason = serializers.CharField(allow_blank=True)
    accepted_until = serializers.DateField(allow_null=True)
    closed_run = serializers.CharField(source="closed_run__reference", allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return one row with its columns as a list."""
        told = super().shown(row)
        return told | {"by": json.loads(told["by"])}


class DisparityFilter(django_filters.FilterSet):
    """How the list of disparities is narrowed."""

    system = django_filters.CharFilter("plan__system__reference", "exact", label="Reference of a system.")
    plan = django_filters.CharFilter("plan__reference", "exact", label="Reference of a plan.")
    state = django_filters.MultipleChoiceFilter(choices=Disparity.State.choices)
    owner = django_filters.CharFilter("owner__email", "iexact", label="Address of the owner.")
    due_until = DayFilter("due_date", "lte", label="To be settled on this day or before.")


class Disparities(Face):
    """The disparities of the systems that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Disparity.objects.all()
    filterset_class = DisparityFilter

    @operation("disparities_list", "Disparities, open ones first", gives=DisparityOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(DisparityOut, in_order(self.get_queryset()))

    @operation("disparities_retrieve", "One disparity", gives=DisparityOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return _shown(fetch(Disparity.objects.all(), request.user, Permission.READ, reference=reference))

    @operation(
        "disparities_accept", "Accept a disparity for a reason until a day",
        takes=AcceptIn, gives=DisparityOut, refuses=[404, 409],
    )  # fmt: skip
    def accept(self, request: ApiRequest, reference: str) -> Response:
        disparity = _theirs(request, reference, Permission.RULE_ON_FAIRNESS)
        values = AcceptIn.read(request)
        with refusals(NOT_ACCEPTED):
            disparities.accept(disparity=disparity, **values, by=request.user, at=timezone.now())
        return _shown(disparity)

    @operation(
        "disparities_assign", "Give a disparity to somebody",
        takes=AssignIn, gives=DisparityOut, refuses=[404],
    )  # fmt: skip
    def assign(self, request: ApiRequest, reference: str) -> Response:
        disparity = _theirs(request, reference, Permission.MEASURE)
        owner = colleague(AssignIn.read(request)["owner"], disparity.plan.system.unit)
        disparities.assign(disparity=disparity, owner=owner, by=request.user, at=timezone.now())
        return _shown(disparity)


def _theirs(request: ApiRequest, reference: str, permission: Permission) -> Disparity:
    rows = Disparity.objects.select_related("plan__system__unit")
    return fetch(rows, request.user, permission, reference=reference)


def _shown(disparity: Disparity) -> Response:
    return Response(DisparityOut.one(Disparity.objects.all(), pk=disparity.pk))
