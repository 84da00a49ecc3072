"""95 % intervals in closed form: Wilson for a rate, Newcombe for a difference, Katz for a ratio."""

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, ndtri
from statsmodels.stats.proportion import proportion_confint

from audits.fairness.reading import Bounds

LEVEL = 0.95
ROUNDING = 1e-12
Z = float(ndtri(0.5 + LEVEL / 2))

Numbers = npt.NDArray[np.float64]


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


def clopper_pearson(counted: float, out_of: float) -> Bounds:
    """Return the exact bounds of a rate, which hold at least as often as they promise.

    Source: Clopper & Pearson 1934, as in statsmodels proportion_confint(method="beta").
    """
    tail = (1 - LEVEL) / 2
    low = 0.0 if counted <= 0 else float(betaincinv(counted, out_of - counted + 1, tail))
    high = 1.0 if counted >= out_of else float(betaincinv(counted + 1, out_of - counted, 1 - tail))
    return low, high


def newcombe(counted: float, out_of: float, counted_ref: float, out_of_ref: float) -> Bounds:
    """Return the bounds of rate minus reference rate.

    Source: Newcombe 1998, method 10; checked in tests against statsmodels
    confint_proportions_2indep(method="newcomb").
    """
    bounds = newcombe_bounds(np.array([float(counted)]), np.array([float(out_of)]), counted_ref, out_of_ref)
    return float(bounds[0, 0]), float(bounds[0, 1])


def newcombe_bounds(top: Numbers, bottom: Numbers, top_ref: float, bottom_ref: float) -> Numbers:
    """Return `newcombe` of every group against one reference, bounds in the last axis; NaN where undefined.

    Source: as `newcombe`.
    """
    bounds, ref = wilson(top, bottom), wilson([top_ref], [bottom_ref])[0]
    rates = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    rate_ref = top_ref / bottom_ref if bottom_ref > 0 else np.nan
    low = np.sqrt((rates - bounds[:, 0]) ** 2 + (ref[1] - rate_ref) ** 2)
    high = np.sqrt((bounds[:, 1] - rates) ** 2 + (rate_ref - ref[0]) ** 2)
    return np.stack([rates - rate_ref - low, rates - rate_ref + high], axis=-1)


def katz(counted: float, out_of: float, counted_ref: float, out_of_ref: float) -> Bounds | None:
    """Return the bounds of rate over reference rate; None when either count is zero, or too little for an end.

    Source: Katz et al. 1978, as in statsmodels confint_proportions_2indep(compare="ratio", method="log").
    """
    if counted == 0 or counted_ref == 0:
        return None
    ratio = (counted / out_of) / (counted_ref / out_of_ref)
    spread = np.sqrt(1 / counted - 1 / out_of + 1 / counted_ref - 1 / out_of_ref)
    with np.errstate(over="ignore"):
        high = float(ratio * np.exp(Z * spread))
    return (float(ratio * np.exp(-Z * spread)), high) if np.isfinite(high) else None


