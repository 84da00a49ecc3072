"""Reading files in a process of its own, with limits: what a hostile file breaks is that process and no worker."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audits.fairness.cells import Cells
from audits.fairness.columns import Preview
from audits.fairness.files import Progress, silent
from audits.fairness.hashed import Hashed
from audits.fairness.labels import Unreadable
from audits.fairness.spec import Spec
from audits.fairness.thresholds import Misstated
from governance.apart import Broken, End, Ended, Limits, Room, carried_out

__all__ = ["ROOM", "Broken", "Limits", "apart", "count_apart", "preview_apart"]

ROOM = Room(
    "audits.fairness.apart", orders="audits.fairness.orders", refusals=(Unreadable, Misstated)
)  # fmt: skip


def apart(order: Mapping[str, Any], progress: Progress = silent, limits: Limits | None = None) -> Any:  # noqa: ANN401 - JSON
    """Return the answer of `audits.fairness.orders` to an order, within limits.

    `progress` is called about twice a second; what it raises ends the reading at once.
    Raises: Unreadable, Misstated; OSError, where the disk is at fault; Broken.
    """
    limits = limits or Limits()
    try:
        return carried_out(ROOM, order, progress, limits)
    except Ended as end:
        raise Unreadable("file", _what_to_do(end.why, limits)) from end


def count_apart(
    path: Path,
    spec: Spec,
    progress: Progress = silent,
    limits: Limits | None = None,
    before: Hashed | None = None,
) -> Cells:
    """Return what `audits.fairness.counting.count` returns, read in a process of its own.

    Raises: Unreadable, Misstated, OSError, Broken.
    """
    order = {"do": "count", "path": str(Path(path).resolve()), "spec": spec.as_json(), "before": before}
    return Cells.from_json(apart(order, progress, limits))


def preview_apart(path: Path, limits: Limits | None = None) -> Preview:
    """Return what `audits.fairness.previews.preview` returns, read in a process of its own.

    Raises: Unreadable, OSError, Broken.
    """
    return Preview.from_json(apart({"do": "preview", "path": str(Path(path).resolve())}, limits=limits))


def _what_to_do(why: End, limits: Limits) -> str:
    if why is End.PATIENCE:
        return "takes too long to read; export fewer rows or columns, or Parquet."
    if why is End.PROCESSOR:
        seconds = f"{limits.cpu_seconds:,}"
        return f"takes more than {seconds} seconds of processor time; export fewer rows or columns."
    megabytes = f"{limits.memory >> 20:,}"
    return f"broke its reader, which may take {megabytes} MB: it is damaged, or unpacks to too much."
