"""The criteria of the literature by name, each as a difference and a ratio between groups."""

from typing import Any

import numpy as np

from audits.fairness.margins import Rates

PARITIES = {
    "demographic_parity": "selection_rate",
    "equal_opportunity": "tpr",
    "predictive_equality": "fpr",
    "false_negative_parity": "fnr",
    "true_negative_parity": "tnr",
    "predictive_parity": "precision",
    "false_discovery_parity": "fdr",
    "negative_predictive_parity": "npv",
    "false_omission_parity": "for",
    "accuracy_parity": "accuracy",
    "balanced_accuracy_parity": "balanced_accuracy",
}
ODDS = ("tpr", "fpr")
WORSE, MEAN = "equalized_odds", "equalized_odds_mean"


def odds(pairs: Rates) -> Rates:
    """Return the worse of and the mean of true and false positive rate: difference, ratio of each.

    Shape: the last axes are measure (tpr, fpr) and kind (difference, ratio); the result ends in worse or
    mean, and kind. Undefined where either part is.
    Source: fairlearn.metrics.equalized_odds_difference and _ratio, agg "worst_case" and "mean".
    """
    differences, ratios = pairs[..., 0], pairs[..., 1]
    worse = np.stack([differences.max(axis=-1), ratios.min(axis=-1)], axis=-1)
    return np.stack([worse, np.stack([differences.mean(axis=-1), ratios.mean(axis=-1)], axis=-1)], axis=-2)


def parities(
    found: dict[str, dict[str, float | int | None]],
    reasons: dict[str, str],
    drawn: dict[str, Rates],
    drawn_odds: Rates,
) -> dict[str, Any]:
    """Return every named criterion with its interval, undefined ones with the reason.

    Source: docs/fairness.md; intervals by resampling, which are no test of equality between several groups.
    """
    named = {
        name: {"measures": (measure,)}
        | _told([found[measure][kind] for kind in ("difference", "ratio")], drawn[measure])
        | _why(reasons, measure)
        for name, measure in PARITIES.items()
    }
    pairs = np.array(
        [[np.nan if (v := found[m][k]) is None else v for k in ("difference", "ratio")] for m in ODDS]
    )
    why = (
        {}
        if not np.isnan(pairs).any()
        else {"why": "; ".join(w["why"] for m in ODDS if (w := _why(reasons, m)))}
    )
    for name, sizes, bounds in zip((WORSE, MEAN), odds(pairs), _with_width(drawn_odds, drawn), strict=True):
        known = [None if np.isnan(size) else float(size) for size in sizes]
        named[name] = {"measures": ODDS} | _told(known, bounds) | why
    return named


def _with_width(bounds: Rates, drawn: dict[str, Rates]) -> Rates:
    """Return the bounds of equalized odds, those of its two parts together where every draw came to the same.

    A rate of nobody or everybody is the same in every draw, which does not make it certain; its own bounds know.
    """
    edges = odds(np.stack([drawn[m] for m in ODDS]).transpose(2, 0, 1))
    together = np.stack([edges[0], edges[1]], axis=-1)
    return np.where(bounds[..., :1] == bounds[..., 1:], together, bounds)


def _told(sizes: list[float | int | None], bounds: Rates) -> dict[str, Any]:
    """Return both kinds with their intervals."""
    told: dict[str, Any] = {}
    for kind, size, edges in zip(("difference", "ratio"), sizes, bounds, strict=True):
        told[kind] = size
        whole = size is not None and not np.isnan(edges).any()
        told[f"{kind}_interval"] = (float(edges[0]), float(edges[1])) if whole else None
    return told


def _why(reasons: dict[str, str], measure: str) -> dict[str, str]:
    """Return why a measure's difference or ratio is undefined, nothing when both are defined."""
    found = [r for kind in ("difference", "ratio") if (r := reasons.get(f"/disparities/{measure}/{kind}"))]
    return {"why": f"{measure}: {found[0]}"} if found else {}
