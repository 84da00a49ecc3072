"""One way of dividing the people, measured: values, disparities, intervals, and where every group stands."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from audits.fairness.against import against
from audits.fairness.cells import Cells, group_name
from audits.fairness.disparities import disparities, headline
from audits.fairness.effective import effective, weights
from audits.fairness.intervals import LEVEL, around_the_ends, wilson
from audits.fairness.margins import Counts, Margins, Rates, margins
from audits.fairness.measures import BY_GROUP, COMPARED, OVERALL, SHARES, reason, value
from audits.fairness.parities import parities
from audits.fairness.quantities import COMPOSITE, DISTANCES, Key, Seen, quantities_of
from audits.fairness.resampling import resampled, stream
from audits.fairness.spec import Spec
from audits.fairness.standing import Standing, standing

NO_OUTCOME = "there is no outcome to compare the prediction with"
WEIGHTLESS = "nobody with a weight above zero is in the denominator"

Values = dict[str, float | int | None]


@dataclass(frozen=True, eq=False)
class Grouping:
    """One division of the people and its values as JSON knows them.

    `undefined` maps the JSON pointer of every null to its reason; `drawn` holds the resampled bounds of
    difference and ratio over the assessed groups of each measure that has a threshold. `hidden` are groups
    whose numbers nobody is shown.
    """

    by: tuple[str, ...]
    cells: Cells
    margins: Margins
    reference: str
    standings: dict[str, Standing]
    overall: Values
    by_group: dict[str, Values]
    disparities: dict[str, Values]
    headline: dict[str, float | None]
    undefined_cells: dict[str, int]
    undefined: dict[str, str]
    intervals: dict[str, Any]
    drawn: dict[str, Rates]
    against: dict[str, Any]
    parities: dict[str, Any]
    weights: dict[str, Any] | None
    hidden: frozenset[str] = frozenset()


def grouping(cells: Cells, spec: Spec, reference: tuple[str | None, ...] | None, favourable: int) -> Grouping:
    """Return the cells measured in this division; the reference is the one stated, else the largest group.

    The largest group is settled by sizes alone, before any outcome is looked at.
    Source: docs/fairness.md.
    """
    laid_out = margins(cells)
    stood = {
        m: standing(m, laid_out, spec, favourable) for m in dict.fromkeys(t.measure for t in spec.thresholds)
    }
    named = group_name(reference) if reference else laid_out.names[int(np.argmax(laid_out.sizes))]
    seen = Seen()
    quantities = quantities_of(stood, laid_out.names.index(named), seen)
    distances = [key for key in quantities if key[0] in DISTANCES]
    bounds = resampled(laid_out, quantities, spec.draws, stream(spec.seed, "intervals", *cells.by), distances)
    bounds |= _around_the_ends(laid_out, stood, bounds)
    found, why_no_disparity = disparities(laid_out.tables)
    headlines, why_no_headline = headline(found)
    overall, by_group = _overall(laid_out), _by_group(laid_out)
    reasons = {**_reasons(laid_out, overall, by_group), **why_no_disparity, **why_no_headline}
    return Grouping(
        by=cells.by,
        cells=cells,
        margins=laid_out,
        reference=named,
        standings=stood,
        overall=overall,
        by_group=by_group,
        disparities=found,
        headline=headlines,
        undefined_cells={m: n for m in COMPARED if (n := sum(v[m] is None for v in by_group.values()))},
        undefined=reasons,
        intervals=_intervals(laid_out, bounds)
        | {"draws": spec.draws, "undefined_draws": _undefined_draws(laid_out, seen)},
        drawn={m: bounds["reading", m] for m in stood},
        against=against(
            laid_out,
            named,
            {m: bounds["reference", m] for m in COMPARED if m in COMPOSITE},
            {m: bounds["everyone", m] for m in COMPARED},
        ),
        parities=parities(
            found, why_no_disparity, {m: bounds["disparity", m] for m in COMPARED}, bounds["odds", ""]
        ),
        weights=weights(laid_out, cells.weight),
    )


def _overall(laid_out: Margins) -> Values:
    """Return every measure over everyone."""
    total = laid_out.tables.sum(axis=0)
    return {"count": int(laid_out.sizes.sum())} | {m: _plain(value(m, total)) for m in OVERALL}


def _by_group(laid_out: Margins) -> dict[str, Values]:
    """Return every measure for each group, its size first."""
    columns = {m: value(m, laid_out.tables) for m in BY_GROUP}
    return {
        name: {"count": int(laid_out.sizes[i])} | {m: _plain(columns[m][i]) for m in BY_GROUP}
        for i, name in enumerate(laid_out.names)
    }


def _reasons(laid_out: Margins, overall: Values, by_group: dict[str, Values]) -> dict[str, str]:
    """Return the reason for each null, by JSON pointer."""
    places = {"/overall": (overall, laid_out.people.sum(axis=0))} | {
        f"/by_group/{pointer(name)}": (values, laid_out.people[i])
        for i, (name, values) in enumerate(by_group.items())
    }
    return {
        f"{place}/{m}": _reason(m, people, laid_out)
        for place, (values, people) in places.items()
        for m, v in values.items()
        if v is None
    }


def _reason(name: str, people: Counts, laid_out: Margins) -> str:
    """Return why a measure of these people is undefined."""
    if not laid_out.people[:, :2].any():
        return NO_OUTCOME
    return reason(name) if np.isnan(value(name, people)) else WEIGHTLESS


def pointer(name: str) -> str:
    """Return a name as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def _intervals(laid_out: Margins, bounds: dict[Key, Rates]) -> dict[str, Any]:
    """Return the interval of every value as a pair, null where the value is undefined."""
    total, squares = laid_out.tables.sum(axis=0), laid_out.squares
    of_all = None if squares is None else squares.sum(axis=0)
    shares = {m: wilson(*effective(laid_out.tables, squares, share)) for m, share in SHARES.items()}
    by_group = {m: shares[m] if m in SHARES else bounds["by_group", m] for m in BY_GROUP}
    return {
        "level": LEVEL,
        "methods": {
            "rates": "Wilson",
            "balanced_accuracy, f1, mcc": "multinomial resampling, percentiles",
            "disparities": "multinomial resampling, percentiles less their bias where it is more than a quarter of "
            "their standard error; where the lowest or highest rate is 0 or 1, at least as wide as Newcombe's and "
            "Katz's or MOVER-R's between those two groups",
        },
        "overall": {
            m: _pair(wilson(*effective(total, of_all, SHARES[m])) if m in SHARES else bounds["overall", m])
            for m in OVERALL
        },
        "by_group": {
            name: {m: _pair(by_group[m][i]) for m in BY_GROUP} for i, name in enumerate(laid_out.names)
        },
        "disparities": {
            m: dict(zip(("difference", "ratio"), map(_pair, bounds["disparity", m]), strict=True))
            for m in COMPARED
        },
    }


