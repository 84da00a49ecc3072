"""The table of counts a result is made of: group x outcome x prediction -> how many; no person in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from audits.fairness.cell import LARGEST_COUNT, MOST_CELLS, MOST_GROUPS, Cell, checked, from_json, in_order
from audits.fairness.stored import scoresjson
from audits.fairness.stored.agreeing import refuse_other_moments, refuse_other_scores
from audits.fairness.stored.moments import Moments
from audits.fairness.stored.scores import Scores
from audits.fairness.thresholds import Misstated

__all__ = ["LARGEST_COUNT", "MISSING", "MOST_CELLS", "MOST_GROUPS", "Cell", "Cells", "group_name"]

MISSING = "(missing)"
NAMED = ("stratum", "weight")


@dataclass(frozen=True)
class Cells:
    """Every combination that occurs, in one fixed order, with what is known of where they came from.

    `labels` say which values were read as 1 and as 0 in each column; `favourable` is the prediction (1 or 0)
    a person hopes for, None when nobody said; `dataset` holds sha256, rows and the form of the file; `notes`
    are sentences about the reading of the file that belong beside every result. `stratum` and `weight` name
    the columns that the cells' strata and weights come from. `scores` and `moments` are what is kept of scores,
    and of predicted numbers beside true ones.
    """

    by: tuple[str, ...]
    cells: tuple[Cell, ...]
    labels: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    favourable: int | None = None
    dataset: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    stratum: str | None = None
    weight: str | None = None
    scores: Scores | None = None
    moments: Moments | None = None

    def __post_init__(self) -> None:
        """Add equal combinations together and sort, so that equal data are equal Cells."""
        sound = checked(
            self.cells, len(self.by), stratified=self.stratum is not None, weighted=self.weight is not None
        )
        object.__setattr__(self, "cells", in_order(sound))
        counted = [(cell.group, cell.outcome, cell.n) for cell in self.cells]
        if self.scores is not None:
            refuse_other_scores(self.scores, self.by, counted)
        if self.moments is not None:
            refuse_other_moments(self.moments, counted)

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
        return replace(
            self,
            by=columns,
            cells=tuple(kept),
            scores=self.scores and self.scores.along(places),
            moments=self.moments and self.moments.along(places),
        )

    def unstratified(self) -> "Cells":
        """Return the same people counted without regard to the stratum."""
        if self.stratum is None:
            return self
        return replace(self, cells=tuple(cell._replace(stratum=None) for cell in self.cells), stratum=None)

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values; `from_json` reads them back to equal Cells."""
        return {
            "by": list(self.by),
            "cells": [cell.as_json(stratified=self.stratum is not None) for cell in self.cells],
            "labels": {role: {k: list(v) for k, v in values.items()} for role, values in self.labels.items()},
            "favourable": self.favourable,
            "dataset": dict(self.dataset),
            "notes": list(self.notes),
            **{name: column for name in NAMED if (column := getattr(self, name)) is not None},
            **({"scores": scoresjson.as_json(self.scores)} if self.scores else {}),
            **({"moments": self.moments.as_json()} if self.moments else {}),
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
        labels = _labels(values.get("labels", {}))
        named = {name: values.get(name) for name in NAMED}
        for name, column in named.items():
            if column is not None and (not isinstance(column, str) or not column):
                raise Misstated(name, "must name a column.")
        parts = {"stratified": named["stratum"] is not None, "weighted": named["weight"] is not None}
        cells = tuple(from_json(place, item, **parts) for place, item in enumerate(stated))
        dataset, notes = values.get("dataset", {}), _texts(values.get("notes", ()), "notes")
        if not isinstance(dataset, Mapping):
            raise Misstated("dataset", "must be an object.")
        scores, moments = values.get("scores"), values.get("moments")
        return cls(
            tuple(by),
            cells,
            labels,
            favourable,
            dataset,
            notes,
            **named,
            scores=None if scores is None else scoresjson.from_json(scores, len(by)),
            moments=None if moments is None else Moments.from_json(moments, len(by)),
        )


def _labels(stated: object) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return which words were read as 1 and which as 0 in each column, checked."""
    if not isinstance(stated, Mapping) or not all(isinstance(sides, Mapping) for sides in stated.values()):
        raise Misstated("labels", "must be an object of outcome and prediction, each with words for 1 and 0.")
    return {
        role: {digit: _texts(words, f"labels.{role}.{digit}") for digit, words in sides.items()}
        for role, sides in stated.items()
    }


def _texts(stated: object, field: str) -> tuple[str, ...]:
    """Return a list of texts as a tuple, checked."""
    if not isinstance(stated, list | tuple) or not all(isinstance(word, str) for word in stated):
        raise Misstated(field, "must be a list of texts.")
    return tuple(stated)


def group_name(group: tuple[str | None, ...]) -> str:
    """Return the words of a group joined by a bar, a missing one as "(missing)".

    A bar inside a word is written backslash-bar when there is more than one word, and a word that really
    reads "(missing)" is put in quotation marks, so two groups never share a name.
    """
    words = [MISSING if word is None else f'"{MISSING}"' if word == MISSING else word for word in group]
    if len(words) == 1:
        return words[0]
    return "|".join(word.replace("|", "\\|") for word in words)
