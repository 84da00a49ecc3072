"""Scoring rates: how many of each group score above the median of everyone."""

from typing import Any

import numpy as np

from audits.fairness.impact import SMALL_SHARE
from audits.fairness.scores.measuring import Scored


def scoring_rates(found: Scored) -> dict[str, Any]:
    """Return for every group people, those above the full sample's median, rate and impact ratio.

    Above means strictly above. The median is that of everyone with a score, whatever group they are in; a
    category below 2 % of the data stays in the table and is marked.
    Source: 6 RCNY 5-300 (scoring rate, impact ratio) and 5-301(d).
    """
    n = np.array([one.n for one in found.profiles], dtype=float)
    above = np.array([one.above_median for one in found.profiles], dtype=float)
    rates = np.divide(above, n, out=np.full(len(n), np.nan), where=n > 0)
    top = float(np.nanmax(rates)) if (n > 0).any() else 0.0
    best = found.names[int(np.nanargmax(rates))] if top > 0 else None
    unscored = {one.group: one.missing + one.invalid for one in found.scores.unscored}
    return {
        "median": found.scores.median,
        "best_group": best,
        "unscored": sum(unscored.values()),
        "rows": [
            {
                "group": name,
                "n": int(n[i]),
                "above_median": int(above[i]),
                "scoring_rate": float(rates[i]) if n[i] else None,
                "impact_ratio": float(rates[i] / top) if n[i] and top > 0 else None,
                "share": float(n[i] / n.sum()),
                "below_two_per_cent": bool(n[i] / n.sum() < SMALL_SHARE),
                "unscored": unscored.get(found.groups[i], 0),
            }
            for i, name in enumerate(found.names)
        ],
    }
