"""Legal dates on their way to people: addresses of calendars, and reminders."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class Feed(models.Model):
    """The secret address under which one person's calendar programs read what is owed, and nothing else.

    Only a digest of the secret is kept: it has 256 random bits, so that a plain hash cannot be guessed back.
    """

    personal: ClassVar[frozenset[str]] = frozenset({"user"})

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="feed")
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Reminder(models.Model):
    """One person told once that a duty is due in so many days; the row comes first, the mail after it."""

    personal: ClassVar[frozenset[str]] = frozenset({"user"})
    unit_lookup: ClassVar[str] = "obligation__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    obligation = models.ForeignKey("risk.Obligation", on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reminders")
    due_date = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="How long before the day: 30, 7 or 1.")
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedQuerySet["Reminder"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reminder_once", fields=["obligation", "user", "due_date", "days"]),
        ]
        indexes = [models.Index(name="reminder_of_person", fields=["user", "due_date"])]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.days}"
