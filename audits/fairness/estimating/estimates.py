"""One measure in one division of the people: a value for each group, and how sure it is."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from scipy.stats import t as student

from audits.fairness.distances import held
from audits.fairness.intervals import LEVEL
from audits.fairness.margins import Rates
from audits.fairness.resampling import percentiles
from audits.fairness.significance import holm

TAIL = 0.5 + LEVEL / 2


@dataclass(frozen=True, eq=False)
class Estimates:
    """Values by group, NaN where undefined, with standard errors and their degrees of freedom.

    `low` and `high` bound each value; `spread` bounds the highest minus the lowest by resampling, NaN where
    that was not done, and `spread_compared` the same among the groups that a reading compares. `n` are the
    people each value rests on; `enough` marks groups that a reading may compare. `method` says where the
    standard error comes from.
    """

    measure: str
    names: tuple[str, ...]
    n: Rates
    value: Rates
    se: Rates
    degrees: Rates
    low: Rates
    high: Rates
    spread: Rates
    spread_compared: Rates
    enough: np.typing.NDArray[np.bool_]
    method: str

    @property
    def defined(self) -> np.typing.NDArray[np.bool_]:
        """Return which groups have a value."""
        return ~np.isnan(self.value)

    @property
    def of_groups(self) -> "Estimates":
        """Return the same without the last entry, which stands for everyone."""
        parts = ("names", "n", "value", "se", "degrees", "low", "high", "enough")
        return replace(self, **{name: getattr(self, name)[:-1] for name in parts})

    @property
    def of_everyone(self) -> tuple[float, float, float]:
        """Return value and bounds of the last entry, which stands for everyone."""
        return float(self.value[-1]), float(self.low[-1]), float(self.high[-1])

    def intervals(self, place: int) -> tuple[float, float] | None:
        """Return the bounds of one group's value, None where there are none."""
        return pair(self.low[place], self.high[place])

    @property
    def assessed(self) -> np.typing.NDArray[np.bool_]:
        """Return which groups a reading compares: large enough, with a value whose error is known."""
        return self.enough & self.defined & (self.se > 0)


@dataclass(frozen=True)
class Pair:
    """One group beside the reference; `difference` is the group's value less the reference's."""

    group: str
    reference: str
    difference: float
    interval: tuple[float, float]
    statistic: float
    degrees: float | None
    p: float
    p_holm: float = 1.0

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return asdict(self)


def bounds(value: Rates, se: Rates, degrees: Rates) -> tuple[Rates, Rates]:
    """Return the ends of the 95 % interval: Student's t, which with infinite degrees is the normal.

    Source: Student 1908; scipy.stats.t.
    """
    half = student.ppf(TAIL, degrees) * se
    return value - half, value + half


def pair(low: float, high: float) -> tuple[float, float] | None:
    """Return two bounds as plain numbers, None when they are undefined."""
    return None if np.isnan(low) or np.isnan(high) else (float(low), float(high))


def ends_of_distance(draws: Rates, distance: float) -> Rates:
    """Return the ends of the highest less the lowest, from what it is in each draw; NaN without any.

    Source: as `held`.
    """
    return held(percentiles(draws), draws, np.asarray(distance))


def plain(number: float) -> float | None:
    """Return a number as JSON knows it: None when it is undefined."""
    return None if np.isnan(number) else float(number)


def beside(found: Estimates, reference: str) -> tuple[Pair, ...]:
    """Return every group with a value and an error beside the reference, p-values adjusted (Holm).

    Source: B. L. Welch, Biometrika 34 (1947) 28, as scipy.stats.ttest_ind(equal_var=False) for means; with
    infinite degrees the z-test of two independent estimates.
    """
    if reference not in found.names:
        return ()
    place = found.names.index(reference)
    known = found.defined & (found.se > 0)
    if not known[place]:
        return ()
    pairs = [_beside(found, int(i), place) for i in np.flatnonzero(known) if i != place]
    adjusted = holm([one.p for one in pairs])
    return tuple(replace(one, p_holm=p) for one, p in zip(pairs, adjusted, strict=True))


def welch(found: Estimates, one: int, other: int) -> tuple[float, float, float]:
    """Return difference, its standard error and its degrees of freedom.

    Source: Welch-Satterthwaite.
    """
    parts = np.array([found.se[one] ** 2, found.se[other] ** 2])
    freedom = np.array([found.degrees[one], found.degrees[other]])
    total = float(parts.sum())
    return (
        float(found.value[one] - found.value[other]),
        float(np.sqrt(total)),
        float(total**2 / (parts**2 / freedom).sum()) if np.isfinite(freedom).any() else float("inf"),
    )


def difference(values: Sequence[float]) -> float | None:
    """Return the highest less the lowest defined value; None below two.

    Source: as fairlearn.metrics.MetricFrame.difference between groups, undefined groups left out.
    """
    defined = [value for value in values if not np.isnan(value)]
    return max(defined) - min(defined) if len(defined) > 1 else None


def _beside(found: Estimates, one: int, reference: int) -> Pair:
    """Return one group beside the reference, before anything is adjusted."""
    distance, se, degrees = welch(found, one, reference)
    half = float(student.ppf(TAIL, degrees)) * se
    return Pair(
        group=found.names[one],
        reference=found.names[reference],
        difference=distance,
        interval=(distance - half, distance + half),
        statistic=distance / se,
        degrees=degrees if np.isfinite(degrees) else None,
        p=float(2 * student.sf(abs(distance / se), degrees)),
    )
