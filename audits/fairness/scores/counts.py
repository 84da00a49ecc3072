"""Stored scores laid out as an array: counts by group, outcome and bin."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from audits.fairness.stored.scores import Group, Scores


def counts_of(scores: Scores, groups: Sequence[Group]) -> npt.NDArray[np.int64]:
    """Return counts with the axes group, outcome (0, 1, unknown) and bin."""
    places = {group: i for i, group in enumerate(groups)}
    counts = np.zeros((len(groups), 3, len(scores.edges)), dtype=np.int64)
    for row in scores.rows:
        outcome = 2 if row.outcome is None else row.outcome
        counts[places[row.group], outcome, list(row.bins)] += np.array(row.n, dtype=np.int64)
    return counts
