"""From estimates and a threshold to a verdict: the same eight, with the errors of estimates for counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, norm
from scipy.stats import t as student

from audits.fairness.estimating.estimates import Estimates, Pair, beside, welch
from audits.fairness.estimating.sentences import End, Told, cannot_be_assessed, sentence
from audits.fairness.intervals import LEVEL
from audits.fairness.reading import Reading, quotable
from audits.fairness.significance import POWER, holm
from audits.fairness.spec import Spec
from audits.fairness.thresholds import Threshold
from audits.fairness.verdicts import Verdict, decide

TWO_GROUPS = 2
FAR_OUT = 3  # standard deviations: the one person whose influence a disparity must survive
RESAMPLED = "percentiles of resampled values, less their bias where it matters; no test of equality"
TEST = "Cochran's Q over all groups, then each against the reference ({method}; Holm)"
LOWER_IS_WORSE = ("auc", "average_precision", "ks", "r2", "pearson_r", "mean_score", "mean_predicted")
IDEAL = {"calibration_in_the_large": 0.0, "mean_error": 0.0, "calibration_slope": 1.0}


@dataclass(frozen=True, eq=False)
class Asked:
    """One measure of one division against one threshold; `p_global` is adjusted over the whole run."""

    by: tuple[str, ...]
    estimates: Estimates
    threshold: Threshold
    reference: str
    hidden: frozenset[str]
    p_global: float = 1.0


def readings(asked: Sequence[Asked], spec: Spec) -> tuple[Reading, ...]:
    """Return a reading of each, the global tests of scores and predicted numbers adjusted together.

    Source: docs/fairness.md, the eight verdicts; Holm 1979.
    """
    adjusted = holm([homogeneity(one.estimates) for one in asked])
    return tuple(
        _read(Asked(one.by, one.estimates, one.threshold, one.reference, one.hidden, p), spec)
        for one, p in zip(asked, adjusted, strict=True)
    )


def homogeneity(found: Estimates) -> float:
    """Return the chance of estimates at least this uneven if all groups had the same value; 1 below two.

    Source: W. G. Cochran, Biometrics 10 (1954) 101: weighted squares around the weighted mean, chi-square.
    """
    some = found.assessed
    if some.sum() < TWO_GROUPS:
        return 1.0
    weight = 1 / found.se[some] ** 2
    mean = (weight * found.value[some]).sum() / weight.sum()
    return float(chi2.sf((weight * (found.value[some] - mean) ** 2).sum(), some.sum() - 1))


def _read(asked: Asked, spec: Spec) -> Reading:
    """Return the reading of one measure against its threshold."""
    found, some = asked.estimates, asked.estimates.assessed
    if some.sum() < TWO_GROUPS:
        words = cannot_be_assessed(asked.by, found.measure, int(found.defined.sum()))
        return _reading(asked, Verdict.NOT_ASSESSABLE, words)
    low = int(np.argmin(np.where(some, found.value, np.inf)))
    high = int(np.argmax(np.where(some, found.value, -np.inf)))
    value = float(found.value[high] - found.value[low])
    pairs = [pair for pair in beside(found, asked.reference) if some[found.names.index(pair.group)]]
    p_pair, words = _p_pair(found, pairs, low, high)
    interval, method = _interval(found, low, high)
    verdict = decide(
        breach=asked.threshold.broken_by(value),
        significant=max(asked.p_global, p_pair) < spec.alpha,
        survives_flip=asked.threshold.broken_by(value - _influence(found, low) - _influence(found, high)),
        demonstrated=not asked.threshold.broken_by(_widest(found)),
        detectable=not asked.threshold.broken_by(_detectable(found, asked.reference, spec)),
    )
    worst, best = worst_and_best(found)
    ends = (found.names[low], found.names[high]) if worst else found.names
    discloses = tuple(name for name in ends if name in asked.hidden)
    told = Told(
        by=asked.by, threshold=asked.threshold, verdict=verdict, value=value, interval=interval,
        low=End(found.names[low], float(found.value[low]), int(found.n[low])),
        high=End(found.names[high], float(found.value[high]), int(found.n[high])),
        p_global=asked.p_global, p_pair=p_pair, pair=words, left_out=_left_out(found),
    )  # fmt: skip
    return _reading(
        asked,
        verdict,
        quotable(sentence(told), discloses),
        value=value,
        interval=interval,
        interval_method=method,
        worst_group=worst,
        best_group=best,
        p_global=asked.p_global,
        p_pair=p_pair,
        discloses=discloses,
    )


def worst_and_best(found: Estimates) -> tuple[str | None, str | None]:
    """Return the groups at either end by what the measure means; none when all are the same.

    Lower is worse for ranking and for scores themselves, higher for losses and errors; where a value can be
    off in two directions, the furthest from its ideal is the worst.
    """
    off = -found.value if found.measure in LOWER_IS_WORSE else found.value
    if found.measure in IDEAL:
        off = np.abs(found.value - IDEAL[found.measure])
    worst = int(np.argmax(np.where(found.assessed, off, -np.inf)))
    best = int(np.argmin(np.where(found.assessed, off, np.inf)))
    return (None, None) if off[worst] == off[best] else (found.names[worst], found.names[best])


def _p_pair(found: Estimates, pairs: Sequence[Pair], low: int, high: int) -> tuple[float, str]:
    """Return the adjusted p-value of the lowest or highest group against the reference, and words for it.

    Where the reference has no value: lowest against highest, adjusted for all pairs (Bonferroni).
    """
    adjusted = holm([pair.p for pair in pairs])
    ends = (found.names[low], found.names[high])
    with_reference = [p for pair, p in zip(pairs, adjusted, strict=True) if pair.group in ends]
    if with_reference:
        return min(with_reference), f"against the reference, {pairs[0].reference}"
    distance, se, degrees = welch(found, high, low)
    groups = int(found.assessed.sum())
    p = 2 * float(student.sf(distance / se, degrees)) * groups * (groups - 1) / 2
    return min(1.0, p), "between these two"


def _interval(found: Estimates, low: int, high: int) -> tuple[tuple[float, float] | None, str | None]:
    """Return the interval of highest minus lowest: by formula between two groups, else by resampling."""
    if found.assessed.sum() == TWO_GROUPS:
        distance, se, degrees = welch(found, high, low)
        half = float(student.ppf(0.5 + LEVEL / 2, degrees)) * se
        return (distance - half, distance + half), f"{found.method}, highest minus lowest"
    if np.isnan(found.spread_compared).any():
        return None, None
    return (float(found.spread_compared[0]), float(found.spread_compared[1])), RESAMPLED


def _influence(found: Estimates, place: int) -> float:
    """Return how far one person, three standard deviations out, moves a group's value."""
    return float(FAR_OUT * found.se[place] / np.sqrt(found.n[place]))


