"""Sums along the score of counts by score, which is the last axis, however the counts lie in memory.

Where many tables are summed at once and the counts of one score lie side by side, each step adds a long row: several
times quicker than NumPy, which goes along the score for one table after the other. Digits are the same.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.float64]


def up_to_each(counts: Counts) -> Counts:
    """Return the sum of the counts up to each score, itself included.

    Source: as numpy.cumsum along the last axis.
    """
    if counts.ndim == 1:
        return np.cumsum(counts)
    sums = np.array(counts, order="K")
    for place in range(1, sums.shape[-1]):
        sums[..., place] += sums[..., place - 1]
    return sums


def over_ranges(counts: Counts, starts: Sequence[int] | npt.NDArray[np.intp]) -> Counts:
    """Return the sum over each range of scores, from where it starts to where the next one does.

    Shape: the last axis of the answer is the range; starts rise.
    Source: as numpy.add.reduceat along the last axis.
    """
    ends = (*starts[1:], counts.shape[-1])
    return np.stack(
        [counts[..., start:end].sum(axis=-1) for start, end in zip(starts, ends, strict=True)]
    ).transpose(*range(1, counts.ndim), 0)
