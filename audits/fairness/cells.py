"""The table of counts a result is made of: group x outcome x prediction -> how many; no person in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from audits.fairness.thresholds import Misstated

MISSING = "(missing)"
LARGEST_COUNT = 2**53  # beyond it, counts would no longer be exact as floats
MOST_CELLS = 50_000
MOST_GROUPS = 500


class Cell(NamedTuple):
    """One combination that occurs, and how often; None is a missing value."""

    group: tuple[str | None, ...]
    outcome: int | None
    prediction: int | None
    n: int


@dataclass(frozen=True)
class Cells:
    """Every combination that occurs, in one fixed order, with what is known of where they came from.

    `labels` say which values were read as 1 and as 0 in each column; `favourable` is the prediction (1 or 0)
    a person hopes for, None when nobody said; `dataset` holds sha256, rows and the form of the file; `notes`
    are sentences about the reading of the file that belong beside every result.
    """

    by: tuple[str, ...]
    cells: tuple[Cell, ...]
    labels: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    favourable: int | None = None
    dataset: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Add equal combinations together and sort, so that equal data are equal Cells."""
        object.__setattr__(self, "cells", _in_order(_checked(self.cells, len(self.by))))

    @property
    def n(self) -> int:
        """Return how many people, or decisions, were counted."""
        return sum(cell.n for cell in self.cells)

    def missing(self) -> dict[str, Any]:
        """Return how many values are missing by column, and of outcome and prediction by group."""
        columns = {name: sum(c.n for c in self.cells if c.group[i] is None) for i, name in enumerate(self.by)}
        outcome = sum(c.n for c in self.cells if c.outcome is None)
        prediction = sum(c.n for c in self.cells if c.prediction is None)
        groups: dict[str, dict[str, int]] = {}
        for cell in self.cells:
            if cell.outcome is None or cell.prediction is None:
                entry = groups.setdefault(group_name(cell.group), {"outcome": 0, "prediction": 0})
                entry["outcome"] += cell.n if cell.outcome is None else 0
                entry["prediction"] += cell.n if cell.prediction is None else 0
        return {"columns": columns, "outcome": outcome, "prediction": prediction, "by_group": groups}

    def along(self, columns: tuple[str, ...]) -> "Cells":
        """Return the same people counted by only these of the columns."""
        places = [self.by.index(column) for column in columns]
        kept = (cell._replace(group=tuple(cell.group[i] for i in places)) for cell in self.cells)
        return Cells(columns, tuple(kept), self.labels, self.favourable, self.dataset, self.notes)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to equal Cells."""
        return {
            "by": list(self.by),
            "cells": [
                {"group": list(c.group), "outcome": c.outcome, "prediction": c.prediction, "n": c.n}
                for c in self.cells
            ],
            "labels": {role: {k: list(v) for k, v in values.items()} for role, values in self.labels.items()},
            "favourable": self.favourable,
            "dataset": dict(self.dataset),
            "notes": list(self.notes),
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Cells":
        """Return the Cells these plain values state.

        Raises: Misstated, naming the field, for anything absent or of the wrong type.
        """
        by = values.get("by")
        if not isinstance(by, list | tuple) or not by or not all(isinstance(name, str) for name in by):
            raise Misstated("by", "must be a list of column names.")
        stated = values.get("cells")
        if not isinstance(stated, list | tuple) or not stated:
            raise Misstated("cells", "must be a list with at least one cell.")
        favourable = values.get("favourable")
        if favourable is not None and (isinstance(favourable, bool) or favourable not in (0, 1)):
            raise Misstated("favourable", "must be 0, 1 or null.")
        labels = {
            role: {digit: tuple(texts) for digit, texts in mapping.items()}
            for role, mapping in values.get("labels", {}).items()
        }
        cells = tuple(_cell(place, item) for place, item in enumerate(stated))
        return cls(
            tuple(by), cells, labels, favourable, values.get("dataset", {}), tuple(values.get("notes", ()))
        )


def group_name(group: tuple[str | None, ...]) -> str:
    """Return the words of a group joined by a bar, a missing one as "(missing)".

    A bar inside a word is written backslash-bar when there is more than one word, and a word that really
    reads "(missing)" is put in quotation marks, so two groups never share a name.
    """
    words = [MISSING if word is None else f'"{MISSING}"' if word == MISSING else word for word in group]
    if len(words) == 1:
        return words[0]
    return "|".join(word.replace("|", "\\|") for word in words)


def _cell(place: int, values: object) -> Cell:
    """Return one cell of the JSON form, checked."""
    if not isinstance(values, Mapping) or not {"group", "n"} <= set(values):
        raise Misstated(f"cells[{place}]", "needs group, outcome, prediction and n.")
    group = values["group"]
    if not isinstance(group, list | tuple):
        raise Misstated(f"cells[{place}].group", "must be a list with one word for each column.")
    return Cell(tuple(group), values.get("outcome"), values.get("prediction"), values["n"])


def _checked(cells: Iterable[Cell], width: int) -> Iterable[Cell]:
    """Yield the cells, refusing any that could not have been counted."""
    for place, cell in enumerate(cells):
        if len(cell.group) != width or not all(
            w is None or (isinstance(w, str) and "\0" not in w) for w in cell.group
        ):
            raise Misstated(f"cells[{place}].group", f"must have {width} words, each a text or null.")
        for name in ("outcome", "prediction"):
            value = getattr(cell, name)
            if isinstance(value, bool) or value not in (0, 1, None):
                raise Misstated(f"cells[{place}].{name}", "must be 0, 1 or null.")
        if isinstance(cell.n, bool) or not isinstance(cell.n, int) or not 0 <= cell.n <= LARGEST_COUNT:
            raise Misstated(f"cells[{place}].n", "must be a whole number, zero or more.")
        yield cell


def _in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return one cell for each combination that occurs, sorted with missing values last."""
    totals: Counter[tuple[tuple[str | None, ...], int | None, int | None]] = Counter()
    for cell in cells:
        if cell.n:
            totals[cell.group, cell.outcome, cell.prediction] += cell.n
    if sum(totals.values()) > LARGEST_COUNT:
        raise Misstated("cells", "count more people than can be added exactly.")
    if len(totals) > MOST_CELLS:
        raise Misstated("cells", f"are more than {MOST_CELLS:,}; group by fewer or coarser columns.")
    if (groups := len({group for group, _, _ in totals})) > MOST_GROUPS:
        raise Misstated("cells", f"make {groups:,} groups, more than {MOST_GROUPS}; choose coarser columns.")
    return tuple(Cell(*key, n=n) for key, n in sorted(totals.items(), key=_rank))


def _rank(item: tuple[tuple[Any, ...], int]) -> tuple[Any, ...]:
    """Return a sorting key in which None comes after every value."""
    (group, outcome, prediction), _ = item
    return (
        *((word is None, word or "") for word in group),
        outcome is None,
        outcome or 0,
        prediction is None,
        prediction or 0,
    )
