"""Reviews of dossiers: asked for by one person, decided by another, bound to the content that was read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from audits.models.dossiers import Dossier
from governance.models import ScopedQuerySet


class Review(models.Model):
    """One review of one dossier; once decided it never changes."""

    class Decision(models.TextChoices):
        """Nothing yet, or what the reviewer held."""

        PENDING = "", "In review"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"

    personal: ClassVar[frozenset[str]] = frozenset({"asked_by", "decided_by", "reasons", "note"})
    unit_lookup: ClassVar[tuple[str, ...]] = tuple(f"dossier__{path}" for path in Dossier.unit_lookup)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier = models.ForeignKey("audits.Dossier", on_delete=models.PROTECT, related_name="reviews")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    note = models.TextField(max_length=2000, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default=Decision.PENDING)
    reasons = models.TextField(max_length=5000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="Of the record that was decided on.")

    objects = ScopedQuerySet["Review"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="review_one_pending", fields=["dossier"], condition=Q(decision="")
            ),
            models.UniqueConstraint(
                name="review_one_approval", fields=["dossier"], condition=Q(decision="approved")
            ),
            models.CheckConstraint(
                name="review_decided_is_whole",
                condition=Q(decision="", decided_by=None, decided_at=None, digest="")
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(digest="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.decision or 'pending'}"
