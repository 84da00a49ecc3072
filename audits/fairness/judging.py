"""From evidence and a threshold to a verdict and the sentence that carries it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.fairness.comparisons import Comparison, flipped
from audits.fairness.disparities import spread
from audits.fairness.intervals import katz, newcombe, widest_katz, widest_newcombe
from audits.fairness.margins import Rates
from audits.fairness.reading import Bounds, Reading
from audits.fairness.sentences import End, Told, cannot_be_assessed, sentence
from audits.fairness.significance import GlobalTest, fisher
from audits.fairness.standing import SMALLEST, Standing
from audits.fairness.thresholds import Threshold
from audits.fairness.verdicts import Verdict, decide

FORMULA = {"ratio": "Katz, lowest against highest", "difference": "Newcombe, highest against lowest"}
RESAMPLED = "percentiles of resampled cells; such an interval never reaches equality"
ROUNDING = 1e-12
HIGHER_IS_WORSE = ("fpr",)


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that is known of one measure in one grouping before a threshold is put to it.

    `drawn` holds the resampled bounds of difference and ratio over the assessed groups.
    """

    by: tuple[str, ...]
    standing: Standing
    test: GlobalTest | None
    p_global: float | None
    pairs: tuple[Comparison, ...]
    drawn: Rates
    favourable: str
    alpha: float


def read(evidence: Evidence, threshold: Threshold) -> Reading:
    """Return the reading of this evidence against this threshold.

    Source: docs/fairness.md, the eight verdicts.
    """
    if why_not := _why_not(evidence.standing, threshold.kind):
        words = cannot_be_assessed(evidence.by, threshold.measure, evidence.favourable, why_not)
        return _reading(evidence, threshold, Verdict.NOT_ASSESSABLE, words)
    standing = evidence.standing
    low, high = _ends(standing)
    value = float(spread(standing.rates[standing.assessed])[int(threshold.kind == "ratio")])
    interval, method = _interval(evidence, threshold.kind, low, high)
    p_pair = _p_pair(evidence, low, high)
    verdict = _verdict(evidence, threshold, value, p_pair)
    told = Told(
        evidence.by, threshold, verdict, value, interval, _end(standing, low), _end(standing, high),
        evidence.p_global, p_pair, evidence.favourable, _left_out(standing),
    )  # fmt: skip
    return _reading(evidence, threshold, verdict, sentence(told), value, interval, method, p_pair)


def _why_not(standing: Standing, kind: str) -> str | None:
    """Return why no verdict can be reached, or None when one can."""
    counted = standing.counted[standing.assessed]
    if len(counted) < 2:  # noqa: PLR2004 - a comparison takes two
        return f"fewer than two groups are large enough; {int(standing.defined.sum())} have a defined value"
    if counted.sum() == 0 and standing.measure == "selection_rate":
        return "nobody in any group received the favourable outcome"
    if kind == "ratio" and counted.sum() == 0:
        return "the rate is zero in every group, so no ratio exists"
    if kind == "ratio" and sum(standing.counted[end] for end in _ends(standing)) < SMALLEST:
        return f"the lowest and the highest rate rest on fewer than {SMALLEST} people, too few for a ratio"
    return None


def _verdict(evidence: Evidence, threshold: Threshold, value: float, p_pair: float) -> Verdict:
    """Return the verdict on groups that can be compared."""
    standing, ratio = evidence.standing, threshold.kind == "ratio"
    counted, out_of = standing.counted[standing.assessed], standing.out_of[standing.assessed]
    assessed = _named(standing, standing.assessed)
    pairs = [pair for pair in evidence.pairs if pair.group in assessed]
    flip_difference, flip_ratio = flipped(*(_counts(standing, end) for end in _ends(standing)))
    flip = flip_ratio if ratio else flip_difference
    smallest_noticed = [pair.mde_ratio if ratio else pair.mde_diff for pair in pairs]
    widest = widest_katz(counted, out_of) if ratio else widest_newcombe(counted, out_of)
    return decide(
        breach=beyond(value, threshold),
        significant=evidence.p_global is not None and max(evidence.p_global, p_pair) < evidence.alpha,
        survives_flip=flip is not None and beyond(flip, threshold),
        demonstrated=not beyond(widest, threshold),
        detectable=bool(pairs) and not any(x is None or beyond(x, threshold) for x in smallest_noticed),
    )


