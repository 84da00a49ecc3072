"""95 % intervals in closed form: Wilson for a rate, Newcombe for a difference, Katz for a ratio."""

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from audits.fairness.reading import Bounds

LEVEL = 0.95
Z = float(ndtri(0.5 + LEVEL / 2))


def wilson(counted: npt.ArrayLike, out_of: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return lower and upper bounds (last axis) of each rate, NaN for anything out of nothing.

    Source: Wilson 1927, as in statsmodels proportion_confint(method="wilson").
    """
    top, bottom = np.asarray(counted, dtype=float), np.asarray(out_of, dtype=float)
    bounds = np.full((*bottom.shape, 2), np.nan)
    some = bottom > 0
    low, high = proportion_confint(top[some], bottom[some], alpha=1 - LEVEL, method="wilson")
    bounds[some] = np.column_stack([np.clip(low, 0, 1), np.clip(high, 0, 1)])
    return bounds


def newcombe(counted: int, out_of: int, counted_ref: int, out_of_ref: int) -> Bounds:
    """Return the bounds of rate minus reference rate.

    Source: Newcombe 1998, method 10, as in statsmodels confint_proportions_2indep(method="newcomb").
    """
    low, high = confint_proportions_2indep(
        counted, out_of, counted_ref, out_of_ref, compare="diff", method="newcomb", alpha=1 - LEVEL
    )
    return float(low), float(high)


def katz(counted: int, out_of: int, counted_ref: int, out_of_ref: int) -> Bounds | None:
    """Return the bounds of rate over reference rate; None when either count is zero.

    Source: Katz et al. 1978, as in statsmodels confint_proportions_2indep(compare="ratio", method="log").
    """
    if counted == 0 or counted_ref == 0:
        return None
    ratio = (counted / out_of) / (counted_ref / out_of_ref)
    spread = np.sqrt(1 / counted - 1 / out_of + 1 / counted_ref - 1 / out_of_ref)
    return float(ratio * np.exp(-Z * spread)), float(ratio * np.exp(Z * spread))


def widest_katz(counted: npt.ArrayLike, out_of: npt.ArrayLike) -> float:
    """Return the smallest lower Katz bound over all ordered pairs of groups; 0 when a count is zero.

    When it reaches a threshold, no pair's interval leaves the tolerance (an intersection-union test).
    Source: as `katz`.
    """
    top, bottom = np.asarray(counted, dtype=float), np.asarray(out_of, dtype=float)
    if (top == 0).any():
        return 0.0
    logs, parts = np.log(top / bottom), 1 / top - 1 / bottom
    lower = logs[:, None] - logs[None, :] - Z * np.sqrt(parts[:, None] + parts[None, :])
    np.fill_diagonal(lower, 0.0)
    return float(np.exp(lower.min()))


def widest_newcombe(counted: npt.ArrayLike, out_of: npt.ArrayLike) -> float:
    """Return the largest upper Newcombe bound over all ordered pairs of groups.

    Source: as `newcombe`; checked against it in tests.
    """
    top, bottom = np.asarray(counted, dtype=float), np.asarray(out_of, dtype=float)
    rates, bounds = top / bottom, wilson(top, bottom)
    below, above = rates - bounds[:, 0], bounds[:, 1] - rates
    upper = rates[:, None] - rates[None, :] + np.sqrt(above[:, None] ** 2 + below[None, :] ** 2)
    np.fill_diagonal(upper, 0.0)
    return float(upper.max())