def _widest(found: Estimates) -> float:
    """Return the furthest any two assessed groups may be apart: the largest upper bound of a difference."""
    places = np.flatnonzero(found.assessed)
    ends = []
    for one in places:
        for other in places[places != one]:
            distance, se, degrees = welch(found, int(one), int(other))
            ends.append(distance + float(student.ppf(0.5 + LEVEL / 2, degrees)) * se)
    return max(ends)


def _detectable(found: Estimates, reference: str, spec: Spec) -> float:
    """Return the difference from the reference that would be noticed four times in five, for the worst group.

    Source: Cohen 1988, two independent estimates; infinite where the reference has no value.
    """
    if reference not in found.names or not found.assessed[found.names.index(reference)]:
        return float("inf")
    place = found.names.index(reference)
    sizes = float(norm.isf(spec.alpha / 2) + norm.ppf(POWER))
    others = [i for i in np.flatnonzero(found.assessed) if i != place]
    return sizes * max(float(np.hypot(found.se[i], found.se[place])) for i in others)


def _left_out(found: Estimates) -> tuple[str, ...]:
    """Return the groups that are not compared."""
    return tuple(name for name, yes in zip(found.names, found.assessed, strict=True) if not yes)


def _reading(asked: Asked, verdict: Verdict, words: str, **rest: object) -> Reading:
    """Return the reading with everything it rests on."""
    found, threshold = asked.estimates, asked.threshold
    return Reading(
        by=asked.by,
        measure=threshold.measure,
        kind=threshold.kind,
        threshold=threshold.value,
        threshold_set_by=threshold.set_by,
        threshold_reason=threshold.reason,
        verdict=verdict,
        label=verdict.label,
        sentence=words,
        groups_assessed=tuple(name for name, yes in zip(found.names, found.assessed, strict=True) if yes),
        groups_left_out=_left_out(found),
        test=TEST.format(method=found.method),
        **rest,  # type: ignore[arg-type]
    )
