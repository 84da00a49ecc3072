"""Dossiers: a frozen pack and the PDF made from it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.packs.kinds import KINDS
from governance.models import Job, ScopedQuerySet
from governance.vocabulary import JobState


class Dossier(Job):
    """One dossier about one subject. The pack is frozen at the request; the worker only renders it.

    The subject is a version of a system, perhaps in one fairness run; or a vendor assessment; or a unit with
    everything below it. Whoever sees the subject sees its dossiers.
    """

    personal: ClassVar[frozenset[str]] = frozenset({"requested_by", "pack"})
    unit_lookup: ClassVar[tuple[str, ...]] = (
        "version__system__unit",
        "assessment__product__vendor__unit",
        "unit",
    )

    reference = models.CharField(max_length=20, unique=True)
    version = models.ForeignKey(
        "governance.SystemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    run = models.ForeignKey(
        "audits.Run", null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    assessment = models.ForeignKey(
        "audits.VendorAssessment", null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    unit = models.ForeignKey(
        "governance.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="dossiers"
    )
    kind = models.CharField(max_length=40, default="system")
    approves = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="approved_as",
        help_text="The dossier whose content was approved: this is the approved document.",
    )  # fmt: skip
    pack = models.TextField(help_text="Canonical JSON.")
    pack_sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="dossiers/%Y/%m/", max_length=300, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    sealed_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the part before the signature.")
    signed_by = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signature_level = models.CharField(max_length=10, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet["Dossier"].as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                name="dossier_has_one_subject",
                condition=Q(version__isnull=False, assessment=None, unit=None)
                | Q(version=None, run=None, assessment__isnull=False, unit=None)
                | Q(version=None, run=None, assessment=None, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_done_has_file",
                condition=~Q(state=JobState.DONE) | ~Q(file="") & ~Q(file_sha256=""),
            ),
            models.CheckConstraint(
                name="dossier_signed_by_whom_and_when",
                condition=Q(signed_by="", signed_at=None, signature_level="")
                | ~Q(signed_by="") & Q(signed_at__isnull=False) & ~Q(signature_level=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """What its kind is called."""
        return KINDS[self.kind].title if self.kind in KINDS else self.kind

    def get_absolute_url(self) -> str:
        return reverse("audits:dossier", args=[self.reference])
