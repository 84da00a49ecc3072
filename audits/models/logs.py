"""Prediction logs: what a system decided about whom, kept only until it is counted."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class PredictionLog(models.Model):
    """One imported file of predictions, or one look at a source. Rows go once counted; digest and cells stay."""

    personal: ClassVar[frozenset[str]] = frozenset({"file", "imported_by"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey("audits.Plan", on_delete=models.PROTECT, related_name="logs")
    version = models.ForeignKey("governance.SystemVersion", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, help_text="The file's name as it was imported.")
    file = models.FileField(upload_to="logs/%Y/%m/", max_length=300, blank=True)
    source = models.CharField(
        max_length=100, blank=True, help_text="Where rows lie that were never imported."
    )
    table = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, help_text="Empty for the rows of a database.")
    mark = models.CharField(
        max_length=120,
        blank=True,
        help_text="How the file was marked when it was hashed: audits.fairness.hashed.",
    )
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    spec = models.JSONField(null=True, help_text="The spec under which the rows were counted.")
    cells = models.JSONField(null=True, help_text="audits.fairness.Cells as JSON, once counted.")
    rows_deleted_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet["PredictionLog"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="predictionlog_once", fields=["plan", "sha256"], condition=Q(source="")
            ),
            models.CheckConstraint(
                name="predictionlog_counted_before_deleted",
                condition=Q(rows_deleted_at=None) | Q(cells__isnull=False),
            ),
        ]
        indexes = [models.Index(name="predictionlog_newest", fields=["plan", "-imported_at"])]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.sha256[:12] or self.name}"
