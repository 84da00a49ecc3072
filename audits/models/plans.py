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
    special_columns = models.JSONField(
        default=list, help_text="Columns that hold special categories of personal data; a list of names."
    )
    source = models.CharField(
        max_length=100,
        blank=True,
        help_text="A source that the administrator named; empty: logs are imported.",
    )
    table = models.CharField(max_length=200, blank=True, help_text="The table of that source.")
    regression_tolerance = models.FloatField(
        default=0.05, help_text="How much worse than the approved run is still no regression."
    )
    days_to_settle = models.PositiveSmallIntegerField(
        default=30, help_text="How many days a disparity may stay open."
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet["Plan"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="plan_name_once", fields=["system", "name"]),
            models.CheckConstraint(
                name="plan_source_has_a_table",
                condition=models.Q(source="", table="") | ~models.Q(source="") & ~models.Q(table=""),
            ),
            models.CheckConstraint(
                name="plan_tolerance_is_a_share",
                condition=models.Q(regression_tolerance__gte=0, regression_tolerance__lte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("audits:plan", args=[self.reference])

    @property
    def lacks_legal_basis(self) -> bool:
        """Whether a column is marked special and nobody has said on what legal basis it is processed."""
        return bool(self.special_columns) and not self.legal_basis.strip()


class ThresholdSetting(models.Model):
    """The thresholds of a plan as somebody set them, and why; the newest stands, the earlier are kept."""

    personal: ClassVar[frozenset[str]] = frozenset({"set_by"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="threshold_settings")
    thresholds = models.JSONField(help_text="A list of measure, kind, value, set_by and reason.")
    reason = models.TextField(max_length=5000)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = ScopedQuerySet["ThresholdSetting"].as_manager()

    def __str__(self) -> str:
        return f"{self.plan_id} {self.set_at:%Y-%m-%d}"
