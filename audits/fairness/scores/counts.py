"""Stored scores laid out as an array: counts by group, outcome and bin."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from audits.fairness.stored.scores import Group, Scores


def weights_of(
    scores: Scores, groups: Sequence[Group]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]] | None:
    """Return the sums of weights and of their squares with the same axes as the counts; None without weights."""
    if not scores.weighted:
        return None
    places = {group: i for i, group in enumerate(groups)}
    sums = np.zeros((2, len(groups), 3, len(scores.edges)))
    for row in scores.rows:
        outcome = 2 if row.outcome is None else row.outcome
        sums[:, places[row.group], outcome, list(row.bins)] += np.array([row.weight, row.squared])
    return sums[0], sums[1]


def counts_of(scores: Scores, groups: Sequence[Group]) -> npt.NDArray[np.int64]:
    """Return counts with the axes group, outcome (0, 1, unknown) and bin."""
    places = {group: i for i, group in enumerate(groups)}
    counts = np.zeros((len(groups), 3, len(scores.edges)), dtype=np.int64)
    for row in scores.rows:
        outcome = 2 if row.outcome is None else row.outcome
        counts[places[row.group], outcome, list(row.bins)] += np.array(row.n, dtype=np.int64)
    return counts
