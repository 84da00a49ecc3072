"""Documents that the Act prescribes, filled in for a version of a system, and what was sent of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class Sheet(models.Model):
    """One prescribed document about one version: a draft, then finished; a new one begins with a copy."""

    class State(models.TextChoices):
        """draft -> finished; a newer finished one of the same kind takes its place."""

        DRAFT = "draft", "Draft"
        FINISHED = "finished", "Finished"

    personal: ClassVar[frozenset[str]] = frozenset({"created_by", "finished_by"})
    unit_lookup: ClassVar[str] = "version__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    version = models.ForeignKey("governance.SystemVersion", on_delete=models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=40, help_text="Id of the blank, such as fria.")
    edition = models.CharField(max_length=40, help_text="The state of the law whose blank it is.")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet["Sheet"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sheet_finished_by_somebody",
                condition=Q(state="draft", finished_at=None, finished_by=None)
                | Q(state="finished", finished_at__isnull=False, finished_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="sheet_one_draft", fields=["version", "kind"], condition=Q(state="draft")
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("audits:sheet", args=[self.reference])


class SheetEntry(models.Model):
    """What somebody wrote in one field. Rows are only added: the newest one of a field stands."""

    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    unit_lookup: ClassVar[str] = "sheet__version__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="entries")
    field = models.CharField(max_length=60)
    value = models.JSONField(
        help_text="Text, or a list of what was chosen; empty takes back what stood there."
    )
    applies = models.BooleanField(default=True, help_text="False: the value is why it does not apply.")
    source = models.CharField(max_length=500, blank=True, help_text="Where it was adopted from, as it is.")
    evidence = models.URLField(max_length=500, blank=True, help_text="Where it can be seen; never fetched.")
    number = models.PositiveIntegerField(help_text="The revision of the sheet that this entry made.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet["SheetEntry"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="sheetentry_once", fields=["sheet", "field", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.field} {self.number}"


class Submission(models.Model):
    """What was entered into the EU database, as it was: the fields in words, on a day, under a number."""

    personal: ClassVar[frozenset[str]] = frozenset({"recorded_by", "fields"})
    unit_lookup: ClassVar[str] = "sheet__version__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="submissions")
    number = models.CharField(max_length=100, help_text="Registration number in the EU database.")
    submitted_date = models.DateField()
    reduced = models.BooleanField(help_text="Only the set of Art. 49(4), to the non-public section.")
    fields = models.JSONField(help_text="Field to what was entered, in words.")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedQuerySet["Submission"].as_manager()

    def __str__(self) -> str:
        return f"{self.number} of {self.submitted_date:%Y-%m-%d}"
