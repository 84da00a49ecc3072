"""One cell of the counts: checked, added to its equals, and written as JSON."""

from collections.abc import Iterable, Mapping
from math import fsum
from typing import Any, NamedTuple

from audits.fairness.possible_weights import misfit_of_kept, misfit_of_sums
from audits.fairness.thresholds import Misstated, is_number
from audits.fairness.weighing import KEPT_BELOW, MOST_KEPT, Weights

LARGEST_COUNT = 2**53  # beyond it, counts would no longer be exact as floats
MOST_CELLS = 50_000
MOST_GROUPS = 500
LONGEST_WORD = 1_000  # letters; a name stands in hundreds of places of a result
KEYS = frozenset({"group", "outcome", "prediction", "n"})
WEIGHTED_KEYS = frozenset({"weight", "squared", "weights"})


class Cell(NamedTuple):
    """One combination that occurs, and how often; None is a missing value.

    Where people are weighted, `weight` is the sum of their weights, `squared` that of the squares, and
    `weights` holds each distinct weight with the number of people who have it, while those are few.
    """

    group: tuple[str | None, ...]
    outcome: int | None
    prediction: int | None
    n: int
    stratum: str | None = None
    weight: float | None = None
    squared: float | None = None
    weights: tuple[Weights, ...] = ()

    def as_json(self, *, stratified: bool) -> dict[str, Any]:
        """Return plain JSON values; what is said of strata and weights only where there are any."""
        plain: dict[str, Any] = {
            "group": list(self.group),
            "outcome": self.outcome,
            "prediction": self.prediction,
            "n": self.n,
        }
        if stratified:
            plain["stratum"] = self.stratum
        if self.weight is not None:
            kept = [list(pair) for pair in self.weights]
            plain |= {"weight": self.weight, "squared": self.squared, "weights": kept}
        return plain


def from_json(place: int, values: object, *, stratified: bool, weighted: bool) -> Cell:
    """Return one cell of the JSON form.

    Raises: Misstated, for anything absent or unknown.
    """
    wanted = (
        KEYS
        | ({"stratum"} if stratified else frozenset())
        | ({"weight", "squared"} if weighted else frozenset())
    )
    optional = frozenset({"outcome", "prediction", "stratum", "weights"})
    if not isinstance(values, Mapping) or not wanted - optional <= set(values):
        raise Misstated(f"cells[{place}]", f"needs {', '.join(sorted(wanted))}.")
    group, kept = values["group"], values.get("weights", ())
    if not isinstance(group, list | tuple):
        raise Misstated(f"cells[{place}].group", "must be a list with one word for each column.")
    if not isinstance(kept, list | tuple) or not all(map(_is_pair, kept)):
        raise Misstated(f"cells[{place}].weights", "must be a list of pairs: a weight, and how many have it.")
    return Cell(
        tuple(group), values.get("outcome"), values.get("prediction"), values["n"], values.get("stratum"),
        values.get("weight"), values.get("squared"), tuple((w, n) for w, n in kept),
    )  # fmt: skip


def checked(cells: Iterable[Cell], width: int, *, stratified: bool, weighted: bool) -> Iterable[Cell]:
    """Yield the cells, refusing any that could not have been counted."""
    for place, cell in enumerate(cells):
        words = (*cell.group, cell.stratum)
        if len(cell.group) != width or not all(
            w is None or (isinstance(w, str) and "\0" not in w) for w in words
        ):
            raise Misstated(f"cells[{place}].group", f"must have {width} words, each a text or null.")
        if any(len(word or "") > LONGEST_WORD for word in words):
            raise Misstated(f"cells[{place}].group", f"has a word of more than {LONGEST_WORD:,} letters.")
        for name in ("outcome", "prediction"):
            value = getattr(cell, name)
            if isinstance(value, bool) or value not in (0, 1, None):
                raise Misstated(f"cells[{place}].{name}", "must be 0, 1 or null.")
        if not _is_count(cell.n):
            raise Misstated(f"cells[{place}].n", "must be a whole number, zero or more.")
        if cell.stratum is not None and not stratified:
            raise Misstated(f"cells[{place}].stratum", "has no column that `stratum` names.")
        _check_weight(f"cells[{place}]", cell, weighted=weighted)
        yield cell


