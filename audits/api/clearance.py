"""The release gate: is this version cleared, and if not, why?"""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from audits.queries.clearance import clearance
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In
from governance.models import SystemVersion
from governance.permissions import Permission
from governance.vocabulary import Tier

VERSION = OpenApiParameter("version", str, description="Label of a version; the newest when left out.")


class Which(In):
    """Which version to ask about."""

    version = Text(max_length=100, required=False)


class ReasonOut(serializers.Serializer[Any]):
    """One thing that stands against a release."""

    code = serializers.CharField(
        help_text="A word for programs: prohibited, undetermined, overdue, disparity …"
    )
    says = serializers.CharField()
    subject = serializers.CharField(help_text="What it is about: a reference, or the id of a duty.")


class ClearanceOut(serializers.Serializer[Any]):
    """Whether anything on record stands against a release; no more than that."""

    cleared = serializers.BooleanField()
    reasons = ReasonOut(many=True)
    system = serializers.CharField()
    version = serializers.CharField()
    tier = Word(Tier, help_text="As of today, under the edition named.")
    edition = serializers.CharField()
    on = serializers.DateField()


class Clearances(Face):
    """The gate of one system."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.READ)]
    queryset = SystemVersion.objects.select_related("system__unit")

    @operation(
        "systems_clearance", "Is a version cleared for release?",
        gives=ClearanceOut, refuses=[404, 422], parameters=[VERSION],
    )  # fmt: skip
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        asked = Which(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        rows = self.get_queryset().filter(system__reference=reference, **_label(asked.validated_data))
        version = rows.order_by("-number").first()
        if version is None:
            raise Http404
        found = clearance(version, timezone.now().date())
        return Response({
            "cleared": found.cleared,
            "reasons": [{"code": r.code, "says": r.says, "subject": r.subject} for r in found.reasons],
            "system": reference,
            "version": version.label,
            "tier": found.finding.tier,
            "edition": found.finding.edition,
            "on": found.finding.on,
        })  # fmt: skip


def _label(asked: dict[str, str]) -> dict[str, str]:
    return {"label": asked["version"]} if "version" in asked else {}
