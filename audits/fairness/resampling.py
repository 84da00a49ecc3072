"""Intervals for what has no formula: the cells drawn anew, all of them jointly, as often as asked.

Drawing n rows with replacement and counting them gives cells that are multinomial with the observed shares,
so this is the bootstrap over rows, at a cost that does not depend on how many rows there are.
Source: Efron & Tibshirani 1993, percentile interval; docs/fairness.md compares it with Fairlearn's row
bootstrap.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeVar
from zlib import crc32

import numpy as np
import numpy.typing as npt

from audits.fairness.intervals import LEVEL
from audits.fairness.margins import Atoms, Margins, Rates
from audits.fairness.measures import Table

TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
AT_ONCE = 4_000_000

Key = TypeVar("Key", bound=Hashable)


def stream(seed: int, *purpose: str) -> np.random.Generator:
    """Return a random stream for one purpose, so no result depends on which others were asked for."""
    return np.random.default_rng([seed, crc32("/".join(purpose).encode())])


def resampled(
    margins: Margins, wanted: Mapping[Key, Callable[[Table], Rates]], draws: int, rng: np.random.Generator
) -> dict[Key, Rates]:
    """Return percentile bounds (last axis) of every wanted quantity over the same joint draws.

    Shape: a quantity takes tables (draw, group, outcome, prediction) and returns an array whose first axis is
    the draw. A draw in which it is undefined is left out of its bounds; NaN where it is never defined.
    """
    found: dict[Key, list[Rates]] = {key: [] for key in wanted}
    for tables in _drawn(margins, draws, rng):
        for key, quantity in wanted.items():
            found[key].append(quantity(tables))
    return {key: _bounds(np.concatenate(parts)) for key, parts in found.items()}


def _drawn(margins: Margins, draws: int, rng: np.random.Generator) -> Iterator[npt.NDArray[Any]]:
    """Yield drawn tables, as many at once as memory comfortably holds."""
    if margins.atoms is not None:
        yield from _weighted(margins.atoms, len(margins.names), draws, rng)
        return
    counts = margins.tables.reshape(-1)[margins.place]
    n, groups = int(counts.sum()), len(margins.names)
    step = max(1, AT_ONCE // (groups * 9))
    for start in range(0, draws, step):
        flat = np.zeros((min(step, draws - start), groups * 9), dtype=np.int64)
        flat[:, margins.place] = rng.multinomial(n, counts / n, size=len(flat))
        yield flat.reshape(-1, groups, 3, 3)


def _weighted(
    atoms: Atoms, groups: int, draws: int, rng: np.random.Generator
) -> Iterator[npt.NDArray[np.float64]]:
    """Yield drawn tables of sums of weights: people are drawn, and bring their weights.

    The people of one weight bring that; those of a large cell bring a normal sum around its mean weight.
    Source: central limit theorem for cells of 1,000 or more; else the bootstrap over rows itself.
    """
    n, spread = int(atoms.people.sum()), np.flatnonzero(atoms.deviation)
    places, starts = np.unique(atoms.place, return_index=True)
    step = max(1, AT_ONCE // max(groups * 9, len(atoms.people)))
    for start in range(0, draws, step):
        people = rng.multinomial(n, atoms.people / n, size=min(step, draws - start))
        sums = people * atoms.weight
        noise = rng.standard_normal((len(people), len(spread))) * atoms.deviation[spread]
        sums[:, spread] = np.maximum(0.0, sums[:, spread] + np.sqrt(people[:, spread]) * noise)
        flat = np.zeros((len(people), groups * 9))
        flat[:, places] = np.add.reduceat(sums, starts, axis=1)
        yield flat.reshape(-1, groups, 3, 3)


def _bounds(drawn: Rates) -> Rates:
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
