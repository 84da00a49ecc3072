"""How the organisation's documents look: its logo, its colour, its paper."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class Letterhead(models.Model):
    """One row an installation; until it is set, documents look as Annex has them."""

    class Paper(models.TextChoices):
        """The sheets of paper that documents are set on."""

        A4 = "A4", "A4"
        LETTER = "Letter", "US Letter"

    personal: ClassVar[frozenset[str]] = frozenset({"set_by"})

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(max_length=120, blank=True, help_text="Empty: the organisation's own name.")
    colour = models.CharField(max_length=7, blank=True, help_text="Such as #14506e; empty: Annex's own.")
    paper = models.CharField(max_length=10, choices=Paper, default=Paper.A4)
    confidentiality = models.CharField(max_length=60, default="Confidential")
    logo = models.BinaryField(blank=True, default=b"", help_text="PNG, drawn anew from what was sent.")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="letterhead_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.name or "Letterhead"
