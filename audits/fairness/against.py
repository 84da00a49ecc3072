"""Every group beside the reference, and beside everyone together: difference, ratio, and how sure."""

from typing import Any

import numpy as np

from audits.fairness.effective import effective
from audits.fairness.intervals import newcombe, newcombe_bounds, ratio, ratio_bounds
from audits.fairness.margins import Margins, Rates
from audits.fairness.measures import COMPARED, SHARES, Share, Table, counted, value

NO_VALUE = "the group has no value of its own"
NO_OTHER = "{other} has no value to compare with"
NO_RATIO = "the value of {other} is zero, so no ratio exists"


def beside(rates: Rates, other: Rates) -> Rates:
    """Return difference and ratio of each rate and the other, in a last axis of two; NaN where undefined."""
    ratio = np.divide(rates, other, out=np.full(np.shape(rates), np.nan), where=np.asarray(other) > 0)
    return np.stack([rates - other, ratio], axis=-1)


def to_overall(tables: Table) -> dict[str, dict[str, float | None]]:
    """Return the largest difference of a group from everyone, and the lowest ratio, whichever way round.

    Source: fairlearn.metrics.MetricFrame.difference and .ratio, method "to_overall", undefined groups left
    out.
    """
    found: dict[str, dict[str, float | None]] = {}
    for name in COMPARED:
        rates, whole = value(name, tables), float(value(name, tables.sum(axis=0)))
        rates = rates[~np.isnan(rates)]
        ratios = [min(r, whole) / max(r, whole) for r in rates if max(r, whole) > 0]
        found[name] = {
            "difference": float(np.abs(rates - whole).max()) if len(rates) else None,
            "ratio": float(min(ratios)) if ratios else None,
        }
    return found


def against(
    margins: Margins, reference: str, drawn_reference: dict[str, Rates], drawn_overall: dict[str, Rates]
) -> dict[str, Any]:
    """Return all measures of all groups against the reference and against everyone.

    Source: Newcombe and Katz or MOVER-R between two independent groups; percentiles of resampled counts
    for measures that are no share, and against everyone, of whom the group is a part.
    """
    place = margins.names.index(reference)
    with_reference, with_all = {}, {}
    for name in COMPARED:
        rates = value(name, margins.tables)
        whole = value(name, margins.tables.sum(axis=0))
        bounds = _in_formulas(margins, name, place) if name in SHARES else drawn_reference[name]
        with_reference[name] = _table(margins, rates, rates[place], bounds, named=reference, skipped=place)
        around = _beside_everyone(margins, name, drawn_overall[name])
        with_all[name] = _table(margins, rates, whole, around, named="everyone together")
    return {
        "reference": {"group": reference, "measures": with_reference},
        "overall": {"measures": with_all, "largest": to_overall(margins.tables)},
        "methods": {
            "reference": "Newcombe for differences and Katz for ratios of rates (MOVER-R where nobody or "
            "everybody is counted); percentiles of resampled counts for balanced accuracy",
            "overall": "percentiles of resampled counts; where the group's rate is 0 or 1, at least as wide as "
            "the formulas' between the group and everyone else",
        },
    }


def _in_formulas(margins: Margins, name: str, place: int) -> Rates:
    """Return the bounds of difference and ratio of a share, with the axes group, kind, bound."""
    top, bottom = effective(margins.tables, margins.squares, SHARES[name])
    differences = newcombe_bounds(top, bottom, top[place], bottom[place])
    return np.stack([differences, ratio_bounds(top, bottom, top[place], bottom[place])], axis=1)


def _beside_everyone(margins: Margins, name: str, drawn: Rates) -> Rates:
    """Return the drawn bounds of difference and ratio, axes group, kind, bound, wide enough at rates of 0 and 1.

    Drawing anew gives such a rate every time, as if it were certain. A group with the share f of everyone has
    p - all = (1 - f)(p - rest) and all / p = f + (1 - f) rest / p.
    Source: as `_in_formulas`, the sizes of the groups taken as given.
    """
    if name not in SHARES:
        return drawn
    top, bottom = effective(margins.tables, margins.squares, SHARES[name])
    everyone = counted(margins.tables, SHARES[name])[1]
    wide = drawn.copy()
    for i in np.flatnonzero((bottom > 0) & ((top == 0) | (top == bottom)) & (everyone < everyone.sum())):
        rest, part = _rest(margins, SHARES[name], int(i)), float(everyone[i] / everyone.sum())
        differences = (1 - part) * np.array(newcombe(float(top[i]), float(bottom[i]), *rest))
        over_rest = ratio(float(top[i]), float(bottom[i]), *rest)[0] or (0.0, np.inf)
        with np.errstate(divide="ignore"):
            ratios = 1 / (part + (1 - part) / np.array(over_rest))
        for kind, (low, high) in enumerate((differences, ratios)):
            wide[i, kind] = min(drawn[i, kind, 0], low), max(drawn[i, kind, 1], high)
    return wide


def _rest(margins: Margins, share: Share, place: int) -> tuple[float, float]:
    """Return how many count among all but one group, and out of how many."""
    others = np.arange(len(margins.names)) != place
    squares = None if margins.squares is None else margins.squares[others].sum(axis=0)
    top, bottom = effective(margins.tables[others].sum(axis=0), squares, share)
    return float(top), float(bottom)


def _table(
    margins: Margins, rates: Rates, other: Rates, bounds: Rates, *, named: str, skipped: int | None = None
) -> dict[str, Any]:
    """Return every group's entry, undefined ones with the reason."""
    pairs = beside(rates, np.broadcast_to(other, rates.shape))
    return {
        group: _entry(pairs[i], bounds[i], _why(rates[i], float(other), named))
        for i, group in enumerate(margins.names)
        if i != skipped
    }


def _entry(pair: Rates, bounds: Rates, why: str | None) -> dict[str, Any]:
    """Return one comparison as JSON knows it."""
    told: dict[str, Any] = {}
    for kind, size, edges in zip(("difference", "ratio"), pair, bounds, strict=True):
        known = not np.isnan(size)
        told[kind] = float(size) if known else None
        whole = known and not np.isnan(edges).any()
        told[f"{kind}_interval"] = (float(edges[0]), float(edges[1])) if whole else None
    return told | ({"why": why} if why else {})


def _why(rate: float, other: float, named: str) -> str | None:
    """Return why there is no difference, or no ratio; None when there are both."""
    if np.isnan(other):
        return NO_OTHER.format(other=named)
    if np.isnan(rate):
        return NO_VALUE
    return None if other > 0 else NO_RATIO.format(other=named)
