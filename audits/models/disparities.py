"""Disparities: what a run found beyond a plan's threshold, until a later run or a reasoned acceptance ends it."""

import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from uuid6 import uuid7

from audits.fairness import Verdict
from governance.models import ScopedQuerySet


class Disparity(models.Model):
    """One measure in one division of the people that a plan's runs found beyond its threshold.

    It is opened in the transaction that finishes the run, and never deleted; `latest_run` is the last run that
    found it. The last acceptance and the run that last closed it stay on the row when it is open again.
    """

    class State(models.TextChoices):
        """open -> accepted | closed; accepted -> open | closed; closed -> open when a run finds it again."""

        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        CLOSED = "closed", "Closed"

    personal: ClassVar[frozenset[str]] = frozenset({"owner", "accepted_by"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    plan = models.ForeignKey("audits.Plan", on_delete=models.PROTECT, related_name="disparities")
    measure = models.CharField(max_length=60)
    grouping = models.TextField(help_text="The columns that divide the people, as a JSON list.")
    verdict = models.CharField(max_length=40, help_text="The graver verdict of the last run that found it.")
    sentence = models.TextField(help_text="What that run's gravest reading says.")
    first_run = models.ForeignKey("audits.Run", on_delete=models.PROTECT, related_name="+")
    latest_run = models.ForeignKey("audits.Run", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="disparities")
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(help_text="When it was last opened.")
    due_date = models.DateField(help_text="By when it is to be settled.")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_reason = models.TextField(max_length=5000, blank=True)
    accepted_until = models.DateField(null=True, blank=True)
    closed_run = models.ForeignKey(
        "audits.Run", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet["Disparity"].as_manager()

    class Meta:
        verbose_name_plural = "disparities"
        constraints = [
            models.UniqueConstraint(name="disparity_once", fields=["plan", "measure", "grouping"]),
            models.CheckConstraint(
                name="disparity_accepted_for_a_reason",
                condition=~Q(state="accepted")
                | Q(accepted_by__isnull=False, accepted_at__isnull=False, accepted_until__isnull=False)
                & ~Q(accepted_reason=""),
            ),
            models.CheckConstraint(
                name="disparity_closed_by_a_run",
                condition=~Q(state="closed") | Q(closed_run__isnull=False, closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(name="disparity_calendar", fields=["state", "due_date"])]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("audits:disparity", args=[self.reference])

    @property
    def by(self) -> tuple[str, ...]:
        """The columns that divide the people."""
        return tuple(json.loads(self.grouping))

    @property
    def verdict_label(self) -> str:
        return Verdict(self.verdict).label
