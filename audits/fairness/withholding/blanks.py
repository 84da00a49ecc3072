"""Numbers taken out of JSON values whose form and names stay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

Part = Mapping[str, Any]

# What says whose numbers a row holds; everything else in the row of a hidden group is withheld.
NAMES = ("group", "reference", "category")
ADJUSTED = ("p_holm", "p_bh")
ROUNDING = 1e-12


@dataclass(frozen=True)
class Hiding:
    """One division of a result, its hidden groups, and below how many people numbers are withheld."""

    part: Part
    hidden: frozenset[str]
    minimum: int

    def by_name(self, values: Part) -> dict[str, Any]:
        """Return values by group, those of hidden groups null."""
        return {name: blank(value) if name in self.hidden else value for name, value in values.items()}

    def without(self, values: Part) -> dict[str, Any]:
        """Return values by group without hidden groups, of which even what is there would tell."""
        return {name: value for name, value in values.items() if name not in self.hidden}

    def rows(self, rows: Sequence[Part]) -> list[Any]:
        """Return rows about one group or two, those of hidden groups with their names alone."""
        return [self.row(row, row) for row in rows]

    def row(self, row: Part, about: Part) -> dict[str, Any]:
        """Return one row; of a shown group without the p-values that were adjusted over hidden ones, too."""
        if self.tells(about):
            return dict(blank(row))
        return {**row, **{name: None for name in ADJUSTED if self.hidden and name in row}}

    def tells(self, row: Part) -> bool:
        """Return whether a row is about a hidden group."""
        return any(row.get(name) in self.hidden for name in NAMES)

    def spans(self, found: Part, by_group: Part) -> dict[str, Any]:
        """Return the distances between the ends of all groups; null where an end may be a hidden group."""
        shown = list(self.without(by_group).values())
        told = {}
        for measure, one in found.items():
            rates = [v for values in shown if (v := values.get(measure)) is not None]
            apart = max(rates) - min(rates) if len(rates) > 1 else None
            told[measure] = (one if same(apart, one["difference"]) else blank(one)) | {
                "n_groups_defined": len(rates)
            }
        return told


def hiding(part: Part, minimum: int) -> Hiding:
    """Return what is hidden in one division."""
    return Hiding(part, frozenset(one["group"] for one in part["suppressed"] if one["display"]), minimum)


def blank(value: Any) -> Any:  # noqa: ANN401 any JSON value
    """Return the names in a value, and null for the rest; nothing tells whether there was a number or a reason."""
    if not isinstance(value, Mapping):
        return None
    return {key: inner if key in NAMES else blank(inner) for key, inner in value.items() if key != "why"}


def same(one: float | None, other: float | None) -> bool:
    """Return whether both are the same number."""
    return one is not None and other is not None and isclose(one, other, rel_tol=0, abs_tol=ROUNDING)