def mover(counted: npt.ArrayLike, out_of: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return the lower bound of every group's rate over every other's, from their Wilson bounds.

    It holds where Katz has no width or value, when nobody or everybody is counted; 0 where it has none.
    Source: Donner & Zou 2012, MOVER-R.
    """
    top, bottom = np.asarray(counted, dtype=float), np.asarray(out_of, dtype=float)
    rates, bounds = top / bottom, wilson(top, bottom)
    low, high = bounds[:, 0], bounds[:, 1]
    product = rates[:, None] * rates[None, :]
    below = high[None, :] * (2 * rates[None, :] - high[None, :])
    inside = product**2 - (low * (2 * rates - low))[:, None] * below
    solvable = (below > 0) & (inside >= -ROUNDING)
    root = np.sqrt(np.clip(inside, 0, None))
    return np.asarray(np.divide(product - root, below, out=np.zeros_like(product), where=solvable))


def ratio(counted: float, out_of: float, counted_ref: float, out_of_ref: float) -> tuple[Bounds | None, str]:
    """Return the bounds of rate over reference rate and the method: Katz, MOVER-R at the edges, or None.

    Source: as `katz` and `mover`.
    """
    if 0 < counted < out_of and 0 < counted_ref < out_of_ref:
        return katz(counted, out_of, counted_ref, out_of_ref), "Katz"
    if counted_ref == 0:
        return None, "MOVER-R"
    lower = float(mover([counted, counted_ref], [out_of, out_of_ref])[0, 1])
    upper = _upper_mover(counted, out_of, counted_ref, out_of_ref)
    return (None if upper is None else (lower, upper)), "MOVER-R"


def _upper_mover(counted: float, out_of: float, counted_ref: float, out_of_ref: float) -> float | None:
    """Return the upper bound of rate over reference rate, which there is where anybody in the reference counts.

    None where weights leave so little of them that it has no end.
    Source: Donner & Zou 2012, MOVER-R.
    """
    rate, high = counted / out_of, wilson([counted], [out_of])[0, 1]
    rate_ref, low_ref = counted_ref / out_of_ref, wilson([counted_ref], [out_of_ref])[0, 0]
    below = low_ref * (2 * rate_ref - low_ref)
    inside = (rate * rate_ref) ** 2 - high * (2 * rate - high) * below
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        upper = float((rate * rate_ref + np.sqrt(max(0.0, inside))) / below)
    return upper if np.isfinite(upper) else None


def ratio_bounds(top: Numbers, bottom: Numbers, top_ref: float, bottom_ref: float) -> Numbers:
    """Return `ratio` of every group against one reference, bounds in the last axis; NaN where undefined.

    Source: as `ratio`.
    """
    found = np.full((len(top), 2), np.nan)
    for i in np.flatnonzero(bottom > 0) if bottom_ref > 0 else ():
        bounds, _ = ratio(top[i], bottom[i], top_ref, bottom_ref)
        found[i] = bounds or (np.nan, np.nan)
    return found


def lowest_ratio(counted: npt.ArrayLike, out_of: npt.ArrayLike) -> float:
    """Return the smallest lower bound of a ratio over all ordered pairs of groups, by the method of `ratio`.

    When it reaches a threshold, no pair's interval leaves the tolerance (an intersection-union test).
    Source: as `katz` and `mover`; Berger 1982 for the intersection-union test.
    """
    top, bottom = np.asarray(counted, dtype=float), np.asarray(out_of, dtype=float)
    if (top == 0).any():
        return 0.0
    logs, parts = np.log(top / bottom), 1 / top - 1 / bottom
    by_katz = np.exp(logs[:, None] - logs[None, :] - Z * np.sqrt(parts[:, None] + parts[None, :]))
    inner = (top > 0) & (top < bottom)
    lower = np.where(inner[:, None] & inner[None, :], by_katz, mover(top, bottom))
    np.fill_diagonal(lower, 1.0)
    return float(lower.min())


def around_the_ends(drawn: Numbers, counted: npt.ArrayLike, out_of: npt.ArrayLike) -> Numbers:
    """Return resampled bounds of highest minus lowest and lowest over highest, wide enough for rates of 0 and 1.

    Where nobody or everybody is counted in the lowest or the highest group, drawing anew gives the same rate
    every time, as if it were certain; then the bounds reach at least as far as the formula between those two.
    Shape: axes kind (difference, ratio) and bound, in and out.
    Source: as `newcombe` and `ratio`.
    """
    top, bottom = np.asarray(counted, dtype=float), np.asarray(out_of, dtype=float)
    top, bottom = top[bottom > 0], bottom[bottom > 0]
    if len(bottom) < 2:  # noqa: PLR2004 - a distance takes two
        return drawn
    low, high = int(np.argmin(top / bottom)), int(np.argmax(top / bottom))
    if all(0 < top[end] < bottom[end] for end in (low, high)):
        return drawn
    pairs = (top[low], bottom[low]), (top[high], bottom[high])
    bounds, _ = ratio(*pairs[0], *pairs[1])
    formulas = np.array([newcombe(*pairs[1], *pairs[0]), bounds or (np.nan, np.nan)])
    # Neither distance is below zero, nor is the lowest above the highest.
    formulas = np.clip(formulas, 0.0, 1.0)
    wide = np.stack([np.fmin(drawn[:, 0], formulas[:, 0]), np.fmax(drawn[:, 1], formulas[:, 1])], axis=-1)
    return np.where(np.isnan(drawn), np.nan, wide)


def largest_difference(counted: npt.ArrayLike, out_of: npt.ArrayLike) -> float:
    """Return the largest upper Newcombe bound over all ordered pairs of groups.

    Source: as `newcombe`; checked against it in tests.
    """
    top, bottom = np.asarray(counted, dtype=float), np.asarray(out_of, dtype=float)
    rates, bounds = top / bottom, wilson(top, bottom)
    below, above = rates - bounds[:, 0], bounds[:, 1] - rates
    upper = rates[:, None] - rates[None, :] + np.sqrt(above[:, None] ** 2 + below[None, :] ** 2)
    np.fill_diagonal(upper, 0.0)
    return float(upper.max())
