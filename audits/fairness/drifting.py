"""How far the people, and the scores, of one run have moved from those of an earlier one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency

from audits.fairness.cells import Cells, group_name
from audits.fairness.margins import Rates
from audits.fairness.scores.counts import counts_of
from audits.fairness.stored.scores import Group, Scores
from audits.fairness.thresholds import Misstated

MODERATE, MAJOR = 0.1, 0.25
RANGES = 10
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
    """What moved between two runs: shares of groups by all columns together and by each alone, and scores.

    `scores` are None where either run has none; else of everyone, and of each group that has scores in both.
    """

    groups: Mapping[str, Shift]
    scores: Shift | None = None
    scores_by_group: Mapping[str, Shift] = field(default_factory=dict)
    convention: str = CONVENTION

    def as_json(self) -> dict[str, Any]:
        """Return plain values that `json` writes without NaN."""
        return asdict(self)


def drift(before: Cells, now: Cells) -> Drift:
    """Return how far the shares of groups moved from one set of cells to another.

    Keys of `groups` are the columns joined by a bar: all together first, then each alone. A group that one
    side lacks counts there as nobody. Scores are compared in up to ten ranges that held equally many people
    before, at ends that both runs have counted exactly.
    Raises: Misstated, when the two are not divided by the same columns or one counts nobody.
    Source: docs/fairness.md, drift.
    """
    if before.by != now.by:
        raise Misstated("by", f"one is divided by {', '.join(before.by)}, the other by {', '.join(now.by)}.")
    if not before.n or not now.n:
        raise Misstated("cells", "count nobody.")
    divisions = [before.by, *((column,) for column in before.by if len(before.by) > 1)]
    groups = {"|".join(by): _of_groups(before.along(by), now.along(by)) for by in divisions}
    if before.scores is None or now.scores is None or not before.scores.n or not now.scores.n:
        return Drift(groups)
    return Drift(groups, *_of_scores(before.scores, now.scores))


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


def _of_scores(before: Scores, now: Scores) -> tuple[Shift, dict[str, Shift]]:
    """Return how far the scores moved: of everyone, and of each group with scores on both sides."""
    edges = _shared(before, now)
    names = _ranges(edges)
    was, has = _counts(before, edges), _counts(now, edges)
    everyone = shift(names, *(np.sum(list(side.values()), axis=0) for side in (was, has)))
    both = [group for group in was if group in has]
    return everyone, {group_name(group): shift(names, was[group], has[group]) for group in both}


def _shared(before: Scores, now: Scores) -> Rates:
    """Return the lower ends of up to ten ranges, equally full before; the first begins below everything."""
    common = np.intersect1d(before.edges, now.edges)
    counts = np.sum(list(_counts(before, np.array(before.edges)).values()), axis=0)
    reached = np.cumsum(counts)
    # How many lie below each common edge; the one nearest to each decile is taken.
    below = np.concatenate([[0.0], reached])[np.searchsorted(before.edges, common)]
    wanted = reached[-1] * np.arange(1, RANGES) / RANGES
    chosen = {int(np.argmin(np.abs(below - people))) for people in wanted} if len(common) else set()
    inner = [common[place] for place in sorted(chosen) if 0 < below[place] < reached[-1]]
    return np.array([-np.inf, *inner])


def _counts(scores: Scores, edges: Rates) -> dict[Group, Rates]:
    """Return how many people of each group lie in each range."""
    groups = list(dict.fromkeys(row.group for row in scores.rows))
    place = np.maximum(np.searchsorted(edges, scores.edges, side="right") - 1, 0)
    table = counts_of(scores, groups).sum(axis=1)
    return {
        group: np.bincount(place, weights=table[i], minlength=len(edges)).astype(float)
        for i, group in enumerate(groups)
    }


def _ranges(edges: Rates) -> list[str]:
    """Return the names of the ranges that begin at these ends."""
    inner = [f"{edge:g}" for edge in edges[1:]]
    if not inner:
        return ["all"]
    return [f"under {inner[0]}", *(f"{a} to under {b}" for a, b in pairwise(inner)), f"{inner[-1]} and over"]


def _people(cells: Cells) -> Counter[str]:
    """Return how many people each group has, in the cells' order."""
    people: Counter[str] = Counter()
    for cell in cells.cells:
        people[group_name(cell.group)] += cell.n
    return people
