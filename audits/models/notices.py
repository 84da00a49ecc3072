"""Notices: one thing that one person is told once; the row comes first, the mail after it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class Listener(models.Model):
    """One person who is told of what a plan's runs find, beside its owner."""

    personal: ClassVar[frozenset[str]] = frozenset({"user"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey("audits.Plan", on_delete=models.PROTECT, related_name="listeners")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet["Listener"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="listener_once", fields=["plan", "user"])]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.user_id}"


class Notice(models.Model):
    """One person told once of one thing; `key` names the thing, so that no one is told of it twice."""

    class Kind(models.TextChoices):
        """What a person is told of."""

        OPENED = "opened", "A disparity was opened"
        DUE = "due", "A disparity is to be settled soon"
        REGRESSION = "regression", "A run is worse than the approved one"
        LATE = "late", "A scheduled run is late"

    personal: ClassVar[frozenset[str]] = frozenset({"user"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey("audits.Plan", on_delete=models.PROTECT, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind)
    key = models.CharField(max_length=120)
    says = models.TextField()
    path = models.CharField(max_length=200, help_text="The page that shows it.")
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet["Notice"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="notice_once", fields=["plan", "user", "key"])]
        indexes = [models.Index(name="notice_unmailed", fields=["mailed_at", "user"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
