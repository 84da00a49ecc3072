"""Prediction logs: bringing them in, and forgetting their rows once they are counted."""

import hashlib
import json
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from audits.fairness.cells import Cells
from audits.fairness.spec import Spec
from audits.models import Plan, PredictionLog
from audits.staging import Staged
from governance import trail
from governance.actions.holding import hold
from governance.models import SystemVersion, User
from governance.vocabulary import JobState

SHOWN_NAME = 200


class StillNeeded(Exception):
    """The rows are not counted, are to be kept, or a run is about to read them."""


class OtherColumns(Exception):
    """The counts are not grouped by the columns that the plan names."""


@transaction.atomic
def admit(
    *, plan: Plan, version: SystemVersion, name: str, staged: Staged, by: User, at: datetime
) -> tuple[PredictionLog, bool]:
    """Make a staged file a log of a plan; return it, and whether it is new.

    The same bytes are one log of a plan, however often they come; rows that were forgotten are back.
    """
    hold(plan)
    known = PredictionLog.objects.filter(plan=plan, sha256=staged.sha256).first()
    if known and known.file:
        transaction.on_commit(lambda: default_storage.delete(staged.name))
        return known, False
    if known:
        known.file, known.mark, known.rows_deleted_at = staged.name, staged.mark, None
        known.save(update_fields=["file", "mark", "rows_deleted_at"])
    log = known or PredictionLog.objects.create(
        plan=plan,
        version=version,
        name=_shown(name),
        file=staged.name,
        sha256=staged.sha256,
        mark=staged.mark,
        size=staged.size,
        imported_by=by,
        imported_at=at,
    )
    trail.record(
        at=at, by=by, verb="log.rows_restored" if known else "log.imported", subject=plan.reference,
        unit=plan.system.unit, after=_told(log),
    )  # fmt: skip
    return log, known is None


@transaction.atomic
def admit_counts(
    *, plan: Plan, version: SystemVersion, name: str, cells: Cells, by: User, at: datetime
) -> tuple[PredictionLog, bool]:
    """Make counts a log of a plan: nobody's row ever comes here. Return it, and whether it is new.

    Raises: OtherColumns.
    """
    spec = Spec.from_json(plan.spec)
    if cells.by != spec.by:
        raise OtherColumns(", ".join(spec.by))
    if (cells.stratum, cells.weight) != (spec.stratum, spec.weight):
        raise OtherColumns(", ".join((*spec.by, *filter(None, (spec.stratum, spec.weight)))))
    hold(plan)
    counted = cells.as_json()
    digest = hashlib.sha256(json.dumps(counted, sort_keys=True).encode()).hexdigest()
    if known := PredictionLog.objects.filter(plan=plan, sha256=digest).first():
        return known, False
    log = PredictionLog.objects.create(
        plan=plan,
        version=version,
        name=_shown(name),
        sha256=digest,
        size=0,
        imported_by=by,
        imported_at=at,
        spec=plan.spec,
        cells=counted,
    )
    trail.record(
        at=at,
        by=by,
        verb="log.counts_submitted",
        subject=plan.reference,
        unit=plan.system.unit,
        after=_told(log),
    )
    return log, True


@transaction.atomic
def forget_rows(*, log: PredictionLog, by: User, at: datetime) -> None:
    """Delete the rows of a counted log; its digest and its cells stay.

    The file goes before the commit: a death in between leaves a row without file; the next try settles it.
    Raises: StillNeeded.
    """
    hold(log.plan)
    row = (
        PredictionLog.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan__system__unit")
        .get(pk=log.pk)
    )
    kept = row.plan.keep_rows_until
    busy = row.runs.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)).exists()
    if row.cells is None or not row.file or busy or (kept and kept >= at.date()):
        raise StillNeeded(str(row))
    default_storage.delete(str(row.file))
    row.file, row.rows_deleted_at = "", at
    row.save(update_fields=["file", "rows_deleted_at"])
    trail.record(
        at=at, by=by, verb="log.rows_deleted", subject=row.plan.reference, unit=row.plan.system.unit,
        after={"sha256": row.sha256},
    )  # fmt: skip


def _shown(name: str) -> str:
    """Return the last part of a file's name as people may see it."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in last if letter.isprintable())[:SHOWN_NAME] or "log"


def _told(log: PredictionLog) -> dict[str, object]:
    return {"name": log.name, "sha256": log.sha256, "size": log.size, "version": log.version.label}
