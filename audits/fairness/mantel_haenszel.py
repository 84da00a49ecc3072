"""Two groups compared within strata: common odds ratio, ratio and difference, and whether one number fits."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import chi2
from statsmodels.stats.contingency_tables import StratifiedTable

from audits.fairness.intervals import Numbers, Z
from audits.fairness.reading import Bounds

SPARSE = 5.0  # expected counts below it make the chi-square of Breslow and Day unreliable


@dataclass(frozen=True, eq=False)
class Pair:
    """Counts of a group and of the reference by stratum, both present in each; `everyone` sizes the strata."""

    counted: Numbers
    out_of: Numbers
    counted_ref: Numbers
    out_of_ref: Numbers
    everyone: Numbers


def adjusted(pair: Pair) -> dict[str, Any]:
    """Return what the group and the reference have in common once strata are held apart.

    Undefined parts are null. Ratios and differences are group against reference.
    Source: Mantel & Haenszel 1959 and Robins, Breslow & Greenland 1986 (odds ratio), Breslow & Day 1980
    (homogeneity) with the correction of Tarone 1985 beside it, all as in statsmodels StratifiedTable; Greenland
    & Robins 1985 (ratio); Sato 1989 (difference).
    """
    return {
        **_odds(pair),
        **_ratio(pair),
        **_difference(pair),
        **standardised(pair),
    }


def standardised(pair: Pair) -> dict[str, Any]:
    """Return both rates as they would be if both groups were spread over the strata as everyone is.

    Source: direct standardisation; intervals by the delta method (Fleiss, Levin & Paik 2003, chapter 19).
    """
    share = pair.everyone / pair.everyone.sum()
    rate, variance = _weighted(share, pair.counted, pair.out_of)
    rate_ref, variance_ref = _weighted(share, pair.counted_ref, pair.out_of_ref)
    spread = float(np.sqrt(variance + variance_ref))
    found: dict[str, Any] = {
        "standardised_rate": rate,
        "standardised_rate_ref": rate_ref,
        "standardised_difference": rate - rate_ref,
        "standardised_difference_interval": _around(rate - rate_ref, spread),
        "standardised_ratio": rate / rate_ref if rate_ref > 0 else None,
        "standardised_ratio_interval": None,
    }
    if rate > 0 and rate_ref > 0:
        log = float(np.sqrt(variance / rate**2 + variance_ref / rate_ref**2))
        found["standardised_ratio_interval"] = _of_log(rate / rate_ref, log)
    return found


def _odds(pair: Pair) -> dict[str, Any]:
    """Return the common odds ratio, its test and the test that one odds ratio fits all strata."""
    tables = [
        np.array([[a, n - a], [c, m - c]])
        for a, n, c, m in zip(pair.counted, pair.out_of, pair.counted_ref, pair.out_of_ref, strict=True)
        if 0 < a + c < n + m
    ]
    nothing = dict.fromkeys(
        (
            "mh_odds_ratio",
            "mh_odds_ratio_interval",
            "chi2",
            "p",
            "chi2_corrected",
            "p_corrected",
            "breslow_day",
        )
    )
    if not tables:
        return nothing
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        # A stratum in which nobody of one kind occurs divides by zero on the way to a finite or null result.
        warnings.simplefilter("ignore")
        common = StratifiedTable(tables)
        plain, corrected = common.test_null_odds(), common.test_null_odds(correction=True)
        ratio = float(common.oddsratio_pooled)
        spread = float(common.logodds_pooled_se)
    defined = np.isfinite(ratio) and ratio > 0 and np.isfinite(spread)
    return {
        "mh_odds_ratio": ratio if np.isfinite(ratio) else None,
        "mh_odds_ratio_interval": _of_log(ratio, spread) if defined else None,
        "chi2": _number(plain.statistic),
        "p": _number(plain.pvalue),
        "chi2_corrected": _number(corrected.statistic),
        "p_corrected": _number(corrected.pvalue),
        "breslow_day": _breslow_day(common, tables) if defined and len(tables) > 1 else None,
    }


def _breslow_day(common: StratifiedTable, tables: list[Numbers]) -> dict[str, Any] | None:
    """Return the test that the odds ratio is the same in all strata, and whether some are too thin for it."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        test, tarone = common.test_equal_odds(), common.test_equal_odds(adjust=True)
    if not np.isfinite(test.statistic):
        return None
    expected = [table.sum(axis=1, keepdims=True) * table.sum(axis=0) / table.sum() for table in tables]
    degrees = len(tables) - 1
    return {
        "chi2": float(test.statistic),
        "p": float(chi2.sf(test.statistic, degrees)),
        "chi2_tarone": _number(tarone.statistic),
        "p_tarone": _number(float(chi2.sf(tarone.statistic, degrees))),
        "degrees": degrees,
        "sparse": bool(min(part.min() for part in expected) < SPARSE),
    }


def _ratio(pair: Pair) -> dict[str, Any]:
    """Return the common ratio of rates."""
    a, n, c, m = pair.counted, pair.out_of, pair.counted_ref, pair.out_of_ref
    total = n + m
    top, bottom = float((a * m / total).sum()), float((c * n / total).sum())
    found: dict[str, Any] = {"mh_ratio": top / bottom if bottom > 0 else None, "mh_ratio_interval": None}
    if top > 0 and bottom > 0:
        spread = ((n * m * (a + c) - a * c * total) / total**2).sum() / (top * bottom)
        found["mh_ratio_interval"] = _of_log(top / bottom, float(np.sqrt(max(0.0, spread))))
    return found


def _difference(pair: Pair) -> dict[str, Any]:
    """Return the common difference of rates."""
    a, n, c, m = pair.counted, pair.out_of, pair.counted_ref, pair.out_of_ref
    total = n + m
    scale = float((n * m / total).sum())
    common = float(((a * m - c * n) / total).sum()) / scale
    slope = (n**2 * c - m**2 * a + n * m * (m - n) / 2) / total**2
    flat = (a * (m - c) + c * (n - a)) / (2 * total)
    variance = max(0.0, float(common * slope.sum() + flat.sum())) / scale**2
    return {"mh_difference": common, "mh_difference_interval": _around(common, float(np.sqrt(variance)))}


def _weighted(share: Numbers, counted: Numbers, out_of: Numbers) -> tuple[float, float]:
    """Return a standardised rate and its variance."""
    rates = counted / out_of
    return float((share * rates).sum()), float((share**2 * rates * (1 - rates) / out_of).sum())


def _around(value: float, spread: float) -> Bounds:
    """Return the bounds of a normal estimate."""
    return value - Z * spread, value + Z * spread


def _of_log(value: float, spread: float) -> Bounds:
    """Return the bounds of an estimate whose logarithm is normal."""
    return float(value * np.exp(-Z * spread)), float(value * np.exp(Z * spread))


def _number(value: float) -> float | None:
    """Return a number as JSON knows it: None when it is undefined."""
    return float(value) if np.isfinite(value) else None
