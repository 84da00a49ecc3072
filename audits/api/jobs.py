"""What runs and dossiers have in common as jobs: how far they are, and stopping or retrying one."""

from http import HTTPStatus
from typing import Any, TypeVar

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from audits import doorbell
from audits.models import Dossier, Run, WordFile
from governance.actions import jobs
from governance.api.faces import ApiRequest
from governance.api.fields import Word
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import Nothing, Out
from governance.vocabulary import JobState

Job = TypeVar("Job", Run, Dossier, WordFile)

LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[202], description="Where to ask how far it is."
)
NOT_SO: Refusals = {
    jobs.Settled: Refusal(HTTPStatus.CONFLICT, "settled", "It has ended; there is nothing to stop."),
    jobs.NotStopped: Refusal(
        HTTPStatus.CONFLICT, "not_stopped", "Only what failed or was cancelled can be tried again."
    ),
}


class JobOut(Out):
    """A piece of work: queued, running, then done, failed or cancelled."""

    reference = serializers.CharField()
    state = Word(JobState)
    stage = serializers.CharField(allow_blank=True, help_text="What its worker is doing.")
    done_parts = serializers.IntegerField()
    all_parts = serializers.IntegerField(help_text="Of the present stage; 0 while nothing is known.")
    attempts = serializers.IntegerField()
    cancel_requested = serializers.BooleanField()
    error = serializers.CharField(allow_blank=True, help_text="Why it failed, for whoever asked for it.")
    requested_by = serializers.CharField(source="requested_by__email")
    queued_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


def accepted(body: dict[str, Any], route: str) -> Response:
    """Return that a job waits for a worker, and where to look for what becomes of it."""
    where = {"Location": reverse(route, args=[body["reference"]])}
    return Response(body, status=HTTPStatus.ACCEPTED, headers=where)


def cancelled(request: ApiRequest, job: Job) -> Job:
    """Stop a job, or ask its worker to."""
    Nothing.read(request)
    with refusals(NOT_SO):
        return jobs.cancel(job=job, by=request.user, at=timezone.now())


def retried(request: ApiRequest, job: Job) -> Job:
    """Put a stopped job back into the queue and tell a worker."""
    Nothing.read(request)
    with refusals(NOT_SO):
        again = jobs.retry(job=job, by=request.user, at=timezone.now())
    doorbell.ring(again)
    return again
