"""One part of a folder of rows, while a run counts it; gone once the run is done."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class RunPart(models.Model):
    """A file that one worker counts for a run, held by a lease of its own; what it came to stays until all are."""

    personal: ClassVar[frozenset[str]] = frozenset()
    unit_lookup: ClassVar[str] = "run__plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey("audits.Run", on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=500, help_text="Below the folder of the table.")
    size = models.PositiveBigIntegerField(help_text="Bytes, when the run began.")
    changed = models.PositiveBigIntegerField(help_text="Nanoseconds since 1970, when the run began.")
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    counted = models.JSONField(null=True, help_text="audits.fairness.sources.adding.PartCount as JSON.")
    refusal = models.JSONField(null=True, help_text="Field and message, where the part cannot be read.")

    objects = ScopedQuerySet["RunPart"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="runpart_once", fields=["run", "number"]),
            models.CheckConstraint(
                name="runpart_held_until", condition=Q(claim=None) | Q(lease_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name}"
