"""Vendors and the products they supply."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from uuid6 import uuid7

from governance.models.scope import ScopedQuerySet


class Vendor(models.Model):
    """A supplier of AI systems, models, data or services, kept by one unit."""

    personal: ClassVar[frozenset[str]] = frozenset({"contact"})
    unit_lookup: ClassVar[str] = "unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 code of the place of establishment.")
    website = models.URLField(blank=True)
    contact = models.EmailField(blank=True)
    unit = models.ForeignKey("governance.Unit", on_delete=models.PROTECT, related_name="vendors")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet["Vendor"].as_manager()

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("governance:vendor", args=[self.reference])


class Product(models.Model):
    """What a vendor supplies: a model, a system, a component, data or a service."""

    class Kind(models.TextChoices):
        """What sort of thing it is."""

        GPAI_MODEL = "gpai_model", "General-purpose AI model"
        AI_SYSTEM = "ai_system", "AI system"
        COMPONENT = "component", "Component or tool"
        DATASET = "dataset", "Data set"
        SERVICE = "service", "Service"

    personal: ClassVar[frozenset[str]] = frozenset()
    unit_lookup: ClassVar[str] = "vendor__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    vendor = models.ForeignKey(Vendor, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    description = models.TextField(max_length=5000, blank=True)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet["Product"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="product_name_once", fields=["vendor", "name"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"
