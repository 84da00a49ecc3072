"""What one division contributes to the result under `scores`."""

from typing import Any

from audits.fairness.estimating.estimates import beside, difference, plain
from audits.fairness.groupings import pointer
from audits.fairness.scores import sweeping
from audits.fairness.scores.curves import calibration, distribution
from audits.fairness.scores.distances import distances
from audits.fairness.scores.measuring import METHODS, Scored, intervals
from audits.fairness.scores.scoring import scoring_rates
from audits.fairness.scores.values import MEASURES, described
from audits.fairness.spec import Spec

MOST_SWEPT_GROUPS = 50  # with more, only thresholds that were asked for are tried
ONE_GROUP = "fewer than two groups have a defined value"


def reported(found: Scored, spec: Spec, reference: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return everything about the scores, and the reason for each null by its JSON pointer.

    Source: docs/fairness.md, scores.
    """
    overall = described(found.everyone) | {m: plain(found.whole[m][0]) for m in MEASURES}
    by_group = {
        name: described(one) | {m: plain(found.estimates[m].value[i]) for m in MEASURES}
        for i, (name, one) in enumerate(zip(found.names, found.profiles, strict=True))
    }
    apart = {
        m: {"difference": difference(one.value.tolist()), "n_groups_defined": int(one.defined.sum())}
        for m, one in found.estimates.items()
    }
    return {
        **_about(found),
        "overall": overall,
        "by_group": by_group,
        "disparities": apart,
        "intervals": intervals(found),
        "against_reference": {
            m: [one.as_json() for one in beside(found.estimates[m], reference)] for m in METHODS
        },
        "distances": distances(found, reference),
        "calibration": calibration(found, spec.display_minimum),
        "distribution": distribution(found),
        "scoring_rates": scoring_rates(found),
        "sweep": _swept(found, spec),
    }, _reasons(found, overall, by_group, apart)  # fmt: skip


def _about(found: Scored) -> dict[str, Any]:
    """Return what was counted, and how finely."""
    scores = found.scores
    return {
        "column": scores.column,
        "low": scores.low,
        "high": scores.high,
        "median": scores.median,
        "distinct": scores.distinct,
        "probabilities": scores.unit,
        "counted_in_bins": scores.counted_in_bins,
        "largest_auc_error": max((one.auc_error for one in found.profiles), default=0.0),
        "kept_bins": len(scores.edges),
        "kept_precision": scores.precision,
        "missing": sum(one.missing for one in scores.unscored),
        "invalid": sum(one.invalid for one in scores.unscored),
        "unscored_by_group": {
            found.names[found.groups.index(one.group)]: {"missing": one.missing, "invalid": one.invalid}
            for one in scores.unscored
            if one.group in found.groups
        },
    }


def _swept(found: Scored, spec: Spec) -> dict[str, Any] | None:
    """Return what other thresholds would do; None where none was named and there are many groups or no cut."""
    stated = spec.sweep or (() if spec.score_threshold is None else (spec.score_threshold,))
    if not stated and (spec.target is not None or len(found.groups) > MOST_SWEPT_GROUPS):
        return None
    few = len(found.groups) <= MOST_SWEPT_GROUPS
    tried = sweeping.sweep(found.scores, found.groups, spec.sweep if few else stated)
    common = spec.score_threshold if spec.score_threshold is not None else found.scores.median
    simulated = (
        sweeping.simulate(found.scores, found.groups, common, spec.equalise) if spec.equalise else None
    )
    return sweeping.as_json(tried, simulated)


def _reasons(
    found: Scored, overall: dict[str, Any], by_group: dict[str, Any], apart: dict[str, Any]
) -> dict[str, str]:
    """Return the reason for each null."""
    places = [("/scores/overall", overall, found.everyone)] + [
        (f"/scores/by_group/{pointer(name)}", by_group[name], one)
        for name, one in zip(found.names, found.profiles, strict=True)
    ]
    reasons = {
        f"{place}/{m}": found.why(m, one)
        for place, values, one in places
        for m, number in values.items()
        if number is None
    }
    return reasons | {
        f"/scores/disparities/{m}/difference": ONE_GROUP
        for m, one in apart.items()
        if one["difference"] is None
    }
