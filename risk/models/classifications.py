"""What a rulebook made of a version's facts on a day."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from governance.models import ScopedQuerySet
from governance.vocabulary import Tier
from risk.engine.writing import FindingEncoder


class Classification(models.Model):
    """One finding as it stood, with facts and edition, so that yesterday's answer can be replayed."""

    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    unit_lookup: ClassVar[str] = "version__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(
        "governance.SystemVersion", on_delete=models.PROTECT, related_name="classifications"
    )
    edition = models.CharField(max_length=40)
    on_date = models.DateField()
    facts = models.JSONField()
    finding = models.JSONField(encoder=FindingEncoder)
    tier = models.CharField(max_length=20, choices={t.value: t.label for t in Tier})
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    system_revision = models.PositiveIntegerField(help_text="The register's revision that was judged.")
    next_change_date = models.DateField(
        null=True,
        blank=True,
        db_index=True,
        help_text="The first day to come on which the law changes for it.",
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet["Classification"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="classification_one_current", fields=["version"], condition=Q(superseded_at=None)
            ),
        ]
        indexes = [models.Index(name="classification_history", fields=["version", "-at"])]

    def __str__(self) -> str:
        return f"{self.version_id} {self.tier} under {self.edition} on {self.on_date}"
