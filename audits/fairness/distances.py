"""Ends of the distance between the highest and the lowest of several groups, from what it is in each draw.

Drawing scatters groups that lie close together, so in the draws they lie too far apart: percentiles of many groups
can leave out the very distance that was found. Where that bias matters, the ends are moved back by it.
Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, sections 10.3 and 10.6.
"""

import numpy as np

from audits.fairness.margins import Rates

MATTERS = 0.25  # a bias of less than a quarter of a standard error may be left alone, says section 10.3


def held(bounds: Rates, drawn: Rates, stood: Rates, most: Rates | float = np.inf) -> Rates:
    """Return percentile bounds of distances, moved back where drawing is biased, so that they hold what was found.

    Shape: bounds as `stood` with a last axis of two, drawn with a first axis of draws; NaN where a draw has no
    value. Never below nought nor above `most`, except to hold what was found.
    """
    mean, deviation = mean_and_deviation(drawn)
    bias = mean - stood
    back = np.where(np.abs(bias) > MATTERS * np.nan_to_num(deviation), bias, 0.0)
    moved = np.clip(bounds - back[..., None], 0.0, np.broadcast_to(most, stood.shape)[..., None])
    ends = np.stack([np.fmin(moved[..., 0], stood), np.fmax(moved[..., 1], stood)], axis=-1)
    return np.where(np.isnan(bounds), np.nan, ends)


def mean_and_deviation(drawn: Rates) -> tuple[Rates, Rates]:
    """Return mean and standard deviation along the first axis, of the draws that have a value.

    The deviation is NaN where fewer than two have one.
    """
    known = ~np.isnan(drawn)
    n = known.sum(axis=0)
    mean = np.where(known, drawn, 0.0).sum(axis=0) / np.maximum(n, 1)
    squares = (np.where(known, drawn - mean, 0.0) ** 2).sum(axis=0)
    return mean, np.where(n > 1, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)
