"""How far the people, and the scores, of one run have moved from those of an earlier one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency

from audits.fairness.cells import Cells, group_name
from audits.fairness.margins import Rates
from audits.fairness.thresholds import Misstated

MODERATE, MAJOR = 0.1, 0.25
HALF_A_PERSON = 0.5
CONVENTION = "Below 0.1 little, from 0.1 moderate, from 0.25 major change: a habit of credit scoring, no law."


class Band(StrEnum):
    """How a population stability index is usually read; a convention, not a test."""

    LITTLE = "little"
    MODERATE = "moderate"
    MAJOR = "major"

    @property
    def label(self) -> str:
        """Return the reading in words."""
        return f"{self.value.capitalize()} change"


@dataclass(frozen=True)
class Moved:
    """One group or range of scores: its people and its share of all, before and now."""

    name: str
    n_before: int
    n_now: int
    share_before: float
    share_now: float


@dataclass(frozen=True)
class Shift:
    """How far shares have moved; `chi2`, `p` and `degrees` are None where there is nothing to compare."""

    psi: float
    band: Band
    chi2: float | None
    p: float | None
    degrees: int
    parts: tuple[Moved, ...]


@dataclass(frozen=True)
class Drift:
    """What moved between two runs: shares of groups by all columns together and by each alone."""

    groups: Mapping[str, Shift]
    convention: str = CONVENTION

    def as_json(self) -> dict[str, Any]:
        """Return plain values that `json` writes without NaN."""
        return asdict(self)


def drift(before: Cells, now: Cells) -> Drift:
    """Return how far the shares of groups moved from one set of cells to another.

    Keys of `groups` are the columns joined by a bar: all together first, then each alone. A group that one
    side lacks counts there as nobody.
    Raises: Misstated, when the two are not divided by the same columns or one counts nobody.
    Source: docs/fairness.md, drift.
    """
    if before.by != now.by:
        raise Misstated("by", f"one is divided by {', '.join(before.by)}, the other by {', '.join(now.by)}.")
    if not before.n or not now.n:
        raise Misstated("cells", "count nobody.")
    divisions = [before.by, *((column,) for column in before.by if len(before.by) > 1)]
    return Drift({"|".join(by): _of_groups(before.along(by), now.along(by)) for by in divisions})


def shift(names: Sequence[str], before: Rates, now: Rates) -> Shift:
    """Return how far counts under the same names moved: index, its usual reading, and a chi-square test.

    The index is the sum of (share now - share before) x ln(share now / share before). Where one side counts
    nobody, half a person stands in, or the index would be infinite.
    Shape: one count for each name on either side, at least one name; each side counts somebody.
    Source: population stability index, N. Siddiqi, Credit Risk Scorecards (2006); Pearson's chi-square as in
    scipy.stats.chi2_contingency without correction.
    """
    shares = [np.where(side > 0, side, HALF_A_PERSON) / side.sum() for side in (before, now)]
    psi = float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())
    seen = (before + now) > 0
    test = chi2_contingency(np.stack([before[seen], now[seen]]), correction=False) if seen.sum() > 1 else None
    parts = (
        Moved(name, int(b), int(n), float(b / before.sum()), float(n / now.sum()))
        for name, b, n in zip(names, before, now, strict=True)
    )
    return Shift(
        psi=psi,
        band=Band.MAJOR if psi >= MAJOR else Band.MODERATE if psi >= MODERATE else Band.LITTLE,
        chi2=None if test is None else float(test.statistic),
        p=None if test is None else float(test.pvalue),
        degrees=int(seen.sum()) - 1,
        parts=tuple(parts),
    )


def _of_groups(before: Cells, now: Cells) -> Shift:
    """Return how far the shares of the groups moved."""
    was, has = _people(before), _people(now)
    names = list(dict.fromkeys([*was, *has]))
    return shift(
        names,
        np.array([was[name] for name in names], dtype=float),
        np.array([has[name] for name in names], dtype=float),
    )


def _people(cells: Cells) -> Counter[str]:
    """Return how many people each group has, in the cells' order."""
    people: Counter[str] = Counter()
    for cell in cells.cells:
        people[group_name(cell.group)] += cell.n
    return people