def _around_the_ends(
    laid_out: Margins, stood: dict[str, Standing], bounds: dict[Key, Rates]
) -> dict[Key, Rates]:
    """Return the bounds of the distances between shares, wide enough where a rate is 0 or 1."""
    of_shares = {
        ("disparity", m): effective(laid_out.tables, laid_out.squares, SHARES[m])
        for m in COMPARED
        if m in SHARES
    }
    read = {
        ("reading", m): (groups.counted[groups.assessed], groups.out_of[groups.assessed])
        for m, groups in stood.items()
    }
    return {key: around_the_ends(bounds[key], *counts) for key, counts in (of_shares | read).items()}


def _undefined_draws(laid_out: Margins, seen: Seen) -> dict[str, dict[str, int]]:
    """Return in how many draws a group had no value of a measure that it has in the data, where in any."""
    found = {}
    for m, gaps in seen.undefined.items():
        known = ~np.isnan(value(m, laid_out.tables))
        told = {laid_out.names[i]: int(gaps[i]) for i in np.flatnonzero(known & (gaps > 0))}
        if told:
            found[m] = told
    return found


def _pair(bounds: Rates) -> tuple[float, float] | None:
    """Return two bounds as plain numbers, None when they are undefined."""
    return None if np.isnan(bounds).any() else (float(bounds[0]), float(bounds[1]))


def _plain(number: Rates) -> float | None:
    """Return a number as JSON knows it: None when it is undefined."""
    return None if np.isnan(number) else float(number)
