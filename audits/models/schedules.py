"""When plans run: schedules, and each moment at which one was due."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class Schedule(models.Model):
    """A plan's calendar. `next_due_at` is the earliest moment not yet looked after."""

    personal: ClassVar[frozenset[str]] = frozenset({"set_by"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.OneToOneField("audits.Plan", on_delete=models.PROTECT, related_name="schedule")
    cron = models.CharField(max_length=100, help_text="Minute, hour, day of month, month, day of week.")
    zone = models.CharField(max_length=60, help_text="IANA time zone, such as Europe/Brussels.")
    grace_minutes = models.PositiveIntegerField(
        default=60,
        help_text="How long after its moment a run may take before people are told that it is late.",
    )
    active = models.BooleanField(default=True)
    next_due_at = models.DateTimeField(db_index=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = ScopedQuerySet["Schedule"].as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id} {self.cron} {self.zone}"


class ScheduleRun(models.Model):
    """One moment at which a schedule was due: unique, so that two schedulers cannot run it twice."""

    personal: ClassVar[frozenset[str]] = frozenset()
    unit_lookup: ClassVar[str] = "schedule__plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="occasions")
    due_at = models.DateTimeField()
    run = models.OneToOneField("audits.Run", null=True, on_delete=models.PROTECT, related_name="occasion")
    skipped = models.CharField(
        max_length=200, blank=True, help_text="Why nothing ran, such as: no log imported."
    )
    made_at = models.DateTimeField()
    late_at = models.DateTimeField(
        help_text="From when on its run is late; the grace of the calendar as it was."
    )
    told_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When it was looked at: people were told, or the run was done in time.",
    )

    objects = ScopedQuerySet["ScheduleRun"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="schedulerun_once", fields=["schedule", "due_at"])]
        indexes = [models.Index(name="schedulerun_late", fields=["told_at", "late_at"])]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.due_at:%Y-%m-%d %H:%M}"
