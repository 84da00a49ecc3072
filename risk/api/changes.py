"""Reports of what moved when the law changed: how far they are, what moved, confirming and contesting it."""

from http import HTTPStatus
from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from governance.actions import jobs
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text, Word
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Nothing, Out
from governance.permissions import Permission, fetch, units_for
from governance.vocabulary import JobState, Tier
from risk import doorbell
from risk.actions import moves, rejudgings
from risk.api.moved import MovedOut
from risk.models import Move, Rejudging

MOST_AT_ONCE = 1000
LOCATION = OpenApiParameter(
    "Location", str, OpenApiParameter.HEADER, response=[202], description="Where to ask how far it is."
)
NOT_SO: Refusals = {
    jobs.Settled: Refusal(HTTPStatus.CONFLICT, "settled", "It has ended; there is nothing to stop."),
    jobs.NotStopped: Refusal(
        HTTPStatus.CONFLICT, "not_stopped", "Only what failed or was cancelled can be tried again."
    ),
    rejudgings.Superseded: Refusal(HTTPStatus.CONFLICT, "superseded", "Another edition was adopted since."),
    rejudgings.StillJudging: Refusal(
        HTTPStatus.CONFLICT, "still_judging", "Another report of changes is still being made."
    ),
    moves.NotWaiting: Refusal(HTTPStatus.CONFLICT, "not_waiting", "Somebody has looked at this already."),
}


class ChangeOut(Out):
    """One report: an edition adopted, or a day of the law that came."""

    reference = serializers.CharField()
    kind = Word(Rejudging.Kind)
    edition = serializers.CharField()
    edition_before = serializers.CharField()
    on = serializers.DateField(source="on_date", help_text="The day as on which everything is judged.")
    state = Word(JobState)
    judged = serializers.IntegerField()
    moved = serializers.IntegerField(help_text="Systems whose finding, obligations or days moved.")
    unjudged = serializers.IntegerField(help_text="Systems whose answers do not fit the edition.")
    done_parts = serializers.IntegerField()
    all_parts = serializers.IntegerField(help_text="Systems to judge; 0 while nothing is known.")
    attempts = serializers.IntegerField()
    cancel_requested = serializers.BooleanField()
    error = serializers.CharField(allow_blank=True)
    requested_by = serializers.CharField(source="requested_by__email")
    queued_at = serializers.DateTimeField()
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class PartOut(MovedOut):
    """One thing that moved."""

    by = serializers.ListField(child=serializers.CharField(), help_text="Points of the law that moved it.")


class CauseOut(serializers.Serializer[Any]):
    """Why something moved."""

    cite = serializers.CharField(allow_blank=True)
    says = serializers.CharField(allow_blank=True)


class ChangesOut(serializers.Serializer[Any]):
    """Everything that moved for one system, and why."""

    parts = PartOut(many=True)
    why = CauseOut(many=True)


class MoveOut(Out):
    """What a report moved for one system."""

    system = serializers.CharField(source="system__reference")
    tier_before = Word(Tier)
    tier_after = Word(Tier)
    edition_before = serializers.CharField(source="before__edition")
    changes = ChangesOut()
    problem = serializers.CharField(allow_blank=True, help_text="Why it could not be judged.")
    state = Word(Move.State)
    ruled_by = serializers.CharField(source="ruled_by__email", allow_null=True)
    ruled_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text="Why it is contested.")


class ConfirmChangesIn(In):
    """Whose changes are confirmed; those that nobody waits for any more are left as they are."""

    systems = serializers.ListField(
        child=Text(max_length=20), allow_empty=False, max_length=MOST_AT_ONCE, help_text="References."
    )


class ConfirmedOut(serializers.Serializer[Any]):
    """How many were waiting and are confirmed now."""

    confirmed = serializers.IntegerField()


class ContestChangeIn(In):
    """What is wrong with a finding."""

    reason = Text(max_length=5000)


class ChangeFilter(django_filters.FilterSet):
    """How the list of reports is narrowed."""

    kind = django_filters.MultipleChoiceFilter(choices=Rejudging.Kind.choices)
    state = django_filters.MultipleChoiceFilter(choices=[(s.value, s.label) for s in JobState])


