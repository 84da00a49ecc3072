"""What a division tells of scores and of predicted numbers, with hidden groups withheld."""

from typing import Any

from audits.fairness.withholding.blanks import Hiding, Part, blank
from audits.fairness.withholding.decisions import intervals


def of_numbers(hiding: Hiding) -> dict[str, Any]:
    """Return scores and predicted numbers of a division as they may be read.

    Source: the keys of audits.fairness.Assessment.
    """
    told = {
        name: hiding.part[name] and _numbers(hiding.part[name], hiding) for name in ("scores", "regression")
    }
    if told["scores"]:
        told["scores"] |= _of_scores(told["scores"], hiding)
    return told


def _numbers(found: Part, hiding: Hiding) -> dict[str, Any]:
    """Return what both have in common: values by group, distances, and each group against the reference."""
    return {
        **found,
        "by_group": hiding.by_name(found["by_group"]),
        "disparities": hiding.spans(found["disparities"], found["by_group"]),
        "intervals": intervals(found["intervals"], hiding),
        "against_reference": {m: hiding.rows(rows) for m, rows in found["against_reference"].items()},
    }


def _of_scores(found: Part, hiding: Hiding) -> dict[str, Any]:
    curves = found["calibration"]
    return {
        "unscored_by_group": hiding.without(found["unscored_by_group"]),
        "distances": hiding.rows(found["distances"]),
        "calibration": curves and {name: _curves(one, hiding) for name, one in curves.items()},
        "distribution": _curves(found["distribution"], hiding),
        "scoring_rates": _scoring_rates(found["scoring_rates"], hiding),
        "sweep": found["sweep"] and _sweep(found["sweep"], hiding),
    }


def _curves(found: Part, hiding: Hiding) -> dict[str, Any]:
    """Return curves by group; of a hidden one not even how many points it has."""
    by_group = {name: None if name in hiding.hidden else one for name, one in found["by_group"].items()}
    return {**found, "by_group": by_group}


def _scoring_rates(found: Part, hiding: Hiding) -> dict[str, Any]:
    rows, best = hiding.rows(found["rows"]), found["best_group"]
    if best in hiding.hidden:
        rows, best = [row | {"impact_ratio": None} for row in rows], None
    return {**found, "rows": rows, "best_group": best}


def _sweep(found: Part, hiding: Hiding) -> dict[str, Any]:
    simulated = found["simulation"]
    return {
        **found,
        "thresholds": [_tried(one, hiding) for one in found["thresholds"]],
        "simulation": simulated and {
            **_tried(simulated, hiding),
            "thresholds": hiding.by_name(simulated["thresholds"]),
            "common": _tried(simulated["common"], hiding),
        },
    }  # fmt: skip


def _tried(one: Part, hiding: Hiding) -> dict[str, Any]:
    """Return what one threshold would do; not the distances between ends that may be hidden groups."""
    return {**one, "by_group": hiding.by_name(one["by_group"]), "headline": blank(one["headline"])}
