"""What was asked of a vendor about a product, what it answered, and what that is worth."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from uuid6 import uuid7

from audits.scoring import Word
from governance.models import ScopedQuerySet


class VendorAssessment(models.Model):
    """One assessment of one product under one edition of a questionnaire: a draft, then final."""

    class State(models.TextChoices):
        """draft -> concluded; a newer conclusion for the same product takes its place in the dossier."""

        DRAFT = "draft", "Draft"
        CONCLUDED = "concluded", "Concluded"

    personal: ClassVar[frozenset[str]] = frozenset({"created_by", "concluded_by"})
    unit_lookup: ClassVar[str] = "product__vendor__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    product = models.ForeignKey("governance.Product", on_delete=models.PROTECT, related_name="assessments")
    questionnaire = models.CharField(max_length=80, help_text="Id of the questionnaire edition.")
    answers = models.JSONField(default=dict, help_text="Question id to {value, note}.")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    score = models.JSONField(
        null=True, help_text="Overall and per area, each with its reasons; once concluded."
    )
    summary = models.TextField(max_length=5000, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet["VendorAssessment"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vendorassessment_concluded_is_whole",
                condition=Q(state="draft", concluded_at=None, concluded_by=None)
                | Q(
                    state="concluded",
                    concluded_at__isnull=False,
                    concluded_by__isnull=False,
                    score__isnull=False,
                    valid_until__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                name="vendorassessment_one_draft",
                fields=["product", "questionnaire"],
                condition=Q(state="draft"),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("audits:vendor_assessment", args=[self.reference])

    @property
    def word(self) -> str:
        """The overall word of a concluded assessment, as stored."""
        return self.score["overall"]["word"] if self.score else ""

    @property
    def word_label(self) -> str:
        return Word(self.word).label if self.word else ""
