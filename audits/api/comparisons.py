"""Two runs side by side, for programs."""

from http import HTTPStatus
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from audits.api.trends import BOUNDS
from audits.fairness import Verdict
from audits.fairness.regressing import Course
from audits.models import Run
from audits.queries.run_exports import exportable
from audits.queries.side_by_side import RatePair, ReadingPair, SideBySide, counterpart, side_by_side
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refused
from governance.api.shapes import In
from governance.permissions import Permission, fetch

WITH = OpenApiParameter(
    "with", str, description="Reference of the other run; the approved one, or the one before, when left out."
)
ALONE = Refusal(HTTPStatus.CONFLICT, "nothing_to_compare", "There is no other finished run to compare with.")


class With(In):
    """Which run to compare with."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Name the one field, which Python would not take for a name."""
        return {"with": Text(max_length=20, required=False)}


class SideOut(serializers.Serializer[Any]):
    """One side of a reading; null where that run has no such reading."""

    value = serializers.FloatField(allow_null=True)
    interval = BOUNDS
    verdict = Word(Verdict)
    threshold = serializers.FloatField()


class ReadingPairOut(serializers.Serializer[Any]):
    """One reading in both runs."""

    by = serializers.ListField(child=serializers.CharField())
    measure = serializers.CharField()
    kind = serializers.CharField()
    before = SideOut(allow_null=True)
    now = SideOut(allow_null=True)
    course = Word(Course, allow_null=True)
    worse_by = serializers.FloatField(allow_null=True)
    worse_by_interval = BOUNDS
    apart = serializers.BooleanField(allow_null=True)
    graver = serializers.BooleanField(allow_null=True)


class RatePairOut(serializers.Serializer[Any]):
    """One rate of one group in both runs; the difference is now minus before."""

    by = serializers.ListField(child=serializers.CharField())
    group = serializers.CharField()
    measure = serializers.CharField()
    n_before = serializers.IntegerField(allow_null=True)
    n_now = serializers.IntegerField(allow_null=True)
    before = serializers.FloatField(allow_null=True)
    now = serializers.FloatField(allow_null=True)
    difference = serializers.FloatField(allow_null=True)
    interval = BOUNDS
    hidden = serializers.BooleanField(help_text="Pages do not show this group: it is too small.")


class ComparisonOut(serializers.Serializer[Any]):
    """Two finished runs, the earlier first."""

    before = serializers.CharField()
    now = serializers.CharField()
    tolerance = serializers.FloatField()
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="What stands against comparing them."
    )
    readings = ReadingPairOut(many=True)
    rates = RatePairOut(many=True)


class Comparisons(Face):
    """One run beside another."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Run.objects.all()

    @operation(
        "runs_comparison", "Two runs side by side, with differences and their intervals",
        gives=ComparisonOut, refuses=[404, 409, 422], parameters=[WITH],
    )  # fmt: skip
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        run = fetch(exportable(), request.user, Permission.READ, reference=reference)
        asked = With(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        other = counterpart(run, request.user, asked.validated_data.get("with", ""))
        if other is None and "with" in asked.validated_data:
            raise Http404
        if other is None:
            raise Refused(ALONE)
        return Response(_shown(side_by_side(run, other)))


def _shown(beside: SideBySide) -> dict[str, Any]:
    return {
        "before": beside.before.reference,
        "now": beside.now.reference,
        "tolerance": beside.tolerance,
        "notes": list(beside.notes),
        "readings": [_reading(pair) for pair in beside.readings],
        "rates": [_rate(pair) for pair in beside.rates],
    }


def _reading(pair: ReadingPair) -> dict[str, Any]:
    change = pair.change
    sides = {
        name: side and {key: side.get(key) for key in ("value", "interval", "verdict", "threshold")}
        for name, side in (("before", pair.before), ("now", pair.now))
    }
    return {
        "by": list(pair.by),
        "measure": pair.measure,
        "kind": pair.kind,
        **sides,
        "course": change and change.course,
        "worse_by": change and change.worse_by,
        "worse_by_interval": change and change.interval,
        "apart": change and change.apart,
        "graver": change and change.graver,
    }


def _rate(pair: RatePair) -> dict[str, Any]:
    return {
        "by": list(pair.by),
        "group": pair.group,
        "measure": pair.measure,
        "n_before": pair.n_before,
        "n_now": pair.n_now,
        "before": pair.before,
        "now": pair.now,
        "difference": pair.moved,
        "interval": pair.interval,
        "hidden": pair.hidden,
    }
