"""Findings: the one that stands, what another day or edition would say, and judging anew."""

from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from governance.api.faces import ApiRequest, Face
from governance.api.fields import Word
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In, Nothing
from governance.api.versions import version_of
from governance.models import SystemVersion
from governance.permissions import Permission
from governance.vocabulary import Tier
from risk import rulebook
from risk.actions import classifications
from risk.api.provisions import ProvisionOut
from risk.engine import FactErrors
from risk.models import Classification, Position
from risk.queries.classifications import current
from risk.queries.positions import Held, held, taken
from risk.queries.what_if import finding, is_outdated

WHAT_IF = [
    OpenApiParameter("on", date, description="Judge as on this day instead; nothing is stored."),
    OpenApiParameter(
        "edition",
        str,
        enum=list(rulebook.edition_ids()),
        description="Judge under this edition instead; nothing is stored.",
    ),
]


class OpenQuestionOut(serializers.Serializer[Any]):
    """What is not known yet, the weightiest first."""

    fact = serializers.CharField()
    question = serializers.CharField()
    could = serializers.ListField(child=Word(Tier))
    provision = ProvisionOut()
    kept = serializers.CharField(allow_blank=True, help_text="Where it is kept, when it is not asked.")


class FindingOut(serializers.Serializer[Any]):
    """A whole opinion; docs/rulebook.md tells what stands in each part."""

    tier = Word(Tier)
    at_least = Word(Tier, help_text="What already holds, whatever the open questions bring.")
    could = serializers.ListField(
        child=Word(Tier), help_text="Worse tiers that open questions could lead to."
    )
    headline = serializers.CharField()
    edition = serializers.CharField()
    on = serializers.DateField()
    findings = serializers.ListField(child=serializers.DictField())
    obligations = serializers.ListField(child=serializers.DictField())
    possible_obligations = serializers.ListField(child=serializers.CharField())
    open_questions = OpenQuestionOut(many=True)
    flips = serializers.ListField(
        child=serializers.DictField(), help_text="Single answers that change the tier."
    )
    upcoming = serializers.ListField(
        child=serializers.DictField(), help_text="Days on which the law changes."
    )
    gpai = serializers.BooleanField(allow_null=True)


class HeldOut(serializers.Serializer[Any]):
    """What a lawyer holds of it; lapsed where it speaks of an earlier finding."""

    stance = Word(Position.Stance)
    lapsed = serializers.BooleanField()
    reasons = serializers.CharField()
    tier = serializers.CharField(allow_blank=True, help_text="The tier held to be right instead.")
    provision = serializers.CharField(allow_blank=True)
    by = serializers.CharField()
    at = serializers.DateTimeField()


class OpinionOut(serializers.Serializer[Any]):
    """A finding, and whether it stands in the register or was only computed for this call."""

    id = serializers.UUIDField(allow_null=True, help_text="Null where nothing is stored.")
    stored = serializers.BooleanField()
    outdated = serializers.BooleanField(
        help_text="The register changed since, or another edition is adopted now: judge again."
    )
    judged_by = serializers.CharField(allow_null=True)
    judged_at = serializers.DateTimeField(allow_null=True)
    position = HeldOut(allow_null=True)
    finding = FindingOut()


class Otherwise(In):
    """Which day and which edition to judge by."""

    on = serializers.DateField(required=False)
    edition = serializers.ChoiceField(choices=rulebook.edition_ids(), required=False)


class Findings(Face):
    """The finding about one version."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.ANSWER_FACTS)]
    queryset = Classification.objects.all()

    @operation(
        "findings_retrieve", "The finding that stands; with `on` or `edition`, the one that would",
        gives=OpinionOut, refuses=[404, 422], parameters=WHAT_IF,
    )  # fmt: skip
    def retrieve(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.READ)
        return Response(computed(version, request) if request.query_params else stored(version))

    @operation(
        "findings_judge", "Judge again on what the register says now", gives=OpinionOut, refuses=[404, 422]
    )  # fmt: skip
    def judge(self, request: ApiRequest, reference: str, label: str) -> Response:
        version = version_of(request, reference, label, Permission.ANSWER_FACTS)
        Nothing.read(request)
        classifications.judge(version=version, by=request.user, at=timezone.now())
        return Response(stored(version))


def stored(version: SystemVersion) -> dict[str, Any]:
    """Return the finding that stands, or, where nobody has judged yet, what would be found today.

    Cost: two queries, four where nobody has judged.
    """
    row = current(version)
    if row is None:
        return _opinion(finding(version, on=timezone.now().date()).as_json())
    return {
        "id": row.pk,
        "stored": True,
        "outdated": is_outdated(row, version),
        "judged_by": row.by.email,
        "judged_at": row.at,
        "position": _position(held(taken(version), row, version.system)),
        "finding": row.finding,
    }


def computed(version: SystemVersion, request: ApiRequest) -> dict[str, Any]:
    """Return what would be found on another day or under another edition; nothing is stored."""
    asked = Otherwise(data=request.query_params.dict(), context={"request": request})
    asked.is_valid(raise_exception=True)
    wanted = asked.validated_data
    edition_id, on = wanted.get("edition"), wanted.get("on", timezone.now().date())
    try:
        return _opinion(finding(version, edition_id=edition_id, on=on).as_json())
    except FactErrors as misfit:
        told = {fact: [ErrorDetail(says, code="fact")] for fact, says in misfit.errors.items()}
        raise ValidationError({"answers": told}) from misfit


def _opinion(found: dict[str, Any]) -> dict[str, Any]:
    nobody = dict.fromkeys(("id", "judged_by", "judged_at", "position"))
    return {"stored": False, "outdated": False, **nobody, "finding": found}


def _position(told: Held | None) -> dict[str, Any] | None:
    if told is None:
        return None
    said = told.position
    return {
        "stance": said.stance, "lapsed": told.lapsed, "reasons": said.reasons, "tier": said.tier,
        "provision": said.provision, "by": said.by.email, "at": said.at,
    }  # fmt: skip
