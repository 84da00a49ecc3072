"""Predicted numbers of one division of the people: values by group, how sure, how far apart."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from audits.fairness.cells import Cells, group_name
from audits.fairness.disparities import spread
from audits.fairness.estimating.estimates import Estimates, bounds, ends_of_distance
from audits.fairness.intervals import Z
from audits.fairness.margins import Rates
from audits.fairness.regression.vectors import QUANTITIES, covariance, means_of, measures
from audits.fairness.resampling import TAILS, stream
from audits.fairness.spec import Spec
from audits.fairness.stored.moments import MomentRow, Moments, empty

MEANS = ("mean_target", "mean_predicted", "mean_error", "mae")
RESAMPLED, STUDENT, FISHER = "resampled moments", "mean, Student", "Fisher's z"
LOGARITHM = "logarithm, Student"
METHODS = dict.fromkeys(MEANS, STUDENT) | {"rmse": LOGARITHM, "r2": RESAMPLED, "pearson_r": FISHER}
FEWEST = 3
PEOPLE, WORTH = attrgetter("n"), attrgetter("worth")
EVERYONE = ""


@dataclass(frozen=True, eq=False)
class Regressed:
    """One division's predicted numbers: sums by group in order, everyone's, and the estimates.

    `ratio` is the lowest over the highest mean prediction with its bounds; None where that means nothing.
    """

    by: tuple[str, ...]
    moments: Moments
    names: tuple[str, ...]
    rows: tuple[MomentRow, ...]
    estimates: dict[str, Estimates]
    whole: dict[str, tuple[float, float, float]]
    ratio: tuple[float, tuple[float, float]] | None


def regressed(cells: Cells, spec: Spec) -> Regressed | None:
    """Return the predicted numbers of these cells in their division; None where there are none.

    Intervals of means are Student's; the others, and the ends of several groups, come from drawing the means
    of each group's sums from the normal distribution with their covariance.
    Source: docs/fairness.md, predicted numbers; central limit theorem and delta method by simulation.
    """
    if cells.moments is None:
        return None
    groups = tuple(dict.fromkeys(cell.group for cell in cells.cells))
    kept = {row.group: row for row in cells.moments.rows}
    weighted = cells.moments.heaviest is not None
    rows = tuple(kept.get(group) or empty(group, weighted=weighted) for group in groups)
    everyone = cells.moments.along(()).rows[0]
    names = tuple(group_name(group) for group in groups)
    draws = _drawn((*rows, everyone), spec, cells.by)
    people = dict(zip((*names, EVERYONE), (*rows, everyone), strict=True))
    both = {m: _estimates(m, cells.moments, people, draws, spec) for m in METHODS}
    return Regressed(
        by=cells.by,
        moments=cells.moments,
        names=names,
        rows=rows,
        estimates={m: one.of_groups for m, one in both.items()},
        whole={m: one.of_everyone for m, one in both.items()},
        ratio=_ratio(cells.moments, rows, draws),
    )


def _drawn(rows: tuple[MomentRow, ...], spec: Spec, by: tuple[str, ...]) -> list[Rates | None]:
    """Return drawn means of the six quantities for each group; None for one too small to have a covariance."""
    rng = stream(spec.seed, "numbers", *by)
    drawn: list[Rates | None] = []
    for row in rows:
        noise = rng.standard_normal((spec.draws, QUANTITIES))
        if row.worth < FEWEST:
            drawn.append(None)
            continue
        values, axes = np.linalg.eigh(covariance(row))
        drawn.append(means_of(row) + (noise * np.sqrt(np.maximum(values, 0.0))) @ axes.T)
    return drawn


def _estimates(
    measure: str, moments: Moments, rows: dict[str, MomentRow], draws: list[Rates | None], spec: Spec
) -> Estimates:
    """Return one measure of every group and, last, of everyone."""
    function = measures(moments)[measure]
    n, worth = (np.array([part(row) for row in rows.values()], dtype=float) for part in (PEOPLE, WORTH))
    value = np.array([_of(function, row) for row in rows.values()])
    simulated = [np.full(1, np.nan) if one is None else function(one) for one in draws]
    se = np.array(
        [_error(measure, moments, row, one) for row, one in zip(rows.values(), simulated, strict=True)]
    )
    degrees = worth - 1 if measure in MEANS else np.full(len(n), np.inf)
    low, high = _ends(measure, value, se, worth, simulated)
    fewest = min(spec.inference_minimum, spec.denominator_minimum)
    enough = (n >= spec.inference_minimum) & (worth >= fewest)
    return Estimates(
        measure=measure,
        names=tuple(rows),
        n=n,
        value=value,
        se=se,
        degrees=np.where(degrees > 0, degrees, np.nan),
        low=low,
        high=high,
        spread=_spread(simulated[:-1], value[:-1]),
        spread_compared=_spread(
            [
                one if yes else np.full_like(one, np.nan)
                for one, yes in zip(simulated[:-1], enough & (se > 0), strict=False)
            ],
            value[:-1],
        ),
        enough=enough,
        method=METHODS[measure],
    )


def _of(function: Callable[[Rates], Rates], row: MomentRow) -> float:
    """Return a measure of one group, NaN without anybody."""
    return float(function(means_of(row))) if row.total > 0 else float("nan")


def _error(measure: str, moments: Moments, row: MomentRow, simulated: Rates) -> float:
    """Return the standard error of a measure: of means by formula, of others by the spread of draws."""
    if row.worth < FEWEST:
        return float("nan")
    if measure not in MEANS:
        some = simulated[~np.isnan(simulated)]
        return float(some.std(ddof=1)) if len(some) > 1 else float("nan")
    # As means of the six quantities: target, prediction, their difference, and the error.
    weights = {"mean_target": {0: 1}, "mean_predicted": {1: 1}, "mean_error": {0: -1, 1: 1}, "mae": {5: 1}}
    direction = np.zeros(QUANTITIES)
    for place, weight in weights[measure].items():
        direction[place] = weight
    variance = float(direction @ covariance(row) @ direction)
    return moments.scale * float(np.sqrt(max(0.0, variance)))


def _ends(measure: str, value: Rates, se: Rates, n: Rates, simulated: list[Rates]) -> tuple[Rates, Rates]:
    """Return the bounds of each value by the measure's own method."""
    low, high = (np.full(len(value), np.nan) for _ in range(2))
    known = ~np.isnan(value) & (se > 0)
    if measure in MEANS:
        low[known], high[known] = bounds(value[known], se[known], n[known] - 1)
    elif measure == "rmse":
        # An error cannot fall below zero and is skewed: on the logarithm, Student's interval holds its level.
        known &= value > 0
        low[known], high[known] = (
            value[known] * np.exp(end)
            for end in bounds(np.zeros(known.sum()), se[known] / value[known], n[known] - 1)
        )
    elif measure == "pearson_r":
        known &= (n > FEWEST) & (np.abs(value) < 1)
        z, half = np.arctanh(value[known]), Z / np.sqrt(n[known] - FEWEST)
        low[known], high[known] = np.tanh(z - half), np.tanh(z + half)
    else:
        for i in np.flatnonzero(known):
            low[i], high[i] = np.quantile(simulated[i][~np.isnan(simulated[i])], TAILS)
    return low, high


