"""What is asked of every drawn table: measures that have no formula for an interval, and all distances."""

from collections.abc import Callable
from functools import partial

import numpy as np

from audits.fairness.against import beside
from audits.fairness.disparities import spread
from audits.fairness.margins import Counts, Rates
from audits.fairness.measures import COMPARED, OVERALL, SHARES, Table, value
from audits.fairness.parities import ODDS, odds
from audits.fairness.standing import Standing

COMPOSITE = tuple(name for name in OVERALL if name not in SHARES)
Key = tuple[str, str]
DISTANCES = ("disparity", "reading", "odds")  # first parts of the keys of highest against lowest


def quantities_of(
    stood: dict[str, Standing], reference: int, seen: "Seen"
) -> dict[Key, Callable[[Table], Rates]]:
    """Return everything that is resampled: composite measures and disparities of every kind.

    Source: docs/fairness.md; the measures themselves are those of `measures`.
    """
    quantities: dict[Key, Callable[[Table], Rates]] = {}
    for m in COMPOSITE:
        quantities["overall", m] = partial(seen.overall, m)
        quantities["by_group", m] = partial(seen.by_group, m)
    for m in COMPARED:
        quantities["disparity", m] = partial(seen.disparity, m)
        quantities["everyone", m] = partial(seen.against_everyone, m)
        if m in COMPOSITE:
            quantities["reference", m] = partial(seen.against_one, m, reference)
    for m, groups in stood.items():
        quantities["reading", m] = partial(seen.disparity_assessed, groups)
    return quantities | {("odds", ""): seen.odds}


class Seen:
    """The measures of the tables last drawn, each computed once, whatever is asked of them.

    `undefined` counts for each measure in how many draws each group had no value.
    """

    def __init__(self) -> None:
        self.undefined: dict[str, Counts] = {}
        self._tables: Table | None = None
        self._found: dict[tuple[str, bool], Rates] = {}

    def by_group(self, name: str, tables: Table) -> Rates:
        """Return a measure of every group."""
        return self._once(name, tables, whole=False)

    def overall(self, name: str, tables: Table) -> Rates:
        """Return a measure over all groups together."""
        return self._once(name, tables, whole=True)

    def disparity(self, name: str, tables: Table) -> Rates:
        """Return difference and ratio over all groups."""
        return np.stack(spread(self.by_group(name, tables)), axis=-1)

    def disparity_assessed(self, groups: Standing, tables: Table) -> Rates:
        """Return difference and ratio over the groups a reading compares."""
        rates = self.by_group(groups.measure, tables)[:, groups.assessed]
        return np.stack(spread(1 - rates if groups.complement else rates), axis=-1)

    def against_everyone(self, name: str, tables: Table) -> Rates:
        """Return difference and ratio of every group and all together."""
        return beside(*np.broadcast_arrays(self.by_group(name, tables), self.overall(name, tables)[:, None]))

    def against_one(self, name: str, place: int, tables: Table) -> Rates:
        """Return difference and ratio of every group and one of them."""
        rates = self.by_group(name, tables)
        return beside(*np.broadcast_arrays(rates, rates[:, [place]]))

    def odds(self, tables: Table) -> Rates:
        """Return equalized odds, the worse and the mean."""
        return odds(np.stack([self.disparity(m, tables) for m in ODDS], axis=-2))

    def _once(self, name: str, tables: Table, *, whole: bool) -> Rates:
        """Return a measure of these tables, computed when first asked for."""
        if self._tables is not tables:
            self._tables, self._found = tables, {}
        if (name, whole) not in self._found:
            found = self._found[name, whole] = value(name, tables.sum(axis=1) if whole else tables)
            if not whole:
                self.undefined[name] = self.undefined.get(name, 0) + np.isnan(found).sum(axis=0)
        return self._found[name, whole]
