"""Dossiers of a system that make themselves."""

from http import HTTPStatus
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits.actions import dossier_schedules
from audits.actions.schedules import NeverDue
from audits.api.dossiers import ABOUT_SYSTEMS
from audits.models import DossierSchedule
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In, Nothing, Out
from governance.calendar import BadCalendar
from governance.models import AISystem
from governance.permissions import Permission, fetch


class DossierScheduleIn(In):
    """When a dossier makes itself; 0 6 1 1,4,7,10 * is every quarter."""

    kind = serializers.ChoiceField(choices=ABOUT_SYSTEMS, default="system")
    cron = Text(max_length=100, help_text="Minute, hour, day of month, month, day of week.")
    zone = Text(max_length=60, help_text="IANA time zone, such as Europe/Brussels.")


class DossierScheduleOut(Out):
    """One calendar."""

    kind = serializers.CharField()
    cron = serializers.CharField()
    zone = serializers.CharField()
    active = serializers.BooleanField()
    next_due_at = serializers.DateTimeField()
    last_made = serializers.CharField(source="last_made__reference", allow_null=True)
    set_by = serializers.CharField(source="set_by__email")
    set_at = serializers.DateTimeField()


class DossierSchedules(Face):
    """The calendars by which dossiers of one system make themselves."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.REQUEST_DOSSIERS)]
    queryset = DossierSchedule.objects.all()

    @operation(
        "dossier_schedules_list", "When dossiers of a system make themselves",
        gives=DossierScheduleOut(many=True), refuses=[404],
    )  # fmt: skip
    def list(self, request: ApiRequest, reference: str) -> Response:
        system = _system(request, reference, Permission.READ)
        return self.page(DossierScheduleOut, self.get_queryset().filter(system=system).order_by("kind"))

    @operation(
        "dossier_schedules_set", "Let a dossier make itself; what was arranged for its kind is replaced",
        takes=DossierScheduleIn, gives=DossierScheduleOut, refuses=[404],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        system = _system(request, reference, Permission.REQUEST_DOSSIERS)
        said = DossierScheduleIn.read(request)
        try:
            row = dossier_schedules.arrange(about=system, **said, by=request.user, at=timezone.now())
        except BadCalendar as fault:  # its message says whether cron or zone make no sense
            raise ValidationError([ErrorDetail(str(fault), code="calendar")]) from fault
        except NeverDue as fault:
            told = ErrorDetail("No moment within eight years fits this calendar.", code="never_due")
            raise ValidationError({"cron": [told]}) from fault
        return Response(_shown(row), status=HTTPStatus.OK)

    @operation(
        "dossier_schedules_pause", "Let a kind of dossier rest", gives=DossierScheduleOut, refuses=[404, 422]
    )
    def pause(self, request: ApiRequest, reference: str, kind: str) -> Response:
        system = _system(request, reference, Permission.REQUEST_DOSSIERS)
        rows = DossierSchedule.objects.select_related("system__unit", "unit")
        row = fetch(rows, request.user, Permission.REQUEST_DOSSIERS, system=system, kind=kind)
        Nothing.read(request)
        dossier_schedules.pause(schedule=row, by=request.user, at=timezone.now())
        return Response(_shown(row))


def _system(request: ApiRequest, reference: str, permission: Permission) -> AISystem:
    rows = AISystem.objects.select_related("unit")
    return fetch(rows, request.user, permission, reference=reference)


def _shown(row: DossierSchedule) -> dict[str, Any]:
    return DossierScheduleOut.one(DossierSchedule.objects.all(), pk=row.pk)
