"""A lawyer's word on a finding, over REST."""

from http import HTTPStatus
from uuid import UUID

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.api.versions import version_of
from governance.models import SystemVersion
from governance.permissions import Permission
from governance.vocabulary import Tier
from risk.actions import positions
from risk.models import Classification, Position
from risk.queries.classifications import chosen

REPLACED: Refusals = {
    positions.Superseded: Refusal(
        HTTPStatus.CONFLICT, "superseded", "Another finding stands meanwhile: read it first.", field="finding"
    )
}


class ConfirmIn(In):
    """Which finding is right, and why."""

    finding = serializers.UUIDField(help_text="`id` of the finding that was read.")
    reasons = Text(max_length=5000)


class ContestIn(ConfirmIn):
    """Which finding is wrong, why, and what is held instead."""

    tier = Word(Tier, required=False)
    provision = Text(max_length=200, allow_blank=True, required=False, help_text="Such as Art. 6(3)(a).")


class PositionOut(Out):
    """What one lawyer holds of one finding."""

    id = serializers.UUIDField()
    finding = serializers.UUIDField(source="classification_id")
    stance = Word(Position.Stance)
    reasons = serializers.CharField()
    tier = serializers.CharField(allow_blank=True, help_text="The tier held to be right instead.")
    provision = serializers.CharField(allow_blank=True)
    by = serializers.CharField(source="by__email")
    at = serializers.DateTimeField()


class Positions(Face):
    """Positions on the findings of a system, newest first."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.RULE_ON_FINDINGS)]
    queryset = Position.objects.all()

    @operation(
        "findings_positions", "What lawyers held of the findings of a version, newest first",
        gives=PositionOut(many=True), refuses=[404],
    )  # fmt: skip
    def list(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.READ)
        rows = self.get_queryset().filter(classification__version=version)
        return self.page(PositionOut, rows.order_by("-at", "-pk"))

    @operation(
        "findings_confirm", "Confirm a finding, with reasons",
        takes=ConfirmIn, gives={201: PositionOut}, refuses=[404, 409],
    )  # fmt: skip
    def confirm(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.RULE_ON_FINDINGS)
        body = ConfirmIn.read(request)
        read = _read(version, body.pop("finding"))
        with refusals(REPLACED):
            made = positions.confirm(classification=read, **body, by=request.user, at=timezone.now())
        return _made(made)

    @operation(
        "findings_contest", "Contest a finding, with reasons; both are kept",
        takes=ContestIn, gives={201: PositionOut}, refuses=[404, 409],
    )  # fmt: skip
    def contest(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.RULE_ON_FINDINGS)
        body = {"tier": None, "provision": "", **ContestIn.read(request)}
        read = _read(version, body.pop("finding"))
        with refusals(REPLACED):
            made = positions.contest(classification=read, **body, by=request.user, at=timezone.now())
        return _made(made)


def _read(version: SystemVersion, pk: UUID) -> Classification:
    read = chosen(version, str(pk))
    if read is None:
        told = ErrorDetail("This version has no such finding.", code="no_finding")
        raise ValidationError({"finding": [told]})
    read.version = version
    return read


def _made(made: Position) -> Response:
    return Response(PositionOut.one(Position.objects.all(), pk=made.pk), status=HTTPStatus.CREATED)
