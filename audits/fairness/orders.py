"""What the reading process can be asked for: each order with what it needs, each answer as plain JSON values."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from audits.fairness.counting import count
from audits.fairness.files import Progress, digest
from audits.fairness.previews import preview
from audits.fairness.spec import Spec

Order = Mapping[str, Any]


def _count(order: Order, progress: Progress) -> dict[str, Any]:
    """Count one file: path, spec."""
    return count(Path(order["path"]), Spec.from_json(order["spec"]), progress).as_json()


def _digest(order: Order, progress: Progress) -> str:
    """Hash one file: path."""
    return digest(Path(order["path"]), progress)


def _preview(order: Order, _progress: Progress) -> dict[str, Any]:
    """Tell what one file holds: path."""
    return preview(Path(order["path"])).as_json()


ORDERS: Mapping[str, Callable[[Order, Progress], Any]] = {
    "count": _count,
    "digest": _digest,
    "preview": _preview,
}
