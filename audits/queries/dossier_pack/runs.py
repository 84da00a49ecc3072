"""What is on record about one fairness run: the result, the file it counted, the system it is about."""

from dataclasses import replace
from typing import Any

from audits.models import Run
from audits.packs.parts import FairnessRun
from audits.queries.baselines import standing
from audits.queries.dossier_pack.systems import counted, measured, system_record
from audits.queries.dossier_pack.thresholds import with_thresholds
from audits.queries.trends import drift_between
from governance.vocabulary import JobState


def parts_of(run: Run) -> dict[str, Any]:
    """Return the parts of a pack about one finished run. Four queries."""
    rows = with_thresholds(Run.objects.all()).select_related(
        "version__system__unit",
        "version__system__owner",
        "plan__thresholds_set_by",
        "log__imported_by",
        "requested_by",
    )
    row = rows.defer("cells", "log__cells").get(pk=run.pk)
    return {
        "system": system_record(row.version),
        "fairness": (_moved(measured(row), row),),
        "evidence": counted(row),
    }


def _moved(told: FairnessRun, run: Run) -> FairnessRun:
    """Return the run with how far people moved since the approved run of its plan, or since the run before it."""
    done = Run.objects.filter(plan=run.plan_id, state=JobState.DONE).only("reference", "cells", "spec")
    approved = standing(run.plan)
    earlier = done.filter(finished_at__lt=run.finished_at).order_by("-finished_at", "-pk")
    chosen = done.filter(pk=approved.run_id) if approved and approved.run_id != run.pk else earlier
    if (before := chosen.first()) is None:
        return told
    moved = drift_between(before, done.get(pk=run.pk))
    return replace(told, since=before.reference, drift=moved) if moved else told
