"""Counting what lies elsewhere, in a process of its own: a table of a database, a folder of parts, one part."""

from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from audits.fairness.apart import Limits, apart
from audits.fairness.cells import Cells
from audits.fairness.files import Progress, silent
from audits.fairness.labels import Unreadable
from audits.fairness.sources.adding import PartCount
from audits.fairness.sources.parts import Part, folder_of, parts_in
from audits.fairness.sources.source import Source
from audits.fairness.spec import Spec


def count_source(
    source: Source, table: str, spec: Spec, progress: Progress = silent, limits: Limits | None = None
) -> Cells:
    """Return the cells of a table of a source, in one pass.

    Raises: Unreadable, Misstated; OSError, where the source does not answer; audits.fairness.Broken.
    """
    if not source.offers(table):
        raise Unreadable("table", f"'{table}' is not offered by this source.")
    if source.is_folder:
        folder = folder_of(source.at, table)
        parts = parts_in(folder)
        order = {
            "do": "count_parts", "folder": str(folder), "parts": [astuple(part) for part in parts],
            **_stated(source, table, spec),
        }  # fmt: skip
        return Cells.from_json(apart(order, progress, limits))
    order = {"do": "count_table", "at": source.at, "table": table, **_stated(source, table, spec)}
    return Cells.from_json(apart(order, progress, limits))


def count_one_part(folder: Path, part: Part, spec: Spec, progress: Progress, limits: Limits) -> PartCount:
    """Return what one part came to.

    Raises: as `count_source`.
    """
    order = {"do": "count_part", "folder": str(folder), "part": astuple(part), "spec": spec.as_json()}
    return PartCount.from_json(apart(order, progress, limits))


def _stated(source: Source, table: str, spec: Spec) -> Mapping[str, Any]:
    return {"spec": spec.as_json(), "dataset": {"source": source.name, "table": table}}
