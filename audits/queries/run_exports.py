"""A run as it leaves the house: one JSON document and every table of its result, hidden groups withheld or not."""

import io
import zipfile
from typing import Any

from audits.fairness.tables import Table, tables
from audits.fairness.withholding import withheld
from audits.models import Run
from governance.http import csv_text
from governance.models import ScopedQuerySet
from governance.vocabulary import JobState

# The same run is the same archive, byte for byte: nothing in it tells when it was packed.
EPOCH = (1980, 1, 1, 0, 0, 0)
# What `counts` says in an address to have hidden groups, too.
ALL = "all"


class NoTable(Exception):
    """A result has no table of this name."""


def exportable() -> ScopedQuerySet[Run]:
    """Return the finished runs with everything that an export says of them. No query until it is read."""
    rows = Run.objects.filter(state=JobState.DONE).select_related("plan__system__unit", "version", "log")
    return rows.defer("log__cells", "log__spec")


def document(run: Run, *, full: bool) -> dict[str, Any]:
    """Return a run with its specification and result, as docs/schemas/fairness-run.json states it.

    Shape: `full` with its counts and the numbers of hidden groups, which together recompute it.
    Cost: no query, for a run from `exportable`.
    """
    return {
        "schema": "fairness-run",
        "reference": run.reference,
        "plan": run.plan.reference,
        "plan_name": run.plan.name,
        "system": run.plan.system.reference,
        "version": run.version.label,
        "requested_at": run.queued_at.isoformat(),
        "finished_at": run.finished_at.isoformat() if run.finished_at else "",
        "log": {
            "name": run.log.name,
            "sha256": run.log.sha256,
            "imported_at": run.log.imported_at.isoformat(),
        },
        "complete": full,
        "spec": run.spec,
        "cells": run.cells if full else None,
        "result": run.result if full else withheld(run.result or {}),
    }


def tables_of(run: Run, *, full: bool) -> tuple[Table, ...]:
    """Return every table of a finished run, the first saying what run it is; counts only in full. No query."""
    whole = document(run, full=full)
    told = {name: value for name, value in whole.items() if isinstance(value, str | bool)}
    about = Table("run", ("what", "value"), (*told.items(), ("log_sha256", run.log.sha256)))
    return (about, *tables(whole["result"], whole["cells"]))


def csv_of(run: Run, name: str, *, full: bool) -> str:
    """Return one table of a finished run as CSV. No query.

    Raises: NoTable.
    """
    for one in tables_of(run, full=full):
        if one.name == name:
            return csv_text(one.columns, one.rows)
    raise NoTable(name)


def archive_of(run: Run, *, full: bool) -> bytes:
    """Return all tables of a finished run as a ZIP of CSV files, the same bytes each time. No query."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for one in tables_of(run, full=full):
            entry = zipfile.ZipInfo(f"{one.name}.csv", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, csv_text(one.columns, one.rows))
    return held.getvalue()
