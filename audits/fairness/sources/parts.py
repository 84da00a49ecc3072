"""The parts that a folder holds at one moment: what is counted is what was listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audits.fairness.labels import Unreadable

MOST_PARTS = 10_000


@dataclass(frozen=True)
class Part:
    """One file of a folder: its name below the folder, its bytes, and when it last changed, in nanoseconds."""

    name: str
    size: int
    changed: int


def folder_of(source: str, table: str) -> Path:
    """Return the folder of a table below the folder of a source.

    Raises: Unreadable, where the name would lead elsewhere or to nothing.
    """
    root = Path(source).resolve()
    folder = (root / table).resolve()
    if table.startswith(("/", ".")) or not folder.is_relative_to(root) or folder == root:
        raise Unreadable("table", f"'{table}' is no folder of this source.")
    if not folder.is_dir():
        raise Unreadable("table", f"there is no folder '{table}' in this source.")
    return folder


def parts_in(folder: Path) -> tuple[Part, ...]:
    """Return the Parquet files of a folder and of those below it, by name.

    Raises: Unreadable, where there is none, or where there are more than anybody would count.
    """
    found = []
    for path in sorted(folder.rglob("*.parquet")):
        if path.is_symlink() or not path.is_file():
            continue
        told = path.stat()
        found.append(Part(path.relative_to(folder).as_posix(), told.st_size, told.st_mtime_ns))
    if not found:
        raise Unreadable("table", "the folder holds no file that ends in .parquet.")
    if len(found) > MOST_PARTS:
        raise Unreadable(
            "table", f"the folder holds {len(found):,} parts; at most {MOST_PARTS:,} are counted."
        )
    return tuple(found)


def can_be_added(scored: str | None, parts: Sequence[Part]) -> bool:
    """Return whether parts can be counted one at a time: scores and numbers need all rows in one pass."""
    return scored is None and len(parts) > 1
