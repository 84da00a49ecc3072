"""What people said about a system, fact by fact."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from governance.models import ScopedQuerySet


class Answer(models.Model):
    """One fact as somebody stated it, for a version of a system and the later ones until answered anew.

    A value of null is an explicit "I don't know". What stood before is in the trail.
    """

    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    unit_lookup: ClassVar[str] = "version__system__unit"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey("governance.SystemVersion", on_delete=models.PROTECT, related_name="answers")
    fact = models.CharField(max_length=120)
    value = models.JSONField(null=True)
    note = models.TextField(max_length=5000, blank=True)
    evidence = models.URLField(max_length=500, blank=True, help_text="Where it can be seen; never fetched.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedQuerySet["Answer"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="answer_once", fields=["version", "fact"])]

    def __str__(self) -> str:
        return f"{self.version_id} {self.fact}"
