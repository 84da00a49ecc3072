"""What the reading process can be asked for: each order with what it needs, each answer as plain JSON values."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from audits.fairness import engine
from audits.fairness.cells import Cells
from audits.fairness.counting import count
from audits.fairness.files import Progress, digest
from audits.fairness.hashed import Hashed
from audits.fairness.previews import preview
from audits.fairness.sources.parts import Part
from audits.fairness.spec import Spec

Order = Mapping[str, Any]


def _count(order: Order, progress: Progress) -> dict[str, Any]:
    """Count one file: path, spec, and where it is known its digest from before."""
    before = order.get("before")
    known = Hashed(*before) if before else None
    return count(Path(order["path"]), Spec.from_json(order["spec"]), progress, known).as_json()


def _digest(order: Order, progress: Progress) -> str:
    """Hash one file: path."""
    return digest(Path(order["path"]), progress)


def _preview(order: Order, _progress: Progress) -> dict[str, Any]:
    """Tell what one file holds: path."""
    return preview(Path(order["path"])).as_json()


def _count_parts(order: Order, progress: Progress) -> dict[str, Any]:
    """Count a folder in one pass: folder, parts, spec, dataset."""
    folders = _sources("folders")
    parts = [Part(*part) for part in order["parts"]]
    spec = Spec.from_json(order["spec"])
    counted: Cells = folders.count_parts(Path(order["folder"]), parts, spec, order["dataset"], progress)
    return counted.as_json()


def _count_part(order: Order, progress: Progress) -> dict[str, Any]:
    """Count one part of a folder: folder, part, spec."""
    spec = Spec.from_json(order["spec"])
    part = Part(*order["part"])
    counted: Cells = _sources("folders").count_part(Path(order["folder"]), part, spec, progress)
    return counted.as_json()


def _count_table(order: Order, progress: Progress) -> dict[str, Any]:
    """Count a table of a database: at, table, spec, dataset, and the seconds it may take."""
    spec, seconds = Spec.from_json(order["spec"]), order["limits"]["seconds"]
    counted: Cells = _sources("tables").count_table(
        order["at"], order["table"], spec, order["dataset"], seconds=seconds, progress=progress
    )
    return counted.as_json()


def _look_at_table(order: Order, _progress: Progress) -> list[str]:
    """Tell the columns of a table: at, table, spec or null."""
    spec, seconds = order["spec"] and Spec.from_json(order["spec"]), order["limits"]["seconds"]
    found: list[str] = _sources("tables").look_at_table(order["at"], order["table"], spec, seconds=seconds)
    return found


def _look_at_part(order: Order, _progress: Progress) -> list[str]:
    """Tell the columns of a part: path, spec or null."""
    spec = order["spec"] and Spec.from_json(order["spec"])
    found: list[str] = _sources("folders").look_at_part(Path(order["path"]), spec)
    return found


def _list_tables(order: Order, _progress: Progress) -> list[str]:
    """Tell the tables of a database: at."""
    found: list[str] = _sources("tables").list_tables(order["at"], seconds=order["limits"]["seconds"])
    return found


def _sources(name: str) -> Any:  # noqa: ANN401 - a module
    """Return the reader of a kind of source, loaded on first use."""
    return import_module(f"audits.fairness.sources.{name}")


def warm_up() -> None:
    """Do what comes before any order: most of them ask the engine."""
    engine.warm_up()


ORDERS: Mapping[str, Callable[[Order, Progress], Any]] = {
    "count": _count, "digest": _digest, "preview": _preview,
    "count_parts": _count_parts, "count_part": _count_part, "count_table": _count_table,
    "look_at_table": _look_at_table, "look_at_part": _look_at_part, "list_tables": _list_tables,
}  # fmt: skip