def beyond(value: float, threshold: Threshold) -> bool:
    """Return whether a difference or ratio lies beyond the threshold, rounding errors aside."""
    if threshold.kind == "ratio":
        return value < threshold.value - ROUNDING
    return value > threshold.value + ROUNDING


def _interval(evidence: Evidence, kind: str, low: int, high: int) -> tuple[Bounds | None, str]:
    """Return the interval of the value: by formula between two groups, else by resampling."""
    standing = evidence.standing
    lower, higher = _counts(standing, low), _counts(standing, high)
    if standing.assessed.sum() == 2:  # noqa: PLR2004 - one pair
        return (katz(*lower, *higher) if kind == "ratio" else newcombe(*higher, *lower)), FORMULA[kind]
    bounds = evidence.drawn[int(kind == "ratio")]
    return (None if np.isnan(bounds).any() else (float(bounds[0]), float(bounds[1]))), RESAMPLED


def _p_pair(evidence: Evidence, low: int, high: int) -> float:
    """Return the adjusted p-value of the lowest or highest group against the reference.

    Where the reference has no value on this measure: lowest against highest, adjusted for all pairs (Bonferroni).
    """
    names = evidence.standing.names
    against_reference = [pair.p_holm for pair in evidence.pairs if pair.group in (names[low], names[high])]
    if against_reference:
        return min(against_reference)
    groups = int(evidence.standing.assessed.sum())
    p = fisher(*_counts(evidence.standing, low), *_counts(evidence.standing, high))
    return min(1.0, p * groups * (groups - 1) / 2)


def _ends(standing: Standing) -> tuple[int, int]:
    """Return the places of the lowest and the highest assessed rate."""
    rates = standing.rates
    low = int(np.argmin(np.where(standing.assessed, rates, np.inf)))
    high = int(np.argmax(np.where(standing.assessed, rates, -np.inf)))
    return low, high


def _counts(standing: Standing, place: int) -> tuple[int, int]:
    """Return how many are counted in one group, and out of how many."""
    return int(standing.counted[place]), int(standing.out_of[place])


def _end(standing: Standing, place: int) -> End:
    """Return what a sentence says of one group."""
    return End(standing.names[place], *_counts(standing, place))


def _named(standing: Standing, chosen: Rates | np.ndarray[Any, np.dtype[np.bool_]]) -> tuple[str, ...]:
    """Return the names of the chosen groups."""
    return tuple(name for name, yes in zip(standing.names, chosen, strict=True) if yes)


def _left_out(standing: Standing) -> tuple[str, ...]:
    """Return the groups that exist but are not assessed."""
    return _named(standing, ~standing.assessed)


def _worst_and_best(standing: Standing) -> tuple[str | None, str | None]:
    """Return the groups at either end, none when there is no distance between them."""
    low, high = _ends(standing)
    if standing.rates[low] == standing.rates[high]:
        return None, None
    worst, best = (high, low) if standing.measure in HIGHER_IS_WORSE else (low, high)
    return standing.names[worst], standing.names[best]


def _reading(
    evidence: Evidence,
    threshold: Threshold,
    verdict: Verdict,
    words: str,
    value: float | None = None,
    interval: Bounds | None = None,
    method: str | None = None,
    p_pair: float | None = None,
) -> Reading:
    """Return the reading with everything it rests on."""
    standing = evidence.standing
    worst, best = (None, None) if value is None else _worst_and_best(standing)
    return Reading(
        by=evidence.by,
        measure=threshold.measure,
        kind=threshold.kind,
        value=value,
        interval=interval,
        interval_method=method,
        threshold=threshold.value,
        threshold_set_by=threshold.set_by,
        threshold_reason=threshold.reason,
        verdict=verdict,
        label=verdict.label,
        sentence=words,
        worst_group=worst,
        best_group=best,
        p_global=evidence.p_global if value is not None else None,
        p_pair=p_pair,
        groups_assessed=_named(standing, standing.assessed),
        groups_left_out=_left_out(standing),
    )
