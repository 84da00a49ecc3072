"""Selection in the favourable direction: rates and impact ratios against the most selected group."""

from typing import Any

import numpy as np

from audits.fairness.margins import Margins, Rates
from audits.fairness.spec import Spec
from audits.fairness.standing import standing

SMALL_SHARE = 0.02  # 6 RCNY 5-301(d): such categories may be left out of impact ratios, with a reason


def impact(margins: Margins, spec: Spec, favourable: int) -> dict[str, Any]:
    """Return every group's rate, its ratio to the highest, and the lowest ratio with and without small ones.

    Source: 29 CFR 1607.4(D) (selection rates against the highest); 6 RCNY 5-300 and 5-301 (impact ratio,
    categories below 2 % of the data).
    """
    stood = standing("selection_rate", margins, spec, favourable)
    rates = stood.rates
    kept = stood.defined & (stood.sizes >= spec.inference_minimum)
    best = int(np.nanargmax(rates)) if stood.defined.any() else None
    top = rates[best] if best is not None else 0.0
    share = stood.sizes / stood.sizes.sum()
    return {
        "rates": {name: _number(rate) for name, rate in zip(stood.names, rates, strict=True)},
        "selected": {name: int(k) for name, k in zip(stood.names, stood.counted, strict=True)},
        "best_group": stood.names[best] if best is not None and top > 0 else None,
        "impact_ratios": {
            n: _number(r / top) if top > 0 else None for n, r in zip(stood.names, rates, strict=True)
        },
        "ratio": _lowest(rates[stood.defined]),
        "ratio_without_small_groups": _lowest(rates[kept]),
        "small_groups": [name for name, k in zip(stood.names, kept, strict=True) if not k],
        "below_two_per_cent": [name for name, s in zip(stood.names, share, strict=True) if s < SMALL_SHARE],
    }


def _lowest(rates: Rates) -> float | None:
    """Return lowest over highest rate; None below two groups or when all are zero."""
    return float(rates.min() / rates.max()) if len(rates) > 1 and rates.max() > 0 else None


def _number(value: float) -> float | None:
    """Return a number as JSON knows it: None when it is undefined."""
    return None if np.isnan(value) else float(value)
