"""What is owed, by whom, until when, and how far it is."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from governance.models import ScopedQuerySet
from risk.vocabulary import addressee


class Obligation(models.Model):
    """One duty of one operator role for one system, kept in step with the current classification.

    Where the law is read in two ways both dates are kept. A duty that falls away is closed, never deleted.
    """

    class State(models.TextChoices):
        """open -> met, and back when it was a mistake; either -> fallen_away when nothing gives the duty any more."""

        OPEN = "open", "Open"
        MET = "met", "Met"
        FALLEN_AWAY = "fallen_away", "Fallen away"

    class Concerns(models.TextChoices):
        """What has to be in order so that the duty is met, as risk.engine.edition.Concern."""

        SYSTEM = "system", "This system"
        ORGANISATION = "organisation", "The organisation, once for all its systems"
        OCCASION = "occasion", "An occasion, such as a request or an incident"

    personal: ClassVar[frozenset[str]] = frozenset({"owner", "settled_by"})
    unit_lookup: ClassVar[str] = "system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    system = models.ForeignKey("governance.AISystem", on_delete=models.PROTECT, related_name="obligations")
    key = models.CharField(max_length=160, help_text="Id of the obligation in the rulebook, and the role.")
    role = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    says = models.TextField()
    provision = models.JSONField(help_text="cite, anchor, url")
    due_effective = models.DateField(null=True, blank=True)
    due_literal = models.DateField(null=True, blank=True)
    due_note = models.TextField(blank=True)
    recurrence = models.CharField(max_length=200, blank=True)
    limit = models.CharField(max_length=300, blank=True)
    fine = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="What the rulebook remarks on the duty.")
    expects = models.JSONField(default=list, help_text="Kinds of evidence that show that it is met.")
    because = models.JSONField(default=list, help_text="Ids of the rules it follows from.")
    concerns = models.CharField(max_length=20, choices=Concerns, default=Concerns.SYSTEM)
    edition = models.CharField(max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations"
    )
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    evidence = models.TextField(blank=True, help_text="What shows that the duty is met: a document, a link.")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_reason = models.TextField(blank=True)

    objects = ScopedQuerySet["Obligation"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="obligation_once", fields=["system", "key"]),
            models.CheckConstraint(
                name="obligation_settled_by_somebody",
                condition=Q(state="open", settled_at=None, settled_by=None)
                | ~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="obligation_calendar", fields=["state", "due_effective"])]

    def __str__(self) -> str:
        return f"{self.system_id} {self.key}"

    @property
    def role_label(self) -> str:
        """Whom the duty addresses, in words."""
        return addressee(self.role)
