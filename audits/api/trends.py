"""How a plan's readings went from run to run, and the approved run they are held against."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from audits.actions import baselines
from audits.api.plans import plan_of
from audits.fairness import Verdict
from audits.fairness.regressing import Course
from audits.models import Baseline, Plan, Run
from audits.queries.trends import Point, Series, drift, trend
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.permissions import Permission, fetch

BOUNDS = serializers.ListField(child=serializers.FloatField(), allow_null=True, min_length=2, max_length=2)
NOT_APPROVED: Refusals = {
    baselines.NotDone: Refusal(HTTPStatus.CONFLICT, "not_done", "Only a run with a result can be approved."),
}


class ApproveIn(In):
    """Why later runs are held against this one."""

    reason = Text(max_length=5000)


class BaselineOut(Out):
    """A run that a lawyer approved; later runs of the plan are held against the newest of them."""

    run = serializers.CharField(source="run__reference")
    plan = serializers.CharField(source="plan__reference")
    reason = serializers.CharField()
    approved_by = serializers.CharField(source="approved_by__email")
    approved_at = serializers.DateTimeField()


class PointOut(serializers.Serializer[Any]):
    """One reading of one run; the last five are against the approved run, and null without one."""

    run = serializers.CharField()
    version = serializers.CharField()
    finished_at = serializers.DateTimeField()
    value = serializers.FloatField(allow_null=True)
    interval = BOUNDS
    threshold = serializers.FloatField()
    verdict = Word(Verdict)
    course = Word(Course, allow_null=True)
    worse_by = serializers.FloatField(allow_null=True, help_text="Below zero: better.")
    worse_by_interval = BOUNDS
    apart = serializers.BooleanField(allow_null=True, help_text="Whether the two intervals do not touch.")
    graver = serializers.BooleanField(allow_null=True, help_text="Whether the verdict is graver than then.")


class SeriesOut(serializers.Serializer[Any]):
    """One measure of one division, from run to run, the oldest first."""

    by = serializers.ListField(child=serializers.CharField())
    measure = serializers.CharField()
    kind = serializers.CharField(help_text="difference or ratio")
    points = PointOut(many=True)


class TrendOut(serializers.Serializer[Any]):
    """The newest fifty runs of a plan, reading by reading."""

    plan = serializers.CharField()
    baseline = serializers.CharField(allow_null=True, help_text="The approved run.")
    tolerance = serializers.FloatField(help_text="Worse by more, with intervals apart, is a regression.")
    runs = serializers.ListField(child=serializers.CharField(), help_text="The oldest first.")
    series = SeriesOut(many=True)
    drift = serializers.DictField(
        allow_null=True, help_text="Population stability of the newest run against the approved one."
    )


class Trends(Face):
    """The course of one plan."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.RULE_ON_FAIRNESS)]
    queryset = Plan.objects.all()

    @operation("runs_trend", "How a plan's readings went from run to run", gives=TrendOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.READ)
        course = trend(plan)
        return Response({
            "plan": plan.reference,
            "baseline": course.baseline.run.reference if course.baseline else None,
            "tolerance": course.tolerance,
            "runs": [run.reference for run in course.runs],
            "series": [_series(one) for one in course.series],
            "drift": drift(plan, course.baseline),
        })  # fmt: skip


class Approvals(Face):
    """The approvals of one run."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.RULE_ON_FAIRNESS)]
    queryset = Baseline.objects.all()

    @operation(
        "runs_approve", "Hold the plan's later runs against this one",
        takes=ApproveIn, gives=BaselineOut, refuses=[404, 409],
    )  # fmt: skip
    def approve(self, request: ApiRequest, reference: str) -> Response:
        rows = Run.objects.select_related("plan__system__unit").defer("cells", "result")
        run = fetch(rows, request.user, Permission.RULE_ON_FAIRNESS, reference=reference)
        values = ApproveIn.read(request)
        with refusals(NOT_APPROVED):
            baseline = baselines.approve(run=run, **values, by=request.user, at=timezone.now())
        return Response(BaselineOut.one(Baseline.objects.all(), pk=baseline.pk))

    @operation("runs_approvals", "Approvals of a run, newest first", gives=BaselineOut(many=True))
    def list(self, request: ApiRequest, reference: str) -> Response:
        run = fetch(Run.objects.only("pk"), request.user, Permission.READ, reference=reference)
        return self.page(BaselineOut, self.get_queryset().filter(run=run).order_by("-approved_at", "-pk"))


def _series(one: Series) -> dict[str, Any]:
    return {
        "by": list(one.by),
        "measure": one.measure,
        "kind": one.kind,
        "points": [_point(point) for point in one.points],
    }


def _point(point: Point) -> dict[str, Any]:
    reading, change = point.reading, point.change
    return {
        "run": point.run.reference,
        "version": point.run.version.label,
        "finished_at": point.run.finished_at,
        "value": reading["value"],
        "interval": reading.get("interval"),
        "threshold": reading["threshold"],
        "verdict": reading["verdict"],
        "course": change and change.course,
        "worse_by": change and change.worse_by,
        "worse_by_interval": change and change.interval,
        "apart": change and change.apart,
        "graver": change and change.graver,
    }
