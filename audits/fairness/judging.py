"""From evidence and a threshold to a verdict and the sentence that carries it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from audits.fairness.comparisons import flipped
from audits.fairness.disparities import spread
from audits.fairness.evidence import Evidence
from audits.fairness.intervals import largest_difference, lowest_ratio, newcombe, ratio
from audits.fairness.measures import reason
from audits.fairness.reading import Bounds, Reading, quotable
from audits.fairness.sentences import End, Told, cannot_be_assessed, sentence
from audits.fairness.significance import fisher
from audits.fairness.simpson import told as told_within
from audits.fairness.standing import SMALLEST, Standing
from audits.fairness.thresholds import Threshold
from audits.fairness.verdicts import Verdict, decide

NOBODY = {
    "selection_rate": "nobody in any group received the favourable outcome",
    "tpr": "nobody with a positive outcome was predicted positive, in any group",
}
RESAMPLED = "percentiles of resampled cells, less their bias where it matters; no test of equality"
AT_THE_ENDS = (
    f"{RESAMPLED}; a rate of 0 or 1 does not vary among them, so at least as wide as Newcombe's and MOVER-R's "
    "between the lowest and the highest"
)


def read(evidence: Evidence, threshold: Threshold, within: Mapping[str, Any] | None = None) -> Reading:
    """Return the reading of this evidence against this threshold, and of what strata change about it.

    Source: docs/fairness.md, the eight verdicts.
    """
    if why_not := _why_not(evidence.standing, threshold.kind):
        words = cannot_be_assessed(evidence.by, threshold.measure, evidence.favourable, why_not)
        return _reading(evidence, threshold, verdict=Verdict.NOT_ASSESSABLE, sentence=words)
    stood = evidence.standing
    low, high = stood.ends()
    value = float(spread(stood.rates[stood.assessed])[int(threshold.kind == "ratio")])
    interval, method = _interval(evidence, threshold.kind)
    p_pair, pair = _p_pair(evidence)
    verdict = _verdict(evidence, threshold, value, p_pair)
    worst, best = stood.worst_and_best()
    changed = _changed(evidence, within)
    # Where there is no distance at all, the sentence speaks of every group compared.
    ends = dict.fromkeys((stood.names[low], stood.names[high]) if worst else stood.compared)
    discloses = tuple(name for name in ends if name in evidence.hidden)
    told = Told(
        by=evidence.by,
        threshold=threshold,
        verdict=verdict,
        value=value,
        interval=interval,
        low=_end(stood, low),
        high=_end(stood, high),
        p_global=evidence.p_global,
        p_pair=p_pair,
        pair=pair,
        favourable=evidence.favourable,
        left_out=stood.left_out,
    )
    return _reading(
        evidence,
        threshold,
        verdict=verdict,
        sentence=quotable(" ".join(filter(None, (sentence(told), changed))), discloses),
        stratified=None if discloses else changed,
        value=value,
        interval=interval,
        interval_method=method,
        worst_group=worst,
        best_group=best,
        discloses=discloses,
        p_global=evidence.p_global,
        p_pair=p_pair,
    )


def _end(stood: Standing, place: int) -> End:
    """Return the group at one end, as a sentence tells of it."""
    return End(stood.names[place], *stood.seen(place), float(stood.rates[place]) if stood.weighted else None)


def _changed(evidence: Evidence, within: Mapping[str, Any] | None) -> str | None:
    """Return how strata change the comparison of the lowest and highest group with the reference, if at all."""
    if within is None:
        return None
    stood, found = evidence.standing, within["measures"][evidence.standing.measure]
    ends = dict.fromkeys(stood.names[place] for place in stood.ends())
    told = [
        words
        for name in ends
        if name in found
        and found[name]["reference"] not in evidence.hidden
        and (words := told_within(within["by"], name, found[name]))
    ]
    return " ".join(told) or None


def _why_not(stood: Standing, kind: str) -> str | None:
    """Return why no verdict can be reached, or None when one can."""
    counted = stood.counted[stood.assessed]
    if not stood.defined.any():
        return f"no group has a value, for {reason(stood.measure)}"
    if len(counted) < 2:  # noqa: PLR2004 - a comparison takes two
        return f"fewer than two groups are large enough; {int(stood.defined.sum())} have a defined value"
    if counted.sum() == 0 and stood.measure in NOBODY:
        return NOBODY[stood.measure]
    if kind == "ratio" and counted.sum() == 0:
        return "the rate is zero in every group, so no ratio exists"
    if kind == "ratio" and sum(stood.counted[end] for end in set(stood.ends())) < SMALLEST:
        return f"the lowest and the highest rate rest on fewer than {SMALLEST} people, too few for a ratio"
    return None


def _verdict(evidence: Evidence, threshold: Threshold, value: float, p_pair: float) -> Verdict:
    """Return the verdict on groups that can be compared."""
    stood, of_ratio = evidence.standing, threshold.kind == "ratio"
    counted, out_of = stood.counted[stood.assessed], stood.out_of[stood.assessed]
    flip_difference, flip_ratio = flipped(*(stood.counts(end) for end in stood.ends()))
    flip = flip_ratio if of_ratio else flip_difference
    widest = (lowest_ratio if of_ratio else largest_difference)(counted, out_of)
    return decide(
        breach=threshold.broken_by(value),
        significant=max(evidence.p_global, p_pair) < evidence.alpha,
        survives_flip=flip is not None and threshold.broken_by(flip),
        demonstrated=not threshold.broken_by(widest),
        detectable=_detectable(evidence, threshold),
    )


def _detectable(evidence: Evidence, threshold: Threshold) -> bool:
    """Return whether a breach by any assessed group would probably have been noticed."""
    pairs = [pair for pair in evidence.pairs if pair.group in evidence.standing.compared]
    smallest = [pair.mde_ratio if threshold.kind == "ratio" else pair.mde_diff for pair in pairs]
    return bool(pairs) and all(size is not None and not threshold.broken_by(size) for size in smallest)


def _interval(evidence: Evidence, kind: str) -> tuple[Bounds | None, str]:
    """Return the interval of the value: by formula between two groups, else by resampling."""
    stood = evidence.standing
    if len(stood.compared) == 2:  # noqa: PLR2004 - one pair
        low, high = (stood.counts(end) for end in stood.ends())
        if kind == "difference":
            return newcombe(*high, *low), "Newcombe, highest minus lowest"
        bounds, method = ratio(*low, *high)
        return bounds, f"{method}, lowest over highest"
    drawn = evidence.drawn[int(kind == "ratio")]
    certain = any(stood.rates[end] in (0.0, 1.0) for end in stood.ends())
    bounds = None if np.isnan(drawn).any() else (float(drawn[0]), float(drawn[1]))
    return bounds, AT_THE_ENDS if certain else RESAMPLED


def _p_pair(evidence: Evidence) -> tuple[float, str]:
    """Return the adjusted p-value of the lowest or highest group against the reference, and words for it.

    Where the reference has no value here: lowest against highest, adjusted for all pairs (Bonferroni).
    """
    stood = evidence.standing
    low, high = stood.ends()
    with_reference = [p.p_holm for p in evidence.pairs if p.group in (stood.names[low], stood.names[high])]
    if with_reference:
        return min(with_reference), f"against the reference, {evidence.pairs[0].reference}"
    groups = len(stood.compared)
    p = fisher(*stood.counts(low), *stood.counts(high)) * groups * (groups - 1) / 2
    return min(1.0, p), "between these two"


def _reading(evidence: Evidence, threshold: Threshold, *, verdict: Verdict, **found: Any) -> Reading:  # noqa: ANN401 - fields of a Reading
    """Return the reading with everything it rests on."""
    return Reading(
        by=evidence.by,
        measure=threshold.measure,
        kind=threshold.kind,
        threshold=threshold.value,
        threshold_set_by=threshold.set_by,
        threshold_reason=threshold.reason,
        verdict=verdict,
        label=verdict.label,
        groups_assessed=evidence.standing.compared,
        groups_left_out=evidence.standing.left_out,
        **found,
    )
