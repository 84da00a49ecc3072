"""Score measures over resampled counts: what has no formula for its error, and the ends of several groups."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Rates
from audits.fairness.scores import calibration, ranking
from audits.fairness.scores.counts import counts_of, weights_of
from audits.fairness.spec import Spec
from audits.fairness.stored.scores import Group, Scores

AT_ONCE, ROUNDING = 4_000_000, 1e-9
MOST_BINS, FEWEST_BINS, BINS_OVER_GROUPS = 100, 20, 2000

Drawn = npt.NDArray[np.float64]
Quantity = Callable[[Drawn], Rates]


class Joined(NamedTuple):
    """Counts (group, outcome, bin) in few bins, the mean score of each bin, and where each begins.

    `weights` are the sums of the weights, and of their squares, with the axes of the counts; None without.
    """

    table: Drawn
    means: Rates
    edges: Rates
    weights: tuple[Drawn, Drawn] | None = None


def drawn(scores: Scores, groups: Sequence[Group], spec: Spec, rng: np.random.Generator) -> dict[str, Rates]:
    """Return every measure in every draw, for each group and, in last place, for everyone.

    All counts are drawn jointly from the multinomial distribution with the observed shares, which is the
    bootstrap over rows; bins are joined to at most 100 first, so the cost does not depend on the file. People
    who are weighted bring a weight: normal sums with the mean and the variance of their own count's weights.
    Shape: axes draw and group.
    Source: Efron & Tibshirani 1993; the measures as in ranking and calibration.
    """
    few = joined(scores, groups)
    wanted = _quantities(scores, few.means, labelled=bool(few.table[:, :2].any()))
    found: dict[str, list[Rates]] = {name: [] for name in wanted}
    for tables in _tables(few, spec.draws, rng):
        for name, quantity in wanted.items():
            found[name].append(quantity(tables))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def joined(scores: Scores, groups: Sequence[Group], most: int | None = None) -> Joined:
    """Return the stored counts in fewer bins.

    Bins of probabilities are joined to whole hundredths, fiftieths or twentieths, others to equal parts.
    """
    most = most or int(np.clip(BINS_OVER_GROUPS // len(groups), FEWEST_BINS, MOST_BINS))
    table = counts_of(scores, groups).astype(float)
    starts = _starts(scores, next(size for size in (100, 50, 20, 10) if size <= most))
    people = table.sum(axis=(0, 1))
    sums = np.add.reduceat(people * np.array(scores.means), starts)
    size = np.add.reduceat(people, starts)
    means = np.divide(sums, size, out=np.array(scores.means)[starts], where=size > 0)
    counts, *weights = (
        np.add.reduceat(part, starts, axis=2) for part in (table, *(weights_of(scores, groups) or ()))
    )
    pair = (weights[0], weights[1]) if weights else None
    return Joined(counts, means, np.array(scores.edges)[starts], pair)


def _starts(scores: Scores, most: int) -> npt.NDArray[np.intp]:
    """Return the first of the stored bins of each joined bin."""
    edges = np.array(scores.edges)
    if len(edges) <= most:
        return np.arange(len(edges))
    in_equal_parts = np.arange(len(edges)) * most // len(edges)
    part = np.floor(edges * most + ROUNDING) if scores.unit else in_equal_parts
    return np.unique(part, return_index=True)[1]


def _tables(few: Joined, draws: int, rng: np.random.Generator) -> Iterator[Drawn]:
    """Yield drawn tables with everyone as a last group, as many at once as memory comfortably holds."""
    flat = few.table.reshape(-1)
    place = np.flatnonzero(flat)
    n = int(flat.sum())
    step = max(1, AT_ONCE // flat.size)
    for start in range(0, draws, step):
        some = np.zeros((min(step, draws - start), flat.size))
        some[:, place] = rng.multinomial(n, flat[place] / n, size=len(some))
        if few.weights is not None:
            some[:, place] = _weighed(some[:, place], flat[place], few.weights, place, rng)
        tables = some.reshape(-1, *few.table.shape)
        yield np.concatenate([tables, tables.sum(axis=1, keepdims=True)], axis=1)


def _weighed(
    drawn_people: Drawn,
    people: Drawn,
    weights: tuple[Drawn, Drawn],
    place: npt.NDArray[np.intp],
    rng: np.random.Generator,
) -> Drawn:
    """Return what the drawn people of each count weigh together."""
    mean, square = (part.reshape(-1)[place] / people for part in weights)
    deviation = np.sqrt(np.maximum(0.0, square - mean**2))
    noise = rng.standard_normal(drawn_people.shape) * deviation
    return np.asarray(np.maximum(0.0, drawn_people * mean + np.sqrt(drawn_people) * noise))


def _quantities(scores: Scores, means: Rates, *, labelled: bool) -> dict[str, Quantity]:
    """Return every measure as a function of drawn tables."""
    wanted: dict[str, Quantity] = {"mean_score": partial(_mean, means)}
    if labelled:
        wanted |= {
            name: partial(_ranked, function)
            for name, function in (
                ("auc", ranking.auc),
                ("average_precision", ranking.average_precision),
                ("ks", ranking.ks),
            )
        }
    if labelled and scores.unit:
        losses = {"brier": calibration.squares(means), "log_loss": calibration.surprises(means)}
        wanted |= {name: partial(_loss, *sides) for name, sides in losses.items()}
        wanted["calibration_in_the_large"] = partial(_loss, means, means - 1)
        for name, cuts in (("", calibration.TENTHS), ("_equal_mass", scores.deciles)):
            place = np.searchsorted(np.array(cuts), means, side="left")
            for which, measure in enumerate(("ece", "mce")):
                wanted[measure + name] = partial(_error, which, means, place)
    return wanted


def _mean(means: Rates, tables: Drawn) -> Rates:
    """Return the mean score."""
    people = tables.sum(axis=2)
    return ranking.divided((people * means).sum(axis=-1), people.sum(axis=-1))


def _ranked(function: Callable[[Drawn, Drawn], Rates], tables: Drawn) -> Rates:
    """Return a measure of ranking."""
    return function(tables[:, :, 0], tables[:, :, 1])


def _loss(negative: Rates, positive: Rates, tables: Drawn) -> Rates:
    """Return the mean of a loss that is known for either outcome."""
    total = (tables[:, :, 0] * negative + tables[:, :, 1] * positive).sum(axis=-1)
    return ranking.divided(total, tables[:, :, :2].sum(axis=(2, 3)))


def _error(which: int, means: Rates, place: npt.NDArray[np.intp], tables: Drawn) -> Rates:
    """Return the expected (0) or the largest (1) calibration error over ranges of scores."""
    labelled, positive = tables[:, :, :2].sum(axis=2), tables[:, :, 1]
    starts = np.unique(place, return_index=True)[1]
    sums = (np.add.reduceat(part, starts, axis=-1) for part in (labelled, labelled * means, positive))
    return calibration.errors(*sums)[which]
