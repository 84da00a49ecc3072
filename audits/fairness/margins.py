"""Cells laid out as arrays: for each group a 3 x 3 table of outcome by prediction, missing in third place."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audits.fairness.cells import Cell, Cells, group_name

Counts = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]
UNKNOWN = 2


@dataclass(frozen=True, eq=False)
class Weighing:
    """How the people of each cell weigh: the mean, the deviation around it, and each weight where it is kept.

    Shape: one entry for each cell, in the cells' order; `kept` holds distinct weights and how many have each.
    """

    people: Counts
    mean: Rates
    deviation: Rates
    kept: tuple[tuple[Rates, Counts] | None, ...]


@dataclass(frozen=True, eq=False)
class Margins:
    """Counts by group; the tables have the axes group, outcome, prediction, the last two 0, 1, unknown.

    `tables` holds what rates are made of: people, or the sums of their weights, then beside `squares`, the
    sums of the squared weights, and `weighing`. `place` says for every cell, in the cells' order, where its
    count lies in the flattened tables: so that drawn cells can be laid out the same way.
    """

    names: tuple[str, ...]
    people: Counts
    tables: npt.NDArray[np.int64] | npt.NDArray[np.float64]
    place: npt.NDArray[np.intp]
    squares: Rates | None = None
    weighing: Weighing | None = None

    @property
    def sizes(self) -> Counts:
        """Return how many people each group has, whatever is missing about them."""
        return np.asarray(self.people.sum(axis=(1, 2)))


def margins(cells: Cells) -> Margins:
    """Return the arrays for these cells, groups in the cells' order, strata taken together."""
    cells = cells.unstratified()
    groups = {group: i for i, group in enumerate(dict.fromkeys(cell.group for cell in cells.cells))}
    place = np.array([groups[cell.group] * 9 + _corner(cell) for cell in cells.cells], dtype=np.intp)
    names = tuple(group_name(group) for group in groups)

    def laid_out(values: list[float]) -> Rates:
        flat = np.zeros(len(groups) * 9)
        flat[place] = values
        return flat.reshape(-1, 3, 3)

    people = laid_out([cell.n for cell in cells.cells]).astype(np.int64)
    if cells.weight is None:
        return Margins(names, people, people, place)
    weights = laid_out([cell.weight or 0.0 for cell in cells.cells])
    squares = laid_out([cell.squared or 0.0 for cell in cells.cells])
    return Margins(names, people, weights, place, squares, _weighing(cells))


def _weighing(cells: Cells) -> Weighing:
    """Return how the people of each cell weigh."""
    people = np.array([cell.n for cell in cells.cells], dtype=np.int64)
    mean = np.array([cell.weight or 0.0 for cell in cells.cells]) / people
    square = np.array([cell.squared or 0.0 for cell in cells.cells]) / people
    kept = tuple(
        (np.array([w for w, _ in cell.weights]), np.array([n for _, n in cell.weights], dtype=np.int64))
        if cell.weights
        else None
        for cell in cells.cells
    )
    return Weighing(people, mean, np.sqrt(np.maximum(0.0, square - mean**2)), kept)


def _corner(cell: Cell) -> int:
    """Return where in a flattened 3 x 3 table a cell belongs."""
    outcome = UNKNOWN if cell.outcome is None else cell.outcome
    prediction = UNKNOWN if cell.prediction is None else cell.prediction
    return outcome * 3 + prediction
