"""From every score to what is kept: finished values, and counts in bins that do not point at persons."""

import warnings
from collections.abc import Iterable, Iterator

import numpy as np
from scipy.stats import ks_2samp, kstwo, wasserstein_distance

from audits.fairness.cells import group_name
from audits.fairness.effective import kish
from audits.fairness.margins import Rates
from audits.fairness.scores.fine import UNKNOWN, Fine, summed
from audits.fairness.scores.profiling import Counted, Whole, profile, quantiles
from audits.fairness.spec import Spec
from audits.fairness.stored.profiles import Profile
from audits.fairness.stored.scores import Apart, Group, ScoreRow, Scores

GRIDS = (1000, 500, 200, 100, 50, 20, 10)
MOST_ONE_BY_ONE, MOST_COUNTS = 1000, 40_000
TO_A_COUNT = 5  # people in a count that is not zero, on average: fewer, and the counts would list persons
DECILES = tuple(i / 10 for i in range(1, 10))
EXACT_TEST, TAIL = 10_000, 0.001


def kept(fine: Fine, spec: Spec, column: str) -> Scores:
    """Return what is kept of a file's scores.

    Source: docs/fairness.md, what is kept of scores.
    """
    scores, everyone, labelled = fine.scores, fine.everyone, fine.labelled
    whole = Whole(
        median=quantiles(scores, everyone, (0.5,))[0],
        deciles=tuple(quantiles(scores, labelled if labelled.any() else everyone, DECILES)),
        unit=bool(scores[0] >= 0 and scores[-1] <= 1),
        exact=fine.totals is None,
    )
    edges, one_by_one = _edges(
        fine, [*spec.sweep, *([spec.score_threshold] if spec.score_threshold is not None else [])]
    )
    bins = _bins(edges, scores)
    people = np.bincount(bins, weights=everyone, minlength=len(edges))
    middle = np.bincount(bins, weights=everyone * scores, minlength=len(edges))
    occupied = people > 0
    return Scores(
        column=column,
        low=float(scores[0]),
        high=float(scores[-1]),
        distinct=len(scores),
        one_by_one=one_by_one and whole.exact,
        counted_in_bins=not whole.exact,
        median=whole.median,
        deciles=whole.deciles,
        edges=tuple(map(float, edges)),
        means=tuple(map(float, np.where(occupied, middle / np.where(occupied, people, 1), edges))),
        rows=tuple(_rows(fine, bins, len(edges))),
        unscored=fine.unscored,
        profiles=dict(_profiles(fine, whole)),
        apart=tuple(_apart(fine, spec)),
    )  # fmt: skip


