"""What one division contributes to the result under `regression`."""

from typing import Any

from audits.fairness.estimating.estimates import beside, difference, pair, plain
from audits.fairness.groupings import pointer
from audits.fairness.intervals import LEVEL
from audits.fairness.regression.measuring import METHODS, RESAMPLED, Regressed

NO_WEIGHT = "nobody in the group weighs anything"
NO_PAIR = "nobody in the group has both a target and a prediction"
NO_SPREAD = "the targets (or predictions) of the group are all equal"
NEGATIVE = "a mean prediction is not above zero, so a ratio means nothing"
ONE_GROUP = "fewer than two groups have a defined value"


def reported(found: Regressed, reference: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return everything about predicted numbers, and the reason for each null by its JSON pointer.

    Source: docs/fairness.md, predicted numbers.
    """
    overall: dict[str, Any] = {"n": sum(row.n for row in found.rows)} | {
        m: plain(one[0]) for m, one in found.whole.items()
    }
    by_group = {
        name: {"n": row.n, "missing": row.missing, "invalid": row.invalid}
        | {m: plain(one.value[i]) for m, one in found.estimates.items()}
        for i, (name, row) in enumerate(zip(found.names, found.rows, strict=True))
    }
    apart: dict[str, dict[str, Any]] = {
        m: {"difference": difference(one.value.tolist()), "n_groups_defined": int(one.defined.sum())}
        for m, one in found.estimates.items()
    }
    apart["mean_predicted"]["ratio"] = None if found.ratio is None else found.ratio[0]
    pairs = {
        m: [against.as_json() for against in beside(one, reference)] for m, one in found.estimates.items()
    }
    return {
        "target": found.moments.target,
        "prediction": found.moments.prediction,
        "missing": sum(row.missing for row in found.rows),
        "invalid": sum(row.invalid for row in found.rows),
        "overall": overall,
        "by_group": by_group,
        "disparities": apart,
        "intervals": _intervals(found),
        "against_reference": pairs,
    }, _reasons(by_group, overall, apart)  # fmt: skip


def _intervals(found: Regressed) -> dict[str, Any]:
    """Return the interval of every value, of the highest less the lowest, and of the ratio of means."""
    ends: dict[str, dict[str, Any]] = {
        m: {"difference": pair(one.spread[0], one.spread[1])} for m, one in found.estimates.items()
    }
    ends["mean_predicted"]["ratio"] = None if found.ratio is None else found.ratio[1]
    return {
        "level": LEVEL,
        "methods": {**METHODS, "disparities": RESAMPLED},
        "overall": {m: pair(low, high) for m, (_, low, high) in found.whole.items()},
        "by_group": {
            name: {m: one.intervals(i) for m, one in found.estimates.items()}
            for i, name in enumerate(found.names)
        },
        "disparities": ends,
    }


def _reasons(
    by_group: dict[str, dict[str, Any]], overall: dict[str, Any], apart: dict[str, dict[str, Any]]
) -> dict[str, str]:
    """Return the reason for each null."""
    places = {"overall": overall}
    places |= {f"by_group/{pointer(group)}": values for group, values in by_group.items()}
    reasons = {}
    for place, values in places.items():
        for name, number in values.items():
            if number is None:
                weightless = values["n"] and values["mean_target"] is None
                why = NO_WEIGHT if weightless else NO_SPREAD if values["n"] else NO_PAIR
                reasons[f"/regression/{place}/{name}"] = why
    for name, one in apart.items():
        if one["difference"] is None:
            reasons[f"/regression/disparities/{name}/difference"] = ONE_GROUP
    if apart["mean_predicted"]["ratio"] is None:
        few = apart["mean_predicted"]["difference"] is None
        reasons["/regression/disparities/mean_predicted/ratio"] = ONE_GROUP if few else NEGATIVE
    return reasons
