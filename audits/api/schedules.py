"""A plan's calendar: when it runs by itself."""

from datetime import UTC, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from audits.actions import schedules
from audits.api.plans import plan_of
from audits.models import Schedule
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.shapes import In, Nothing, Out
from governance.calendar import RHYTHMS, BadCalendar, recurring
from governance.permissions import Permission, fetch

GRACE_AT_MOST = 31 * 24 * 60
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class ScheduleIn(In):
    """When a plan runs: by a cron expression, or every so often at a time of day."""

    cron = Text(
        max_length=100, required=False, help_text="Minute, hour, day of month, month, day of week: 0 6 * * 1."
    )
    every = serializers.ChoiceField(
        choices=[*RHYTHMS], required=False, help_text="Weeks begin on Monday, the rest on their first day."
    )
    time = serializers.TimeField(required=False, help_text="With `every`: hours and minutes, such as 06:00.")
    zone = Text(max_length=60, help_text="IANA time zone, such as Europe/Brussels.")
    starts_at = serializers.DateTimeField(
        required=False,
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        help_text="From when on; now, when left out.",
    )
    grace_minutes = serializers.IntegerField(
        required=False, min_value=0, max_value=GRACE_AT_MOST,
        help_text="So long a run may take before people are told that it is late; 60 when left out.",
    )  # fmt: skip

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Settle on one cron expression."""
        rhythm = {name: attrs.pop(name) for name in ("every", "time") if name in attrs}
        if ("cron" in attrs) == bool(rhythm):
            told = ErrorDetail("Say either cron, or every and time.", code="one_of")
            raise ValidationError({"cron": [told]})
        if rhythm and len(rhythm) == 1:
            absent = "every" if "time" in rhythm else "time"
            raise ValidationError({absent: [ErrorDetail("This goes with the other.", code="required")]})
        return {"cron": recurring(rhythm["every"], rhythm["time"])} | attrs if rhythm else attrs


class ScheduleOut(Out):
    """A plan's calendar."""

    plan = serializers.CharField(source="plan__reference")
    cron = serializers.CharField()
    zone = serializers.CharField()
    grace_minutes = serializers.IntegerField()
    active = serializers.BooleanField()
    next_due_at = serializers.DateTimeField()
    set_by = serializers.CharField(source="set_by__email")
    set_at = serializers.DateTimeField()


class Schedules(Face):
    """The calendar of one plan."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.MEASURE)]
    queryset = Schedule.objects.all()

    @operation("schedules_retrieve", "When a plan runs by itself", gives=ScheduleOut, refuses=[404])
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        schedule = fetch(Schedule.objects.all(), request.user, Permission.READ, plan__reference=reference)
        return Response(_shown(schedule))

    @operation(
        "schedules_put", "Let a plan run by itself; what was arranged before is replaced",
        takes=ScheduleIn, gives=ScheduleOut, refuses=[404],
    )  # fmt: skip
    def arrange(self, request: ApiRequest, reference: str) -> Response:
        plan = plan_of(request, reference, Permission.MEASURE)
        at = timezone.now()
        values = {"starts_at": at, **ScheduleIn.read(request)}
        try:
            schedule = schedules.arrange(plan=plan, **values, by=request.user, at=at)
        except BadCalendar as fault:  # its message says whether cron or zone make no sense
            raise ValidationError([ErrorDetail(str(fault), code="calendar")]) from fault
        except schedules.NeverDue as fault:
            told = ErrorDetail("No moment within eight years fits this calendar.", code="never_due")
            raise ValidationError({"cron": [told]}) from fault
        return Response(_shown(schedule))

    @operation("schedules_pause", "Let a plan rest", gives=ScheduleOut, refuses=[404, 422])
    def pause(self, request: ApiRequest, reference: str) -> Response:
        rows = Schedule.objects.select_related("plan__system__unit")
        schedule = fetch(rows, request.user, Permission.MEASURE, plan__reference=reference)
        Nothing.read(request)
        schedules.pause(schedule=schedule, by=request.user, at=timezone.now())
        return Response(_shown(schedule))


def _shown(schedule: Schedule) -> dict[str, Any]:
    return ScheduleOut.one(Schedule.objects.all(), pk=schedule.pk)
