"""What is told of a file before any of it is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MOST_COLUMNS = 200


@dataclass(frozen=True)
class Column:
    """One column: its type, how many values it has, a few that many rows share, and what it seems to be for.

    `distinct` and `missing` are counted among the rows that were looked at; `values` never holds one of fewer
    than ten rows, nor any of a column with more than two hundred. `quartiles` are those of a column of numbers, to
    two digits; none where a quarter of the rows would be fewer than ten.
    """

    name: str
    type: str
    distinct: int
    missing: int
    values: tuple[tuple[str, int], ...]
    quartiles: tuple[float, float, float] | None
    role: str | None
    special: str | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """A file's form, how many rows were looked at and whether those are all, its columns and warnings."""

    form: dict[str, Any]
    rows: int
    all_rows: bool
    columns: tuple[Column, ...]
    warnings: tuple[str, ...]

    @property
    def shows_all_columns(self) -> bool:
        """Return whether the file has no more columns than these."""
        return len(self.columns) < MOST_COLUMNS

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to an equal Preview."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Preview":
        """Return the Preview these plain values state."""
        columns = tuple(
            Column(
                **{
                    **column,
                    "values": tuple((value, n) for value, n in column["values"]),
                    "quartiles": tuple(column["quartiles"]) if column["quartiles"] else None,
                    "warnings": tuple(column["warnings"]),
                }
            )
            for column in values["columns"]
        )
        return cls(**{**values, "columns": columns, "warnings": tuple(values["warnings"])})
