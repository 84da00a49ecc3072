"""When dossiers are made by themselves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from audits.packs.kinds import KINDS
from governance.models import ScopedQuerySet


class DossierSchedule(models.Model):
    """A calendar for one kind of dossier about a system, in its newest version, or about a unit."""

    personal: ClassVar[frozenset[str]] = frozenset({"set_by"})
    unit_lookup: ClassVar[tuple[str, ...]] = ("system__unit", "unit")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey(
        "governance.AISystem",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dossier_schedules",
    )
    unit = models.ForeignKey(
        "governance.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="dossier_schedules"
    )
    kind = models.CharField(max_length=40)
    cron = models.CharField(max_length=100, help_text="Minute, hour, day of month, month, day of week.")
    zone = models.CharField(max_length=60, help_text="IANA time zone, such as Europe/Brussels.")
    active = models.BooleanField(default=True)
    next_due_at = models.DateTimeField(db_index=True)
    last_made = models.ForeignKey(
        "audits.Dossier", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = ScopedQuerySet["DossierSchedule"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dossierschedule_one_subject",
                condition=Q(system__isnull=False, unit=None) | Q(system=None, unit__isnull=False),
            ),
            models.UniqueConstraint(name="dossierschedule_once", fields=["system", "kind"]),
            models.UniqueConstraint(name="dossierschedule_once_a_unit", fields=["unit", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.cron} {self.zone}"

    @property
    def title(self) -> str:
        """What its kind is called."""
        return KINDS[self.kind].title if self.kind in KINDS else self.kind
