"""Cells laid out as arrays: for each group a 3 x 3 table of outcome by prediction, missing in third place."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audits.fairness.cells import Cell, Cells, group_name

Counts = npt.NDArray[np.int64]
Rates = npt.NDArray[np.float64]
UNKNOWN = 2


@dataclass(frozen=True, eq=False)
class Margins:
    """Counts by group; `tables` has the axes group, outcome, prediction, each of the last two 0, 1, unknown.

    `place` says for every cell, in the cells' order, where its count lies in the flattened tables: so that
    drawn cells can be laid out the same way.
    """

    names: tuple[str, ...]
    tables: Counts
    place: npt.NDArray[np.intp]

    @property
    def sizes(self) -> Counts:
        """Return how many people each group has, whatever is missing about them."""
        return np.asarray(self.tables.sum(axis=(1, 2)))


def margins(cells: Cells) -> Margins:
    """Return the arrays for these cells, groups in the cells' order."""
    groups = {group: i for i, group in enumerate(dict.fromkeys(cell.group for cell in cells.cells))}
    place = np.array([groups[cell.group] * 9 + _corner(cell) for cell in cells.cells], dtype=np.intp)
    flat = np.zeros(len(groups) * 9, dtype=np.int64)
    flat[place] = [cell.n for cell in cells.cells]
    return Margins(tuple(group_name(group) for group in groups), flat.reshape(-1, 3, 3), place)


def _corner(cell: Cell) -> int:
    """Return where in a flattened 3 x 3 table a cell belongs."""
    outcome = UNKNOWN if cell.outcome is None else cell.outcome
    prediction = UNKNOWN if cell.prediction is None else cell.prediction
    return outcome * 3 + prediction
