"""Dossiers: a frozen pack and the PDF made from it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models import Job, ScopedQuerySet
from governance.vocabulary import JobState


class Dossier(Job):
    """One dossier of one version of a system. The pack is frozen at the request; the worker only renders it."""

    personal: ClassVar[frozenset[str]] = frozenset({"requested_by", "pack"})
    unit_lookup: ClassVar[str] = "version__system__unit"

    reference = models.CharField(max_length=20, unique=True)
    version = models.ForeignKey("governance.SystemVersion", on_delete=models.PROTECT, related_name="dossiers")
    kind = models.CharField(max_length=40, default="system")
    pack = models.TextField(help_text="Canonical JSON.")
    pack_sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="dossiers/%Y/%m/", max_length=300, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet["Dossier"].as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                name="dossier_done_has_file",
                condition=~Q(state=JobState.DONE) | ~Q(file="") & ~Q(file_sha256=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("audits:dossier", args=[self.reference])
