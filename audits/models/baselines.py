"""Baselines: the runs that a lawyer approved for later runs to be compared with."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class Baseline(models.Model):
    """One approval of one run; the newest of a plan is what its runs are compared with."""

    personal: ClassVar[frozenset[str]] = frozenset({"approved_by"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey("audits.Plan", on_delete=models.PROTECT, related_name="baselines")
    run = models.ForeignKey("audits.Run", on_delete=models.PROTECT, related_name="approvals")
    reason = models.TextField(max_length=5000)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    objects = ScopedQuerySet["Baseline"].as_manager()

    class Meta:
        indexes = [models.Index(name="baseline_newest", fields=["plan", "-approved_at"])]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.run_id}"
