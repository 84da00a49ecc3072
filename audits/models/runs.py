"""One execution of a plan: a job's row and, once done, all that recomputes it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.fairness.verdicts import Verdict
from governance.models import Job, ScopedQuerySet
from governance.vocabulary import JobState

# What lists of runs leave in the database.
BULK = ("cells", "result", "spec")


class Run(Job):
    """A fairness run. Done means: cells, spec, result and versions are all here."""

    personal: ClassVar[frozenset[str]] = frozenset({"requested_by"})
    unit_lookup: ClassVar[str] = "plan__system__unit"

    reference = models.CharField(max_length=20, unique=True)
    plan = models.ForeignKey("audits.Plan", on_delete=models.PROTECT, related_name="runs")
    log = models.ForeignKey("audits.PredictionLog", on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey(
        "governance.SystemVersion", on_delete=models.PROTECT, related_name="fairness_runs"
    )
    spec = models.JSONField(help_text="The plan's spec as it stood when the run was requested.")
    cells = models.JSONField(null=True)
    result = models.JSONField(null=True, help_text="audits.fairness.Assessment as JSON.")
    gravest = models.CharField(
        max_length=40,
        choices=[(verdict.value, verdict.label) for verdict in Verdict],
        blank=True,
        help_text="The gravest verdict of the result; empty where no threshold was set, or nothing is done.",
    )

    objects = ScopedQuerySet["Run"].as_manager()

    class Meta(Job.Meta):
        constraints = [
            *Job.Meta.constraints,
            models.CheckConstraint(
                name="run_done_has_result",
                condition=~Q(state=JobState.DONE) | Q(cells__isnull=False, result__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("audits:run", args=[self.reference])