def in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return one cell for each combination that occurs, sorted with missing values last."""
    alike: dict[tuple[Any, ...], list[Cell]] = {}
    for cell in cells:
        if cell.n:
            alike.setdefault((cell.group, cell.outcome, cell.prediction, cell.stratum), []).append(cell)
    together = [ones[0] if len(ones) == 1 else _sum(ones) for ones in alike.values()]
    if sum(cell.n for cell in together) > LARGEST_COUNT:
        raise Misstated("cells", "count more people than can be added exactly.")
    if len(together) > MOST_CELLS:
        raise Misstated("cells", f"are more than {MOST_CELLS:,}; group by fewer or coarser columns.")
    if (groups := len({cell.group for cell in together})) > MOST_GROUPS:
        raise Misstated("cells", f"make {groups:,} groups, more than {MOST_GROUPS}; choose coarser columns.")
    if sum(len(cell.weights) for cell in together) > MOST_KEPT:
        raise Misstated("cells", f"keep more than {MOST_KEPT:,} weights; leave them out of the larger cells.")
    return tuple(sorted(together, key=_rank))


def _sum(ones: list[Cell]) -> Cell:
    """Return equal combinations added together; distinct weights are kept while they are all known and few."""
    n = sum(cell.n for cell in ones)
    if ones[0].weight is None:
        return ones[0]._replace(n=n)
    kept: dict[float, int] = {}
    for weight, people in (pair for cell in ones for pair in cell.weights):
        kept[weight] = kept.get(weight, 0) + people
    whole = n < KEPT_BELOW and sum(kept.values()) == n
    return ones[0]._replace(
        n=n,
        weight=fsum(cell.weight or 0.0 for cell in ones),
        squared=fsum(cell.squared or 0.0 for cell in ones),
        weights=tuple(sorted(kept.items())) if whole else (),
    )


def _check_weight(place: str, cell: Cell, *, weighted: bool) -> None:
    """Refuse sums of weights that no people could have, or weights where none are announced."""
    if (cell.weight is not None) != weighted or (cell.squared is not None) != weighted:
        words = "is needed, with `squared`" if weighted else "has no column that `weight` names"
        raise Misstated(f"{place}.weight", f"{words}.")
    if cell.weight is None or cell.squared is None:
        return
    for name in ("weight", "squared"):
        if not is_number(getattr(cell, name)) or getattr(cell, name) < 0:
            raise Misstated(f"{place}.{name}", "must be a number, zero or more.")
    if fault := misfit_of_sums(cell.n, cell.weight, cell.squared):
        raise Misstated(f"{place}.{fault[0]}", fault[1])
    if not all(is_number(w) and w >= 0 and _is_count(n) for w, n in cell.weights):
        raise Misstated(f"{place}.weights", "must be pairs: a weight of zero or more, and how many have it.")
    if cell.weights and sum(n for _, n in cell.weights) != cell.n:
        raise Misstated(f"{place}.weights", f"must be those of all {cell.n} people, or be left out.")
    if others := misfit_of_kept(cell.weights, cell.n, cell.weight, cell.squared):
        raise Misstated(f"{place}.weights", others)


def _is_pair(value: object) -> bool:
    """Return whether this is a list of two."""
    return isinstance(value, list | tuple) and len(value) == 2  # noqa: PLR2004 - a pair


def _is_count(value: object) -> bool:
    """Return whether this is a number of people."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_COUNT


def _rank(cell: Cell) -> tuple[Any, ...]:
    """Return a sorting key in which None comes after every value."""
    values = (*cell.group, cell.stratum)
    digits = (cell.outcome, cell.prediction)
    words = tuple((word is None, word or "") for word in values)
    return (*words[:-1], *((digit is None, digit or 0) for digit in digits), words[-1])
