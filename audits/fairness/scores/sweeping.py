"""What other thresholds would do: one for everyone, and only as a simulation one for each group."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from audits.fairness.cells import group_name
from audits.fairness.disparities import disparities, headline
from audits.fairness.measures import Table, value
from audits.fairness.scores.counts import counts_of, weights_of
from audits.fairness.stored.scores import Group, Scores

SHOWN = ("selection_rate", "tpr", "fpr", "precision", "accuracy")
STEPS = 19
LAW = (
    "A simulation, not a recommendation. Different cutoffs by race, colour, religion, sex or national origin in "
    "employment tests are unlawful in the United States (42 U.S.C. 2000e-2(l)); in the European Union treating "
    "people differently because of a protected characteristic may be direct discrimination, which an aim to "
    "balance outcomes does not by itself justify. A person must decide, with legal advice."
)


@dataclass(frozen=True)
class Tried:
    """One threshold for everyone. `used` is the nearest edge of the stored bins, `exact` when it is the same."""

    threshold: float
    used: float
    exact: bool
    overall: dict[str, float | None]
    by_group: dict[str, dict[str, float | int | None]]
    headline: dict[str, float | None]


@dataclass(frozen=True)
class Simulated:
    """A threshold for each group that brings one measure close to its value over everyone."""

    equalise: str
    aim: float
    common: Tried
    thresholds: dict[str, float | None]
    overall: dict[str, float | None]
    by_group: dict[str, dict[str, float | int | None]]
    headline: dict[str, float | None]
    warning: str = LAW


def sweep(scores: Scores, groups: Sequence[Group], thresholds: Sequence[float] = ()) -> tuple[Tried, ...]:
    """Return what each threshold, the same for all, would do; without any, up to nineteen even ones.

    A score at the threshold or above is a positive prediction. Thresholds named in the specification were
    counted exactly; others are moved to the nearest edge of the stored bins.
    Source: the measures of docs/fairness.md on the tables that each threshold gives.
    """
    counts, people = _laid_out(scores, groups)
    return tuple(_tried(scores, counts, people, threshold) for threshold in thresholds or even(scores))


def simulate(scores: Scores, groups: Sequence[Group], threshold: float, equalise: str) -> Simulated | None:
    """Return the thresholds by group that come closest to everyone's rate under a common one.

    None where the rate is undefined for everyone. Ties go to the threshold nearest to the common one.
    Source: the idea of M. Hardt, E. Price & N. Srebro, NeurIPS 2016, without randomisation.
    """
    counts, people = _laid_out(scores, groups)
    edges = np.array([*scores.edges, np.inf])
    common = _tried(scores, counts, people, threshold)
    aim = common.overall[equalise]
    if aim is None:
        return None
    tables = np.stack([_table(counts, place) for place in range(len(edges))])
    off = np.abs(value(equalise, tables) - aim)
    far = np.abs(np.minimum(edges, scores.high) - common.used)
    order = [np.lexsort((far, np.where(np.isnan(column), np.inf, column))) for column in off.T]
    chosen = [
        None if np.isnan(column).all() else int(best[0]) for column, best in zip(off.T, order, strict=True)
    ]
    places = [place if place is not None else int(np.searchsorted(edges, common.used)) for place in chosen]
    own = np.stack([tables[place, i] for i, place in enumerate(places)])
    return Simulated(
        equalise=equalise,
        aim=aim,
        common=common,
        thresholds={
            n: None if p is None else _threshold(scores, p) for n, p in zip(people, chosen, strict=True)
        },
        overall=_overall(own),
        by_group=_by_group(own, people),
        headline=headline(disparities(own)[0])[0],
    )


def even(scores: Scores) -> tuple[float, ...]:
    """Return up to nineteen thresholds at edges of the stored bins, evenly spread."""
    inner = np.array(scores.edges[1:])
    if not len(inner):
        return (scores.low,)
    if scores.unit:
        twentieths = np.round(np.arange(1, 20) / 20, 2)
        inner_set = [float(t) for t in twentieths if np.isclose(inner, t, rtol=0, atol=1e-12).any()]
        if inner_set:
            return tuple(inner_set)
    places = np.unique(np.linspace(0, len(inner) - 1, min(STEPS, len(inner))).astype(int))
    return tuple(float(inner[place]) for place in places)


def as_json(tried: Sequence[Tried], simulated: Simulated | None) -> dict[str, Any]:
    """Return plain JSON values."""
    return {
        "rule": "score >= threshold",
        "thresholds": [asdict(one) for one in tried],
        "simulation": None if simulated is None else asdict(simulated),
    }


def _laid_out(scores: Scores, groups: Sequence[Group]) -> tuple[Table, dict[str, int]]:
    """Return what rates are made of, by group, outcome and bin, and how many people each group has."""
    counts, weights = counts_of(scores, groups), weights_of(scores, groups)
    sizes = zip(groups, counts.sum(axis=(1, 2)), strict=True)
    people = {group_name(group): int(n) for group, n in sizes}
    return (counts if weights is None else weights[0]), people


def _tried(scores: Scores, counts: Table, people: dict[str, int], threshold: float) -> Tried:
    """Return what one threshold would do."""
    place = _place(scores, threshold)
    table = _table(counts, place)
    used = _threshold(scores, place)
    exact = used == threshold or threshold <= scores.low or threshold > scores.high
    return Tried(
        threshold=float(threshold),
        used=float(threshold) if exact else used,
        exact=bool(exact),
        overall=_overall(table),
        by_group=_by_group(table, people),
        headline=headline(disparities(table)[0])[0],
    )


def _place(scores: Scores, threshold: float) -> int:
    """Return the first bin at or above a threshold, or the nearest edge's; past the last when none is."""
    if threshold <= scores.low:
        return 0
    if threshold > scores.high:
        return len(scores.edges)
    return int(np.argmin(np.abs(np.array(scores.edges) - threshold)))


def _threshold(scores: Scores, place: int) -> float:
    """Return the threshold at which a bin begins; just above the highest score when past the last."""
    return (
        float(scores.edges[place]) if place < len(scores.edges) else float(np.nextafter(scores.high, np.inf))
    )


def _table(counts: Table, place: int) -> Table:
    """Return outcome by prediction for each group, bins from this one on being positive."""
    positive = counts[:, :, place:].sum(axis=2)
    negative = counts.sum(axis=2) - positive
    return np.stack([negative, positive, np.zeros_like(positive)], axis=2)


def _overall(table: Table) -> dict[str, float | None]:
    """Return the measures over everyone."""
    total = table.sum(axis=0)
    return {m: _plain(value(m, total)) for m in SHOWN}


def _by_group(table: Table, people: dict[str, int]) -> dict[str, dict[str, float | int | None]]:
    """Return the measures of each group, its size first."""
    columns = {m: value(m, table) for m in SHOWN}
    return {
        name: {"count": n} | {m: _plain(columns[m][i]) for m in SHOWN}
        for i, (name, n) in enumerate(people.items())
    }


def _plain(number: Any) -> float | None:  # noqa: ANN401 - a NumPy scalar
    """Return a number as JSON knows it: None when it is undefined."""
    return None if np.isnan(number) else float(number)
