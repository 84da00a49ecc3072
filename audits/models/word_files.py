"""Word files: an editable copy of one dossier, or two of them with every change tracked."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.models.dossiers import Dossier
from governance.models import Job, ScopedQuerySet
from governance.vocabulary import JobState


class WordFile(Job):
    """One Word file of a dossier; with an `earlier` one, a redline of both: packs never change, nor does it."""

    CONTENT_TYPE: ClassVar[str] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    personal: ClassVar[frozenset[str]] = frozenset({"requested_by", "pieces", "changes"})
    unit_lookup: ClassVar[tuple[str, ...]] = tuple(f"dossier__{path}" for path in Dossier.unit_lookup)

    reference = models.CharField(max_length=20, unique=True)
    dossier = models.ForeignKey("audits.Dossier", on_delete=models.PROTECT, related_name="word_files")
    earlier = models.ForeignKey(
        "audits.Dossier", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    pieces = models.JSONField(null=True, help_text="audits.dossiers.redline pieces; of a redline only.")
    changes = models.JSONField(null=True, help_text="audits.packs.changes; of a redline only.")
    file = models.FileField(upload_to="word/%Y/%m/", max_length=300, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = ScopedQuerySet["WordFile"].as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.UniqueConstraint(
                name="wordfile_one_copy", fields=["dossier"], condition=Q(earlier=None)
            ),
            models.UniqueConstraint(name="wordfile_one_redline", fields=["dossier", "earlier"]),
            models.CheckConstraint(name="wordfile_of_two", condition=~Q(dossier=F("earlier"))),
            models.CheckConstraint(
                name="wordfile_done_has_file",
                condition=~Q(state=JobState.DONE) | ~Q(file="") & ~Q(file_sha256=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def title(self) -> str:
        """What it is called in lists."""
        return "Redline" if self.earlier_id else "Word copy"

    @property
    def word(self) -> str:
        return "word_file"

    @property
    def file_name(self) -> str:
        """Under which name it is saved; one query each for dossiers that were not joined."""
        since = f"-since-{self.earlier.reference}" if self.earlier else ""
        return f"{self.dossier.reference}{since}.docx"

    def get_absolute_url(self) -> str:
        return reverse("audits:word_file", args=[self.reference])
