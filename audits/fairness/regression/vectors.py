"""Means of six quantities, how they vary together, and what follows from them."""

from collections.abc import Callable

import numpy as np

from audits.fairness.margins import Rates
from audits.fairness.stored.moments import POWERS, WITH_ERROR, MomentRow, Moments

# The six: target y, prediction p, y*y, y*p, p*p (powers of y and p) and |p - y|.
TERMS = ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
ERROR = len(TERMS)
QUANTITIES = ERROR + 1
SMALLEST_SPREAD = 1e-12


def means(sums: Rates, n: float) -> Rates:
    """Return the means of the six quantities.

    Shape: sums in the order of POWERS, then of WITH_ERROR.
    """
    places = [*(POWERS.index(term) for term in TERMS), len(POWERS) + WITH_ERROR.index((0, 0))]
    return sums[places] / n


def means_of(row: MomentRow) -> Rates:
    """Return the means of the six quantities in a group, whose weights, if any, are not all zero."""
    return means(np.array(row.sums), row.total)


def covariance(row: MomentRow) -> Rates:
    """Return how the six means of a group vary together from sample to sample.

    Source: the covariance of a mean is that of one observation over n, with n - 1 for the estimated centre;
    weighted, the linearised one of a ratio of two sums, sum of w^2 (x - mean)(x - mean)' / (sum of w)^2, times
    n / (n - 1) (Cochran, Sampling Techniques, 1977).
    """
    if row.weight is None:
        sums = np.array(row.sums)
        centre = means(sums, row.n)
        return np.asarray((_products(sums) / row.n - np.outer(centre, centre)) / (row.n - 1))
    squares, centre = np.array(row.squares), means_of(row)
    across = np.outer(means(squares, 1.0), centre)
    around = _products(squares) - across - across.T + (row.squared or 0.0) * np.outer(centre, centre)
    return np.asarray(around / row.weight**2 * row.n / (row.n - 1))


def _products(sums: Rates) -> Rates:
    """Return the sums of the products of any two of the six quantities."""
    products = np.empty((ERROR + 1, ERROR + 1))
    for i, one in enumerate(TERMS):
        for j, other in enumerate(TERMS):
            products[i, j] = sums[POWERS.index((one[0] + other[0], one[1] + other[1]))]
        products[i, ERROR] = products[ERROR, i] = sums[len(POWERS) + WITH_ERROR.index(one)]
    squares = {term: sums[POWERS.index(term)] for term in TERMS}
    products[ERROR, ERROR] = squares[2, 0] - 2 * squares[1, 1] + squares[0, 2]
    return products


def measures(moments: Moments) -> dict[str, Callable[[Rates], Rates]]:
    """Return every measure as a function of the six means, last axis; NaN where undefined.

    Source: sklearn.metrics.mean_absolute_error, root_mean_squared_error and r2_score; Pearson 1895.
    """
    centre, scale = moments.centre, moments.scale
    return {
        "mean_target": lambda m: centre + scale * m[..., 0],
        "mean_predicted": lambda m: centre + scale * m[..., 1],
        "mean_error": lambda m: scale * (m[..., 1] - m[..., 0]),
        "mae": lambda m: scale * m[..., ERROR],
        "rmse": lambda m: scale * np.sqrt(_squared_error(m)),
        "r2": lambda m: 1 - _squared_error(m) / _spread(m, 0, 2),
        "pearson_r": _correlation,
    }


def _squared_error(m: Rates) -> Rates:
    """Return the mean squared error."""
    return np.asarray(np.maximum(m[..., 2] - 2 * m[..., 3] + m[..., 4], 0.0))


def _spread(m: Rates, first: int, square: int) -> Rates:
    """Return a variance, NaN where nothing varies."""
    variance = m[..., square] - m[..., first] ** 2
    return np.asarray(np.where(variance > SMALLEST_SPREAD, variance, np.nan))


def _correlation(m: Rates) -> Rates:
    """Return the correlation of target and prediction."""
    shared = m[..., 3] - m[..., 0] * m[..., 1]
    return np.asarray(np.clip(shared / np.sqrt(_spread(m, 0, 2) * _spread(m, 1, 4)), -1, 1))
