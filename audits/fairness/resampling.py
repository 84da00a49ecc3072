"""Intervals for what has no formula: the cells drawn anew, all of them jointly, as often as asked.

Drawing n rows with replacement and counting them gives cells that are multinomial with the observed shares,
so this is the bootstrap over rows, at a cost that does not depend on how many rows there are.
Source: Efron & Tibshirani 1993, percentile interval; docs/fairness.md compares it with Fairlearn's row
bootstrap.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from typing import Any, TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from audits.fairness.distances import held
from audits.fairness.intervals import LEVEL
from audits.fairness.margins import Margins, Rates, Weighing
from audits.fairness.measures import Table

TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
AT_ONCE = 4_000_000
HIGHEST = np.array([np.inf, 1.0])  # a ratio is lowest over highest
FEW_WEIGHTS = 4  # drawing how many have each of the weights costs as much as drawing four people

Key = TypeVar("Key", bound=Hashable)


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """Return a random stream for one purpose, so no result depends on which others were asked for."""
    return np.random.default_rng([seed, crc32("/".join(purpose).encode())])


def resampled(
    margins: Margins,
    wanted: Mapping[Key, Callable[[Table], Rates]],
    draws: int,
    rng: np.random.Generator,
    distances: Collection[Key] = (),
) -> dict[Key, Rates]:
    """Return percentile bounds (last axis) of every wanted quantity over the same joint draws.

    Shape: a quantity takes tables (draw, group, outcome, prediction) and returns an array whose first axis is
    the draw. A draw in which it is undefined is left out of its bounds; NaN where it is never defined. Those
    named as distances end in difference and ratio of highest and lowest; their bounds hold what the data say.
    """
    found: dict[Key, list[Rates]] = {key: [] for key in wanted}
    for tables in _drawn(margins, draws, rng):
        for key, quantity in wanted.items():
            found[key].append(quantity(tables))
    together = {key: np.concatenate(parts) for key, parts in found.items()}
    bounds = {key: percentiles(drawn) for key, drawn in together.items()}
    for key in distances:
        stood = wanted[key](margins.tables[None])[0]
        bounds[key] = held(bounds[key], together[key], stood, HIGHEST)
    return bounds


def _drawn(margins: Margins, draws: int, rng: np.random.Generator) -> Iterator[npt.NDArray[Any]]:
    """Yield drawn tables, as many at once as memory comfortably holds."""
    if margins.weighing is not None:
        yield from _weighted(margins, margins.weighing, draws, rng)
        return
    counts = margins.tables.reshape(-1)[margins.place]
    n, groups = int(counts.sum()), len(margins.names)
    step = max(1, AT_ONCE // (groups * 9))
    for start in range(0, draws, step):
        flat = np.zeros((min(step, draws - start), groups * 9), dtype=np.int64)
        flat[:, margins.place] = rng.multinomial(n, counts / n, size=len(flat))
        yield flat.reshape(-1, groups, 3, 3)


def _weighted(
    margins: Margins, weighing: Weighing, draws: int, rng: np.random.Generator
) -> Iterator[npt.NDArray[np.float64]]:
    """Yield drawn tables of sums of weights: people are drawn, and bring their weights.

    Source: the bootstrap over rows where a cell's weights are kept; else a normal sum around its mean weight,
    by the central limit theorem.
    """
    n, groups = int(weighing.people.sum()), len(margins.names)
    step = max(1, AT_ONCE // (groups * 9))
    for start in range(0, draws, step):
        people = rng.multinomial(n, weighing.people / n, size=min(step, draws - start))
        flat = np.zeros((len(people), groups * 9))
        for cell, place in enumerate(margins.place):
            flat[:, place] = _brought(people[:, cell], weighing, cell, rng)
        yield flat.reshape(-1, groups, 3, 3)


def _brought(
    people: npt.NDArray[np.int64], weighing: Weighing, cell: int, rng: np.random.Generator
) -> npt.NDArray[np.float64]:
    """Return for every draw what so many people of one cell weigh together."""
    kept = weighing.kept[cell]
    if kept is None:
        noise = rng.standard_normal(len(people)) * weighing.deviation[cell]
        return np.asarray(np.maximum(0.0, people * weighing.mean[cell] + np.sqrt(people) * noise))
    weights, having = kept
    if len(weights) * FEW_WEIGHTS < having.sum():
        return np.asarray(rng.multinomial(people, having / having.sum()) @ weights)
    each = np.repeat(weights, having)
    drawn = each[rng.integers(0, len(each), int(people.sum()))]
    return np.bincount(np.repeat(np.arange(len(people)), people), drawn, len(people)).astype(float)


def percentiles(drawn: Rates) -> Rates:
    """Return the percentile bounds along the first axis as a last axis of two."""
    columns = drawn.reshape(len(drawn), -1)
    gaps = np.isnan(columns).any(axis=0)
    bounds = np.full((columns.shape[1], 2), np.nan)
    bounds[~gaps] = np.quantile(columns[:, ~gaps], TAILS, axis=0).T
    for place in np.flatnonzero(gaps):
        known = columns[~np.isnan(columns[:, place]), place]
        if known.size:
            bounds[place] = np.quantile(known, TAILS)
    return bounds.reshape(*drawn.shape[1:], 2)
