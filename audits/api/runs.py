"""Fairness runs: ask for one, follow it, stop it, read what it found."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits import doorbell
from audits.actions import runs
from audits.api.jobs import LOCATION, JobOut, accepted, cancelled, retried
from audits.api.plans import plan_of
from audits.fairness import Verdict
from audits.fairness.withholding import withheld
from audits.models import Plan, PredictionLog, Run
from audits.queries.counts import RowsGone
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Word, choices
from governance.api.filters import DayFilter
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refused
from governance.api.shapes import In
from governance.permissions import Permission, fetch
from governance.vocabulary import JobState

# The name of their component in the OpenAPI document hangs on these (settings.SPECTACULAR_SETTINGS).
VERDICTS = choices(Verdict)


class RunIn(In):
    """Which log to measure; the newest of the plan when none is named."""

    log = serializers.UUIDField(required=False)


class RunOut(JobOut):
    """One run, and how far it is."""

    plan = serializers.CharField(source="plan__reference")
    system = serializers.CharField(source="plan__system__reference")
    version = serializers.CharField(source="version__label")
    log = serializers.UUIDField(source="log_id")
    gravest = Word(
        Verdict, allow_blank=True, help_text="The gravest verdict of its readings; empty where there is none."
    )


class ResultOut(RunOut):
    """One run with what it found, hidden groups withheld; docs/fairness.md tells how to read it."""

    spec = serializers.DictField()
    result = serializers.DictField(allow_null=True)


class RunFilter(django_filters.FilterSet):
    """How the list of runs is narrowed."""

    plan = django_filters.CharFilter("plan__reference", "exact", label="Reference of a plan.")
    system = django_filters.CharFilter("plan__system__reference", "exact", label="Reference of a system.")
    version = django_filters.CharFilter("version__label", "exact", label="Label of a version.")
    state = django_filters.MultipleChoiceFilter(choices=[(s.value, s.label) for s in JobState])
    gravest = django_filters.MultipleChoiceFilter(choices=VERDICTS)
    queued_from = DayFilter("queued_at", "date__gte", label="Asked for on this day or after, in UTC.")
    queued_until = DayFilter("queued_at", "date__lte", label="Asked for on this day or before, in UTC.")


class Runs(Face):
    """The runs of the plans that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Run.objects.all()
    filterset_class = RunFilter

    @operation("runs_list", "Runs, newest first", gives=RunOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(RunOut, self.get_queryset().order_by("-pk"))

    @operation(
        "runs_request", "Ask for a plan to be measured; while one waits, asking again is that one",
        takes=RunIn, gives={202: RunOut}, refuses=[404, 409], parameters=[LOCATION],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        log = _log(plan, RunIn.read(request))
        try:
            run = runs.request(plan=plan, log=log, by=request.user, at=timezone.now())
        except runs.AlreadyWaiting as waiting:
            run = waiting.run
        except (runs.NoLegalBasis, runs.NoLog, RowsGone) as refusal:
            raise Refused(_refusal(refusal)) from refusal
        doorbell.ring(run)
        return accepted(_shown(run), "api-run")

    @operation("runs_retrieve", "One run, with its result once it is done", gives=ResultOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        run = fetch(Run.objects.defer("cells", "result"), request.user, Permission.READ, reference=reference)
        told = ResultOut.one(Run.objects.all(), pk=run.pk)
        return Response({**told, "result": told["result"] and withheld(told["result"])})

    @operation("runs_cancel", "Stop a run", gives=RunOut, refuses=[404, 409, 422])
    def cancel(self, request: ApiRequest, reference: str) -> Response:
        return Response(_shown(cancelled(request, self._theirs(request, reference))))

    @operation(
        "runs_retry", "Try a run again that failed or was cancelled",
        gives={202: RunOut}, refuses=[404, 409, 422], parameters=[LOCATION],
    )  # fmt: skip
    def retry(self, request: ApiRequest, reference: str) -> Response:
        return accepted(_shown(retried(request, self._theirs(request, reference))), "api-run")

    @staticmethod
    def _theirs(request: ApiRequest, reference: str) -> Run:
        rows = Run.objects.select_related("plan__system__unit").defer("cells", "result")
        return fetch(rows, request.user, Permission.MEASURE, reference=reference)


def _log(plan: Plan, body: dict[str, Any]) -> PredictionLog | None:
    if "log" not in body:
        return None
    log = plan.logs.filter(pk=body["log"]).first()
    if log is None:
        raise ValidationError({"log": [ErrorDetail("The plan has no such log.", code="no_log")]})
    return log


def _refusal(refusal: Exception) -> Refusal:
    if isinstance(refusal, RowsGone):
        return Refusal(HTTPStatus.CONFLICT, "rows_gone", str(refusal), "log")
    if isinstance(refusal, runs.NoLegalBasis):
        says = (
            f"The plan marks {refusal} as special categories of personal data; state the legal basis first."
        )
        return Refusal(HTTPStatus.CONFLICT, "no_legal_basis", says)
    return Refusal(HTTPStatus.CONFLICT, "no_log", "Nothing has been imported for this plan.", "log")


def _shown(run: Run) -> dict[str, Any]:
    return RunOut.one(Run.objects.all(), pk=run.pk)
