"""What a source offers, seen before anything is counted: its tables, and the columns of one of them."""

from pathlib import Path
from typing import Any

from audits.fairness.apart import Limits, apart
from audits.fairness.labels import Unreadable
from audits.fairness.sources.parts import folder_of, parts_in
from audits.fairness.sources.source import Source
from audits.fairness.spec import Spec


def columns_in(
    source: Source, table: str, spec: Spec | None = None, limits: Limits | None = None
) -> tuple[str, ...]:
    """Return the columns of a table of a source, once it was seen that a specification could be counted there.

    Raises: Unreadable, naming the role; OSError, where the source does not answer; audits.fairness.Broken.
    """
    if not source.offers(table):
        raise Unreadable("table", f"'{table}' is not offered by this source.")
    order: dict[str, Any] = {"do": "look_at_table", "at": source.at, "table": table}
    if source.is_folder:
        folder = folder_of(source.at, table)
        order = {"do": "look_at_part", "path": str(folder / parts_in(folder)[0].name)}
    return tuple(apart({**order, "spec": spec.as_json() if spec else None}, limits=limits))


def tables_in(source: Source, limits: Limits | None = None) -> tuple[str, ...]:
    """Return the tables of a source, or the folders of parts right below it.

    Raises: Unreadable; OSError, where the source does not answer; audits.fairness.Broken.
    """
    if not source.is_folder:
        return tuple(apart({"do": "list_tables", "at": source.at}, limits=limits))
    root = Path(source.at)
    if not root.is_dir():
        raise Unreadable("source", "names a folder that is not there.")
    return tuple(sorted(below.name for below in root.iterdir() if below.is_dir()))
