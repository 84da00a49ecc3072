"""The same people within the values of another column: counts by stratum and group."""

from dataclasses import dataclass, replace

import numpy as np

from audits.fairness.cells import Cells, group_name
from audits.fairness.effective import effective
from audits.fairness.margins import Counts, Margins, Rates, margins
from audits.fairness.measures import SHARES, counted


@dataclass(frozen=True, eq=False)
class Strata:
    """Arrays with the axes stratum, group: people in all, and on one measure how many count, out of how many.

    `counted` and `out_of` are what tests go by, `sums` and `totals` what rates are made of; they differ only
    where people are weighted. `people` are counted and out of how many, in people.
    """

    names: tuple[str, ...]
    sizes: Counts
    counted: Rates
    out_of: Rates
    sums: Rates
    totals: Rates
    people: tuple[Counts, Counts]


def strata(cells: Cells, groups: tuple[str, ...], measure: str, *, complement: bool) -> Strata:
    """Return the counts within strata for these groups, in this order.

    Source: docs/fairness.md, within strata.
    """
    named = sorted({cell.stratum for cell in cells.cells}, key=lambda name: (name is None, name or ""))
    laid_out = {name: _margins(cells, name) for name in named}
    parts = [_part(found, groups, measure, complement=complement) for found in laid_out.values()]
    columns = [np.stack(column) for column in zip(*parts, strict=True)]
    sizes, top, bottom, sums, totals, people, out_of_people = columns
    return Strata(
        names=tuple(group_name((name,)) for name in laid_out),
        sizes=sizes.astype(np.int64),
        counted=top,
        out_of=bottom,
        sums=sums,
        totals=totals,
        people=(people.astype(np.int64), out_of_people.astype(np.int64)),
    )


def _margins(cells: Cells, stratum: str | None) -> Margins:
    """Return the arrays of one stratum."""
    inside = tuple(cell for cell in cells.cells if cell.stratum == stratum)
    return margins(replace(cells, cells=inside, scores=None, moments=None))


def _part(found: Margins, groups: tuple[str, ...], measure: str, *, complement: bool) -> list[Rates]:
    """Return one stratum's numbers for every group, zero where nobody of it is there."""
    share = SHARES[measure]
    pairs = [
        effective(found.tables, found.squares, share),
        counted(found.tables, share),
        counted(found.people, share),
    ]
    if complement:
        pairs = [(bottom - top, bottom) for top, bottom in pairs]
    places = {name: i for i, name in enumerate(found.names)}
    columns = [found.sizes, *(part for pair in pairs for part in pair)]
    return [
        np.array([float(column[places[name]]) if name in places else 0.0 for name in groups])
        for column in columns
    ]