class MoveFilter(django_filters.FilterSet):
    """How the list of moves is narrowed."""

    system = django_filters.CharFilter("system__reference", "exact", label="Reference of a system.")
    state = django_filters.MultipleChoiceFilter(choices=Move.State.choices)
    tier = django_filters.MultipleChoiceFilter("tier_after", choices=[(t.value, t.label) for t in Tier])
    tier_moved = django_filters.BooleanFilter(method="with_tier", label="Only where the tier is another one.")

    def with_tier(self, rows: QuerySet[Move], _: str, wanted: bool) -> QuerySet[Move]:  # noqa: FBT001 its signature
        same = {"tier_after": F("tier_before")}
        return rows.exclude(**same) if wanted else rows.filter(**same)


class Changes(Face):
    """The reports that moved a system which the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.ADOPT_EDITIONS)]
    queryset = Rejudging.objects.all()
    filterset_class = ChangeFilter

    @operation("changes_list", "Reports of changes, newest first", gives=ChangeOut(many=True))
    def list(self, request: ApiRequest) -> Response:  # noqa: ARG002 the rows know who asks
        return self.page(ChangeOut, self.get_queryset().order_by("-queued_at", "-pk"))

    @operation("changes_retrieve", "One report, and how far it is", gives=ChangeOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return Response(_shown(_report(request, reference, Permission.READ)))

    @operation("changes_cancel", "Stop a report; what is judged stays judged",
        gives=ChangeOut, refuses=[404, 409, 422])  # fmt: skip
    def cancel(self, request: ApiRequest, reference: str) -> Response:
        report = _report(request, reference, Permission.ADOPT_EDITIONS)
        Nothing.read(request)
        with refusals(NOT_SO):
            return Response(_shown(jobs.cancel(job=report, by=request.user, at=timezone.now())))

    @operation("changes_retry", "Go on with a report that failed or was cancelled",
        gives={202: ChangeOut}, refuses=[404, 409, 422], parameters=[LOCATION])  # fmt: skip
    def retry(self, request: ApiRequest, reference: str) -> Response:
        report = _report(request, reference, Permission.ADOPT_EDITIONS)
        Nothing.read(request)
        with refusals(NOT_SO):
            again = rejudgings.retry(rejudging=report, by=request.user, at=timezone.now())
        doorbell.ring(again)
        return accepted(again)

    @operation("changes_confirm", "Confirm what a report moved, for one system or many",
        takes=ConfirmChangesIn, gives=ConfirmedOut, refuses=[404])  # fmt: skip
    def confirm(self, request: ApiRequest, reference: str) -> Response:
        report = _report(request, reference, Permission.READ)
        units = units_for(request.user, Permission.ADOPT_EDITIONS)
        wanted = ConfirmChangesIn.read(request)["systems"]
        rows = Move.objects.filter(rejudging=report, system__unit__in=units, system__reference__in=wanted)
        return Response({"confirmed": moves.confirm(moves=rows, by=request.user, at=timezone.now())})


class Moves(Face):
    """What a report moved, among the systems that the caller sees."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.ADOPT_EDITIONS)]
    queryset = Move.objects.all()
    filterset_class = MoveFilter

    @operation(
        "changes_systems", "What a report moved, system by system", gives=MoveOut(many=True), refuses=[404]
    )
    def list(self, request: ApiRequest, reference: str) -> Response:
        report = _report(request, reference, Permission.READ)
        rows = self.get_queryset().filter(rejudging=report)
        return self.page(MoveOut, rows.order_by("system__reference", "pk"))

    @operation(
        "changes_contest", "Say that the new finding on a system is wrong, and why",
        takes=ContestChangeIn, gives=MoveOut, refuses=[404, 409],
    )  # fmt: skip
    def contest(self, request: ApiRequest, reference: str, system: str) -> Response:
        lookup = {"rejudging__reference": reference, "system__reference": system}
        row = fetch(
            Move.objects.select_related("system__unit"), request.user, Permission.ADOPT_EDITIONS, **lookup
        )
        reason = ContestChangeIn.read(request)["reason"]
        with refusals(NOT_SO):
            moves.contest(move=row, reason=reason, by=request.user, at=timezone.now())
        return Response(MoveOut.one(Move.objects.all(), pk=row.pk))


def accepted(report: Rejudging) -> Response:
    """Return that a report waits for a worker, and where to look for what becomes of it."""
    where = {"Location": reverse("api-change", args=[report.reference])}
    return Response(_shown(report), status=HTTPStatus.ACCEPTED, headers=where)


def _report(request: ApiRequest, reference: str, permission: Permission) -> Rejudging:
    return fetch(Rejudging.objects.select_related("unit"), request.user, permission, reference=reference)


def _shown(report: Rejudging) -> dict[str, Any]:
    return ChangeOut.one(Rejudging.objects.all(), pk=report.pk)
