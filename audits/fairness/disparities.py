"""How far apart groups are: difference and ratio of the highest and lowest defined value."""

import numpy as np

from audits.fairness.margins import Rates
from audits.fairness.measures import COMPARED, Table, value

ONE_GROUP = "fewer than two groups have a defined value"
ALL_ZERO = "the value is zero in every group, so no ratio exists"

HEADLINES = {
    "demographic_parity_difference": (("selection_rate",), "difference"),
    "demographic_parity_ratio": (("selection_rate",), "ratio"),
    "equal_opportunity_difference": (("tpr",), "difference"),
    "equal_opportunity_ratio": (("tpr",), "ratio"),
    "equalized_odds_difference": (("tpr", "fpr"), "difference"),
    "equalized_odds_ratio": (("tpr", "fpr"), "ratio"),
    "predictive_parity_difference": (("precision",), "difference"),
}


def spread(rates: Rates) -> tuple[Rates, Rates]:
    """Return max - min and min / max over the defined groups (last axis); NaN below two of them.

    Source: fairlearn.metrics.MetricFrame.difference and .ratio, method "between_groups", except that an
    undefined group leaves both ends and a single group has no disparity rather than a perfect one.
    """
    defined = ~np.isnan(rates)
    enough = defined.sum(axis=-1) > 1
    high = np.where(defined, rates, -np.inf).max(axis=-1, initial=-np.inf)
    low = np.where(defined, rates, np.inf).min(axis=-1, initial=np.inf)
    difference = np.subtract(high, low, out=np.full(high.shape, np.nan), where=enough)
    ratio = np.divide(low, high, out=np.full(high.shape, np.nan), where=enough & (high != 0))
    return difference, ratio


def disparities(tables: Table) -> tuple[dict[str, dict[str, float | int | None]], dict[str, str]]:
    """Return difference, ratio and number of defined groups for every measure, and why for each null."""
    found: dict[str, dict[str, float | int | None]] = {}
    reasons: dict[str, str] = {}
    for name in COMPARED:
        rates = value(name, tables)
        defined = int((~np.isnan(rates)).sum())
        pair = dict(zip(("difference", "ratio"), map(float, spread(rates)), strict=True))
        for kind, size in pair.items():
            if np.isnan(size):
                reasons[f"/disparities/{name}/{kind}"] = ONE_GROUP if defined < 2 else ALL_ZERO  # noqa: PLR2004
        found[name] = {k: None if np.isnan(v) else v for k, v in pair.items()} | {"n_groups_defined": defined}
    return found, reasons


def headline(
    found: dict[str, dict[str, float | int | None]],
) -> tuple[dict[str, float | None], dict[str, str]]:
    """Return the named criteria of the literature; one that rests on an undefined part is itself undefined.

    Source: fairlearn.metrics.demographic_parity_*, equal_opportunity_*, equalized_odds_* (worst case);
    predictive parity is the difference of precision.
    """
    values: dict[str, float | None] = {}
    reasons: dict[str, str] = {}
    for name, (measures, kind) in HEADLINES.items():
        parts = [found[measure][kind] for measure in measures]
        if any(part is None for part in parts):
            absent = ", ".join(m for m, part in zip(measures, parts, strict=True) if part is None)
            values[name], reasons[f"/headline/{name}"] = None, f"the {kind} of {absent} is undefined"
        else:
            defined = [part for part in parts if part is not None]
            values[name] = max(defined) if kind == "difference" else min(defined)
    return values, reasons
