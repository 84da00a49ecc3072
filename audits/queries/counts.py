"""Whether the counts that were kept of a log can answer what a spec asks, once its rows are gone."""

from audits.fairness.cells import Cells
from audits.fairness.spec import Spec
from audits.models import PredictionLog, Run
from audits.packs.canonical import canonical_json

# What decides how rows become cells; everything else of a spec only reads them.
COUNTING = (
    "outcome",
    "prediction",
    "weight",
    "positive",
    "favourable",
    "score_threshold",
    "score",
    "target",
    "missing",
)


class RowsGone(Exception):
    """The rows were deleted once counted, and their counts do not answer this spec; the message says why."""


def kept_counts(log: PredictionLog, spec: Spec) -> Cells | None:
    """Return the counts of a log without rows as a spec wants them, or nothing when the rows are still there.

    Cost: no query.
    Raises: RowsGone.
    """
    if log.file or log.cells is None or log.spec is None:
        return None
    counted, was = Cells.from_json(log.cells), Spec.from_json(log.spec)
    differing = [name for name in COUNTING if getattr(was, name) != getattr(spec, name)]
    if differing:
        raise RowsGone(_words(f"with another {' and '.join(differing).replace('_', ' ')}"))
    if missing := [column for column in spec.by if column not in counted.by]:
        raise RowsGone(_words(f"by {' and '.join(counted.by)}, not by {' and '.join(missing)}"))
    if spec.stratum not in (None, counted.stratum):
        raise RowsGone(_words(f"without the strata of {spec.stratum}"))
    if banded := [
        column for column in (*spec.by, spec.stratum or "") if was.edges.get(column) != spec.edges.get(column)
    ]:
        raise RowsGone(_words(f"with other bands of {' and '.join(banded)}"))
    return counted if counted.by == spec.by else counted.along(spec.by)


def told(run: Run) -> bytes:
    """Return the counts behind a run as auditors get them: whoever has them can compute every number again.

    The key is a number that nothing else tells. Without it somebody could try small counts until their digest, which
    is printed, comes out.
    """
    content = {
        "run": run.reference,
        "key": str(run.pk),
        "log_sha256": run.log.sha256,
        "spec": run.spec,
        "cells": run.cells,
    }
    return canonical_json(content)


def _words(how: str) -> str:
    return (
        f"The rows of this log were deleted once counted, and they were counted {how}. Import the log again."
    )
