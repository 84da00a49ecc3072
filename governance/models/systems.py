"""AI systems, their versions, and what each version is built from."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from uuid6 import uuid7

from governance.models.scope import ScopedQuerySet
from governance.vocabulary import Lifecycle, Tier


class AISystem(models.Model):
    """One system in the register. Its tier is a registered fact with provenance; risk pushes it down."""

    personal: ClassVar[frozenset[str]] = frozenset({"owner", "tier_set_by"})
    unit_lookup: ClassVar[str] = "unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    external_id = models.CharField(max_length=200, null=True, blank=True, unique=True)
    name = models.CharField(max_length=200)
    purpose = models.TextField(max_length=5000)
    operator_roles = models.JSONField(default=list)
    unit = models.ForeignKey("governance.Unit", on_delete=models.PROTECT, related_name="systems")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_systems"
    )
    lifecycle = models.CharField(max_length=20, choices={s.value: s.label for s in Lifecycle})
    placed_on_market_date = models.DateField(null=True, blank=True)
    tier = models.CharField(
        max_length=20, choices={t.value: t.label for t in Tier}, default=Tier.UNDETERMINED, db_index=True
    )
    tier_set_at = models.DateTimeField(null=True, blank=True)
    tier_set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    tier_contested_at = models.DateTimeField(
        null=True, blank=True, help_text="When a lawyer contested the finding behind the tier."
    )
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet["AISystem"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="aisystem_tier_provenance",
                condition=Q(tier=Tier.UNDETERMINED, tier_set_at=None, tier_set_by=None)
                | Q(tier_set_at__isnull=False, tier_set_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("governance:system", args=[self.reference])

    @property
    def is_contested(self) -> bool:
        """Whether a lawyer contested the tier and no other was set since."""
        contested, tiered = self.tier_contested_at, self.tier_set_at
        return bool(contested and tiered and contested >= tiered)


class SystemVersion(models.Model):
    """The version that a classification, a fairness run and a dossier speak of."""

    personal: ClassVar[frozenset[str]] = frozenset({"created_by"})
    unit_lookup: ClassVar[str] = "system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(AISystem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(help_text="1 for the first version, in the order of registration.")
    label = models.CharField(max_length=100, help_text="What its makers call it, such as 2.3.1.")
    changes = models.TextField(max_length=5000, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet["SystemVersion"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="systemversion_number_once", fields=["system", "number"]),
            models.UniqueConstraint(name="systemversion_label_once", fields=["system", "label"]),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.label}"


class Component(models.Model):
    """A vendor's product inside a version of a system, and what it does there."""

    personal: ClassVar[frozenset[str]] = frozenset()
    unit_lookup: ClassVar[str] = "version__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(SystemVersion, on_delete=models.PROTECT, related_name="components")
    product = models.ForeignKey("governance.Product", on_delete=models.PROTECT, related_name="used_in")
    use = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet["Component"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="component_once", fields=["version", "product"])]

    def __str__(self) -> str:
        return f"{self.version_id} uses {self.product_id}"
