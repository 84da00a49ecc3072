"""What lawyers hold of findings."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from governance.models import ScopedQuerySet
from governance.vocabulary import Tier


class Position(models.Model):
    """One lawyer's word on one finding: it is right, or it is not and why. Rows are added, never changed.

    A contest keeps both: the rulebook's tier stays what lists show, and this row says what is held instead.
    """

    class Stance(models.TextChoices):
        """What a lawyer makes of a finding."""

        CONFIRMED = "confirmed", "Confirmed"
        CONTESTED = "contested", "Contested"

    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    unit_lookup: ClassVar[str] = "classification__version__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    classification = models.ForeignKey(
        "risk.Classification", on_delete=models.PROTECT, related_name="positions"
    )
    digest = models.CharField(max_length=64, help_text="Of the facts and the finding it speaks of.")
    stance = models.CharField(max_length=20, choices=Stance)
    reasons = models.TextField(max_length=5000)
    tier = models.CharField(
        max_length=20,
        blank=True,
        choices={t.value: t.label for t in Tier},
        help_text="The tier that is held to be right instead.",
    )
    provision = models.CharField(
        max_length=200, blank=True, help_text="On which provision the contest rests."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet["Position"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="position_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="position_only_a_contest_names_another",
                condition=Q(stance="contested") | Q(tier="", provision=""),
            ),
        ]
        indexes = [models.Index(name="position_newest", fields=["classification", "-at"])]

    def __str__(self) -> str:
        return f"{self.classification_id} {self.stance}"
