"""The scores of one division of the people: values by group, how sure, how far apart, curves and rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from audits.fairness.cells import Cells, group_name
from audits.fairness.disparities import spread
from audits.fairness.distances import mean_and_deviation
from audits.fairness.estimating.estimates import Estimates, bounds, ends_of_distance, pair
from audits.fairness.intervals import LEVEL
from audits.fairness.margins import Rates
from audits.fairness.resampling import TAILS, stream
from audits.fairness.scores.drawing import drawn, way
from audits.fairness.scores.values import LINES, MEASURES, RANKED, of_everyone, profiles, reason, value
from audits.fairness.spec import Spec
from audits.fairness.stored.profiles import Profile
from audits.fairness.stored.scores import Group, Scores

METHODS = {
    "mean_score": "mean, Student",
    "auc": "DeLong",
    "brier": "mean, Student",
    "log_loss": "mean, Student",
    "calibration_in_the_large": "mean, Student",
    "calibration_slope": "Wald",
    "calibration_intercept": "Wald",
}
NEVER_BELOW_ZERO = (
    "auc",
    "average_precision",
    "ks",
    "brier",
    "log_loss",
    "ece",
    "mce",
    "ece_equal_mass",
    "mce_equal_mass",
)
NEVER_ABOVE_ONE = tuple(name for name in NEVER_BELOW_ZERO if name != "log_loss")


@dataclass(frozen=True, eq=False)
class Scored:
    """One division's scores: profiles by group in order, everyone's, and the estimates of every measure.

    The last entry of each estimate's arrays belongs to a group of the same name; `whole` holds value and
    bounds over everyone.
    """

    by: tuple[str, ...]
    scores: Scores
    groups: tuple[Group, ...]
    profiles: tuple[Profile, ...]
    everyone: Profile
    estimates: dict[str, Estimates]
    whole: dict[str, tuple[float, float, float]]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the groups' names."""
        return tuple(group_name(group) for group in self.groups)

    def why(self, measure: str, of: Profile) -> str:
        """Return why a value is undefined."""
        return reason(measure, of, self.scores)


def scored(cells: Cells, spec: Spec) -> Scored | None:
    """Return the scores of these cells in their division; None where there are none.

    Source: docs/fairness.md, scores.
    """
    if cells.scores is None or not cells.scores.n:
        return None
    groups = tuple(dict.fromkeys(cell.group for cell in cells.cells))
    found = profiles(cells.scores, cells.by, groups)
    everyone = of_everyone(cells.scores, groups)
    draws = drawn(cells.scores, groups, spec, stream(spec.seed, "scores", *cells.by))
    names = tuple(group_name(group) for group in groups)
    both = {m: _estimates(m, (*found, everyone), (*names, ""), draws.get(m), spec) for m in MEASURES}
    return Scored(
        by=cells.by,
        scores=cells.scores,
        groups=groups,
        profiles=found,
        everyone=everyone,
        estimates={m: one.of_groups for m, one in both.items()},
        whole={m: one.of_everyone for m, one in both.items()},
    )


def intervals(found: Scored) -> dict[str, Any]:
    """Return the interval of every value, and of the highest less the lowest."""
    return {
        "level": LEVEL,
        "methods": {m: one.method for m, one in found.estimates.items()},
        "overall": {m: pair(low, high) for m, (_, low, high) in found.whole.items()},
        "by_group": {
            name: {m: one.intervals(i) for m, one in found.estimates.items()}
            for i, name in enumerate(found.names)
        },
        "disparities": {
            m: {"difference": pair(one.spread[0], one.spread[1])} for m, one in found.estimates.items()
        },
    }


def _estimates(
    measure: str, found: Sequence[Profile], names: tuple[str, ...], draws: Rates | None, spec: Spec
) -> Estimates:
    """Return one measure of every group and, last, of everyone."""
    values, se, degrees = (
        np.array(part) for part in zip(*(value(measure, one) for one in found), strict=True)
    )
    low, high = (np.full(len(values), np.nan) for _ in range(2))
    if measure in METHODS:
        known = (se > 0) & (degrees > 0)
        low[known], high[known] = bounds(values[known], se[known], degrees[known])
    elif draws is not None:
        (_, se), degrees = mean_and_deviation(draws), np.full(len(values), np.inf)
        low, high = _centred(draws, values)
    low = np.maximum(low, 0.0) if measure in NEVER_BELOW_ZERO else low
    high = np.minimum(high, 1.0) if measure in NEVER_ABOVE_ONE else high
    enough, defined = np.array([_enough(measure, one, spec) for one in found]), ~np.isnan(values)
    return Estimates(
        measure=measure,
        names=names,
        n=np.array([one.n if measure == "mean_score" else one.labelled for one in found], dtype=float),
        value=values,
        se=se,
        degrees=degrees,
        low=low,
        high=high,
        spread=_ends(draws, values, defined),
        spread_compared=_ends(draws, values, enough & defined & (se > 0)),
        enough=enough,
        method=METHODS.get(measure, way(found[-1].n)),
    )


def _enough(measure: str, of: Profile, spec: Spec) -> bool:
    """Return whether a reading may compare this group: its people, and those of either outcome."""
    people, worth = (of.n, of.worth) if measure == "mean_score" else (of.labelled, of.labelled_worth)
    if worth is not None and worth < min(spec.inference_minimum, spec.denominator_minimum):
        return False
    either = min(of.positives, of.labelled - of.positives)
    needs_both = measure in (*RANKED, *LINES)
    return people >= spec.inference_minimum and (not needs_both or either >= spec.denominator_minimum)


def _centred(draws: Rates, values: Rates) -> tuple[Rates, Rates]:
    """Return percentiles of the draws, moved so that their mean is the value.

    Resampling moves what cannot be negative away from zero, and joined bins differ a little from scores;
    moving the draws back removes both.
    Source: the bootstrap estimate of bias, Efron & Tibshirani 1993, chapter 10.
    """
    low, high = (np.full(len(values), np.nan) for _ in range(2))
    for i, number in enumerate(values):
        column = draws[:, i][~np.isnan(draws[:, i])]
        if len(column) and not np.isnan(number):
            low[i], high[i] = np.quantile(column, TAILS) - column.mean() + number
    return low, high


def _ends(draws: Rates | None, values: Rates, some: npt.NDArray[np.bool_]) -> Rates:
    """Return the ends of the highest less the lowest of some groups, not of everyone; NaN below two groups."""
    places = np.flatnonzero(some[:-1])
    if draws is None or len(places) < 2:  # noqa: PLR2004 - a distance takes two
        return np.full(2, np.nan)
    return ends_of_distance(spread(draws[:, places])[0], float(spread(values[places])[0]))
