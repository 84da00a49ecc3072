"""Every score of a file as it was counted, before it is put into bins: held in memory, never kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Rates
from audits.fairness.scores.profiling import Counted
from audits.fairness.stored.scores import Group, Unscored

Places = npt.NDArray[np.int64]
UNKNOWN = 2


@dataclass(frozen=True, eq=False)
class Fine:
    """Counts by group, outcome (0, 1, 2 unknown) and place in `scores`, which rises.

    Shape: `group`, `outcome`, `place`, `n` have one entry for each combination that occurs. `totals` are the
    summed scores of each entry where a place is a narrow bin, None where it is one score. `weight` and
    `squared` are the sums of the weights, and of their squares, of each entry, where people are weighted.
    """

    by: tuple[str, ...]
    groups: tuple[Group, ...]
    scores: Rates
    group: Places
    outcome: Places
    place: Places
    n: Places
    totals: Rates | None = None
    unscored: tuple[Unscored, ...] = ()
    weight: Rates | None = None
    squared: Rates | None = None

    @property
    def everyone(self) -> Rates:
        """Return how many people have each score."""
        return summed(self.place, self.n, len(self.scores))

    @property
    def labelled(self) -> Rates:
        """Return how many people with a known outcome have each score."""
        known = self.outcome != UNKNOWN
        return summed(self.place[known], self.n[known], len(self.scores))

    def sizes(self) -> dict[Group, int]:
        """Return how many people each group has, with a score or without."""
        scored = summed(self.group, self.n, len(self.groups))
        sizes = {group: int(n) for group, n in zip(self.groups, scored, strict=True)}
        for one in self.unscored:
            sizes[one.group] = sizes.get(one.group, 0) + one.missing + one.invalid
        return sizes

    def divided(self, columns: Sequence[str]) -> Iterator[tuple[Group, Counted]]:
        """Yield each group of these columns that has scores, in order; without columns, everyone."""
        kept = [self.by.index(column) for column in columns]
        names = [tuple(group[i] for i in kept) for group in self.groups]
        order = sorted(dict.fromkeys(names), key=rank)
        new = {name: i for i, name in enumerate(order)}
        member = np.array([new[name] for name in names], dtype=np.int64)[self.group]
        by_group = np.argsort(member, kind="stable")
        starts = np.searchsorted(member[by_group], np.arange(len(order) + 1))
        for name, first, last in zip(order, starts, starts[1:], strict=False):
            if first < last:
                yield name, self._counted(by_group[first:last])

    def _counted(self, entries: Places) -> Counted:
        """Return the scores of these entries."""
        places, here = np.unique(self.place[entries], return_inverse=True)
        n, outcome = self.n[entries], self.outcome[entries]

        def by_outcome(values: Rates | Places) -> Rates:
            return np.stack([summed(here, values * (outcome == digit), len(places)) for digit in range(3)])

        people, scores = by_outcome(n), self.scores[places]
        if self.totals is not None:
            scores = summed(here, self.totals[entries], len(places)) / people.sum(axis=0)
        if self.weight is None or self.squared is None:
            return Counted.of(scores, people)
        return Counted.of(
            scores, people, (by_outcome(self.weight[entries]), by_outcome(self.squared[entries]))
        )


def summed(place: Places, weights: npt.NDArray[Any], size: int) -> Rates:
    """Return the sum of the weights at each of so many places."""
    return np.bincount(place, weights=weights, minlength=size).astype(float)


def rank(group: Group) -> tuple[tuple[bool, str], ...]:
    """Return a sorting key in which a missing word comes after every other."""
    return tuple((word is None, word or "") for word in group)


def gathered(
    by: tuple[str, ...],
    names: tuple[Sequence[Group], Sequence[int]],
    keys: Mapping[str, Places],
    n: Rates,
    *,
    values: Rates,
    totals: Rates | None = None,
    unscored: tuple[Unscored, ...] = (),
    weights: tuple[Rates, Rates] | None = None,
) -> Fine:
    """Return counted lines as a Fine, equal combinations added together.

    Shape: `names` are group words and outcomes; `keys` has for every line which `group` and `outcome` of
    them it has; `n` are its people and `values` its score, or its bin where `totals` are the summed scores;
    `weights` are its summed weights and squares of weights.
    """
    words, outcomes = names
    groups = sorted(dict.fromkeys(words), key=rank)
    index = {group: i for i, group in enumerate(groups)}
    group = np.array([index[word] for word in words], dtype=np.int64)[keys["group"]]
    outcome = np.array(outcomes, dtype=np.int64)[keys["outcome"]]
    scores, place = np.unique(values, return_inverse=True)
    if totals is not None:
        people = summed(place, n, len(scores))
        scores = summed(place, totals, len(scores)) / people
    key = (group * 3 + outcome) * len(scores) + place
    same, here = np.unique(key, return_inverse=True)
    return Fine(
        by=by,
        groups=tuple(groups),
        scores=scores,
        group=same // (3 * len(scores)),
        outcome=same // len(scores) % 3,
        place=same % len(scores),
        n=np.rint(summed(here, n, len(same))).astype(np.int64),
        totals=None if totals is None else summed(here, totals, len(same)),
        weight=None if weights is None else summed(here, weights[0], len(same)),
        squared=None if weights is None else summed(here, weights[1], len(same)),
        unscored=unscored,
    )