def divisions(by: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the divisions that are measured: all columns, each alone, and none at all."""
    return [by, *((column,) for column in by if len(by) > 1), ()]


def _edges(fine: Fine, cuts: Iterable[float]) -> tuple[Rates, bool]:
    """Return the finest edges whose counts do not list persons, and whether they are the scores themselves.

    Thresholds that were asked for are edges in any case, so that what is said of them is exact.
    """
    scores = fine.scores
    if len(scores) <= MOST_ONE_BY_ONE and _crowded(fine, scores):
        return scores, True
    low, high = _body(fine)
    wanted = [min(low, scores[0]), *(cut for cut in cuts if scores[0] < cut <= scores[-1])]
    edges = (np.union1d(_grid(low, high, size), wanted) for size in GRIDS)
    rows = 3 * len(fine.groups)
    last = np.union1d(_grid(low, high, GRIDS[-1]), wanted)
    fits = (e for e in edges if len(e) * rows <= MOST_COUNTS and _crowded(fine, e))
    return next(fits, last), False


def _body(fine: Fine) -> tuple[float, float]:
    """Return the range of scores without the outermost thousandths, which could stretch it; all probabilities."""
    if fine.scores[0] >= 0 and fine.scores[-1] <= 1:
        return 0.0, 1.0
    reached = np.cumsum(fine.everyone)
    last = reached[-1] - 1
    low, high = np.searchsorted(reached, [np.ceil(last * TAIL), np.floor(last * (1 - TAIL))], side="right")
    return float(fine.scores[low]), float(fine.scores[high])


def _grid(low: float, high: float, size: int) -> Rates:
    """Return the edges of at most so many equal bins that begin at round numbers, 0 to 1 where that holds all."""
    if low >= 0 and high <= 1:
        return np.array([round(i / size, 12) for i in range(size)])
    if low >= high:
        return np.array([low])
    rough = (high - low) / size
    unit = 10.0 ** np.floor(np.log10(rough))
    step = next(unit * times for times in (1, 2, 5, 10) if unit * times >= rough)
    first = np.floor(low / step)
    last = np.floor(high / step)
    return np.array([float(f"{place * step:.12g}") for place in np.arange(first, last + 1)])


def _bins(edges: Rates, scores: Rates) -> np.typing.NDArray[np.intp]:
    """Return the bin of each score; a score on an edge belongs to the bin above."""
    return np.maximum(np.searchsorted(edges, scores, side="right") - 1, 0)


def _crowded(fine: Fine, edges: Rates) -> bool:
    """Return whether counts in these bins hold several people on average."""
    bins = _bins(edges, fine.scores)[fine.place]
    key = (fine.group * 3 + fine.outcome) * len(edges) + bins
    return bool(fine.n.sum() >= TO_A_COUNT * len(np.unique(key)))


def _rows(fine: Fine, bins: np.typing.NDArray[np.intp], size: int) -> Iterator[ScoreRow]:
    """Yield the counts of each group and outcome."""
    row = fine.group * 3 + fine.outcome
    same, here = np.unique(row * size + bins[fine.place], return_inverse=True)
    n = np.zeros(len(same), dtype=np.int64)
    np.add.at(n, here, fine.n)
    sums = [summed(here, part, len(same)) for part in (fine.weight, fine.squared) if part is not None]
    for which in np.unique(same // size):
        inside = same // size == which
        outcome = int(which % 3)
        yield ScoreRow(
            fine.groups[which // 3],
            None if outcome == UNKNOWN else outcome,
            tuple(map(int, same[inside] % size)),
            tuple(map(int, n[inside])),
            *(tuple(map(float, part[inside])) for part in sums),
        )


def _profiles(fine: Fine, whole: Whole) -> Iterator[tuple[tuple[str, ...], tuple[Profile, ...]]]:
    """Yield the profiles of every division."""
    for columns in divisions(fine.by):
        yield columns, tuple(profile(group, counted, whole) for group, counted in fine.divided(columns))


def _apart(fine: Fine, spec: Spec) -> Iterator[Apart]:
    """Yield how far each group's scores lie from the reference's, the reference settled as in every measure."""
    sizes = fine.sizes()
    for columns in divisions(fine.by)[:-1]:
        counts = dict(fine.divided(columns))
        reference = _reference(fine, spec, columns, sizes)
        if reference not in counts:
            continue
        for group, counted in counts.items():
            if group != reference:
                yield Apart(columns, group, reference, *distances(counted, counts[reference]))


def _reference(fine: Fine, spec: Spec, columns: tuple[str, ...], sizes: dict[Group, int]) -> Group | None:
    """Return the reference group of a division: as stated, else the largest."""
    places = [fine.by.index(column) for column in columns]
    people: dict[Group, int] = {}
    for group, n in sizes.items():
        part = tuple(group[i] for i in places)
        people[part] = people.get(part, 0) + n
    if spec.reference is None:
        return min(people, key=lambda group: (-people[group], [(w is None, w or "") for w in group]))
    named = {group_name(group): group for group in sizes}
    stated = named.get(spec.reference)
    return None if stated is None else tuple(stated[i] for i in places)


def distances(one: Counted, other: Counted) -> tuple[float, float, float]:
    """Return the largest distance between two distributions, its p-value, and the work to make them one.

    Source: scipy.stats.ks_2samp (exact up to 10,000 people on either side, else as in its asymptotic mode)
    and scipy.stats.wasserstein_distance; weighted, the p-value goes by what the people are worth.
    """
    places = np.union1d(one.scores, other.scores)
    people = [float(side.everyone.sum()) for side in (one, other)]
    if min(people) <= 0:
        return 0.0, 1.0, 0.0
    reached = [
        np.concatenate([[0.0], np.cumsum(side.everyone)])[np.searchsorted(side.scores, places, side="right")]
        for side in (one, other)
    ]
    largest = float(np.abs(reached[0] / people[0] - reached[1] / people[1]).max())
    if one.squares is not None and other.squares is not None:
        worth = [
            float(kish(np.asarray(total), np.asarray(side.sum())))
            for total, side in zip(people, (one.squares, other.squares), strict=True)
        ]
        p = float(kstwo.sf(largest, max(1, round(worth[0] * worth[1] / sum(worth)))))
    elif max(people) <= EXACT_TEST:
        rows = [np.repeat(side.scores, side.everyone.astype(int)) for side in (one, other)]
        with warnings.catch_warnings():
            # Where the exact p-value cannot be had, SciPy says so and takes the asymptotic one.
            warnings.simplefilter("ignore", RuntimeWarning)
            p = float(ks_2samp(*rows).pvalue)
    else:
        p = float(kstwo.sf(largest, round(people[0] * people[1] / sum(people))))
    work = wasserstein_distance(one.scores, other.scores, one.everyone, other.everyone)
    return largest, p, float(work)
