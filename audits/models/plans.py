"""What is to be measured of a system, on which columns, against which thresholds, and why those."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class Plan(models.Model):
    """One recurring fairness measurement of one system."""

    personal: ClassVar[frozenset[str]] = frozenset({"owner", "thresholds_set_by"})
    unit_lookup: ClassVar[str] = "system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    system = models.ForeignKey("governance.AISystem", on_delete=models.PROTECT, related_name="fairness_plans")
    name = models.CharField(max_length=200)
    spec = models.JSONField(
        help_text="audits.fairness.Spec as JSON: columns, favourable value, thresholds, seed."
    )
    thresholds_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    thresholds_reason = models.TextField(max_length=5000)
    legal_basis = models.TextField(
        max_length=5000,
        blank=True,
        help_text="For special categories of personal data: Art. 4a, GDPR Art. 9.",
    )
    keep_rows_until = models.DateField(
        null=True, blank=True, help_text="Empty: imported rows are deleted as soon as they are counted."
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet["Plan"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="plan_name_once", fields=["system", "name"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("audits:plan", args=[self.reference])