def _spread(simulated: list[Rates], values: Rates) -> Rates:
    """Return the bounds of the highest less the lowest group that was drawn."""
    known = [i for i, column in enumerate(simulated) if not np.isnan(column).all()]
    if len(known) < 2:  # noqa: PLR2004 - a distance takes two
        return np.full(2, np.nan)
    distances, _ = spread(np.stack([simulated[i] for i in known], axis=-1))
    return ends_of_distance(distances, float(spread(values[known])[0]))


def _ratio(
    moments: Moments, rows: tuple[MomentRow, ...], draws: list[Rates | None]
) -> tuple[float, tuple[float, float]] | None:
    """Return the lowest over the highest mean prediction; None where one is not safely above zero."""
    function = measures(moments)["mean_predicted"]
    known = [(row, one) for row, one in zip(rows, draws, strict=False) if one is not None]
    if len(known) < 2:  # noqa: PLR2004 - a ratio takes two
        return None
    values = np.array([_of(function, row) for row, _ in known])
    simulated = np.stack([function(one) for _, one in known], axis=-1)
    if values.min() <= 0 or (simulated <= 0).any():
        return None
    low, high = np.quantile(simulated.min(axis=-1) / simulated.max(axis=-1), TAILS)
    return float(values.min() / values.max()), (float(low), float(high))
