"""What is owed: list it, say that it is met or is not after all, give it to somebody."""

from http import HTTPStatus
from uuid import UUID

import django_filters
from django.db.models import F
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from governance.api.assigning import AssignIn
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word, colleague
from governance.api.filters import DayFilter
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.permissions import Permission, fetch
from risk.actions import obligations
from risk.api.provisions import ProvisionOut
from risk.models import Obligation
from risk.vocabulary import ADDRESSEES

NOT_MET: Refusals = {
    obligations.NotOpen: Refusal(HTTPStatus.CONFLICT, "not_open", "This duty is not open any more."),
}
NOT_REOPENED: Refusals = {
    obligations.NotMet: Refusal(HTTPStatus.CONFLICT, "not_met", "This duty is not marked as met."),
}


class MeetIn(In):
    """What shows that a duty is met."""

    evidence = Text(max_length=5000, help_text="A document with its place, a link, a decision with its date.")


class ReopenIn(In):
    """Why a duty that was marked as met is open again."""

    reason = Text(max_length=2000, help_text="What was wrong, or what changed.")


class ObligationOut(Out):
    """One duty of one role for one system."""

    id = serializers.UUIDField()
    system = serializers.CharField(source="system__reference")
    key = serializers.CharField()
    role = serializers.CharField()
    title = serializers.CharField()
    says = serializers.CharField()
    provision = ProvisionOut()
    due_effective = serializers.DateField(
        allow_null=True, help_text="Null: it sleeps; due_note says until what."
    )
    due_literal = serializers.DateField(allow_null=True, help_text="Where the wording is read otherwise.")
    due_note = serializers.CharField(allow_blank=True)
    recurrence = serializers.CharField(allow_blank=True)
    limit = serializers.CharField(allow_blank=True)
    fine = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    expects = serializers.ListField(child=serializers.CharField(), help_text="Kinds of evidence.")
    because = serializers.ListField(child=serializers.CharField(), help_text="Rules it follows from.")
    concerns = Word(Obligation.Concerns, help_text="Only what concerns the system holds up a release.")
    edition = serializers.CharField()
    owner = serializers.CharField(source="owner__email", allow_null=True)
    state = Word(Obligation.State)
    evidence = serializers.CharField(allow_blank=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    settled_by = serializers.CharField(source="settled_by__email", allow_null=True)
    settled_reason = serializers.CharField(allow_blank=True)


class ObligationFilter(django_filters.FilterSet):
    """How the list of obligations is narrowed."""

    system = django_filters.CharFilter("system__reference", "exact", label="Reference of a system.")
    state = django_filters.MultipleChoiceFilter(choices=Obligation.State.choices)
    role = django_filters.MultipleChoiceFilter(choices=[*ADDRESSEES.items()])
    owner = django_filters.CharFilter("owner__email", "iexact", label="Address of the owner.")
    due_until = DayFilter("due_effective", "lte", label="Due on this day or before.")


class Obligations(Face):
    """The duties of the systems that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.SETTLE_OBLIGATIONS)]
    queryset = Obligation.objects.all()
    filterset_class = ObligationFilter

    @operation("obligations_list", "Duties, the earliest day first", gives=ObligationOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        by_day = F("due_effective").asc(nulls_last=True)
        return self.page(ObligationOut, self.get_queryset().order_by(by_day, "pk"))

    @operation("obligations_retrieve", "One duty", gives=ObligationOut, refuses=[404])
    def retrieve(self, request: ApiRequest, pk: UUID) -> Response:
        return _shown(fetch(Obligation.objects.all(), request.user, Permission.READ, pk=pk))

    @operation(
        "obligations_meet", "Say that a duty is met, and what shows it",
        takes=MeetIn, gives=ObligationOut, refuses=[404, 409],
    )  # fmt: skip
    def meet(self, request: ApiRequest, pk: UUID) -> Response:
        duty = self._theirs(request, pk)
        values = MeetIn.read(request)
        with refusals(NOT_MET):
            obligations.meet(obligation=duty, **values, by=request.user, at=timezone.now())
        return _shown(duty)

    @operation(
        "obligations_reopen", "Take back that a duty is met; its evidence stays",
        takes=ReopenIn, gives=ObligationOut, refuses=[404, 409],
    )  # fmt: skip
    def reopen(self, request: ApiRequest, pk: UUID) -> Response:
        duty = self._theirs(request, pk)
        values = ReopenIn.read(request)
        with refusals(NOT_REOPENED):
            obligations.reopen(obligation=duty, **values, by=request.user, at=timezone.now())
        return _shown(duty)

    @operation(
        "obligations_assign", "Give a duty to somebody", takes=AssignIn, gives=ObligationOut, refuses=[404]
    )  # fmt: skip
    def assign(self, request: ApiRequest, pk: UUID) -> Response:
        duty = self._theirs(request, pk)
        owner = colleague(AssignIn.read(request)["owner"], duty.system.unit)
        obligations.assign(obligation=duty, owner=owner, by=request.user, at=timezone.now())
        return _shown(duty)

    @staticmethod
    def _theirs(request: ApiRequest, pk: UUID) -> Obligation:
        rows = Obligation.objects.select_related("system__unit")
        return fetch(rows, request.user, Permission.SETTLE_OBLIGATIONS, pk=pk)


def _shown(duty: Obligation) -> Response:
    return Response(ObligationOut.one(Obligation.objects.all(), pk=duty.pk))
