"""Score measures over resampled counts: what has no formula for its error, and the ends of several groups."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Rates
from audits.fairness.scores import calibration, ranking
from audits.fairness.scores.counts import counts_of, weights_of
from audits.fairness.spec import Spec
from audits.fairness.stored.scores import Group, Scores

AT_ONCE, ROUNDING = 4_000_000, 1e-9
IN_CACHE = 100_000  # numbers that stay near the processor while all measures of them are taken
MOST_BINS, FEWEST_BINS, BINS_OVER_GROUPS = 100, 20, 2000

Drawn = npt.NDArray[np.float64]
Quantities = Callable[[Drawn], Mapping[str, Rates]]


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
    found: dict[str, list[Rates]] = {}
    for tables in _tables(few, spec.draws, rng):
        for quantities in wanted:
            for name, values in quantities(tables).items():
                found.setdefault(name, []).append(values)
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
    """Yield drawn tables with everyone as a last group, a few at a time."""
    flat = few.table.reshape(-1)
    place = np.flatnonzero(flat)
    groups, outcomes, bins = few.table.shape
    for drawn_people in _people(flat, place, few, draws, rng):
        step = max(1, IN_CACHE // flat.size)
        for start in range(0, len(drawn_people), step):
            some = drawn_people[start : start + step]
            with_all = np.zeros((len(some), flat.size + outcomes * bins))
            with_all[:, place] = some
            tables = with_all.reshape(-1, groups + 1, outcomes, bins)
            tables[:, groups] = tables[:, :groups].sum(axis=1)
            yield tables


def _people(
    flat: Drawn, place: npt.NDArray[np.intp], few: Joined, draws: int, rng: np.random.Generator
) -> Iterator[npt.NDArray[Any]]:
    """Yield drawn counts, or what they weigh, as many draws at once as memory comfortably holds."""
    n = int(flat.sum())
    step = max(1, AT_ONCE // flat.size)
    for start in range(0, draws, step):
        people = rng.multinomial(n, flat[place] / n, size=min(step, draws - start))
        yield people if few.weights is None else _weighed(people, flat[place], few.weights, place, rng)


def _weighed(
    drawn_people: npt.NDArray[np.int64],
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


def _quantities(scores: Scores, means: Rates, *, labelled: bool) -> list[Quantities]:
    """Return every measure as a function of drawn tables, those that share their sums together."""
    wanted: list[Quantities] = [partial(_mean, means)]
    if labelled:
        wanted.append(_ranked)
    if labelled and scores.unit:
        losses = {
            "brier": calibration.squares(means),
            "log_loss": calibration.surprises(means),
            "calibration_in_the_large": (means, means - 1),
        }
        places = {
            name: np.searchsorted(np.array(cuts), means, side="left")
            for name, cuts in (("", calibration.TENTHS), ("_equal_mass", scores.deciles))
        }
        wanted += [partial(_losses, losses), partial(_errors, means, places)]
    return wanted


def _mean(means: Rates, tables: Drawn) -> dict[str, Rates]:
    """Return the mean score."""
    people = tables.sum(axis=2)
    return {"mean_score": ranking.divided((people * means).sum(axis=-1), people.sum(axis=-1))}


def _ranked(tables: Drawn) -> dict[str, Rates]:
    """Return the measures of ranking."""
    sides = tables[:, :, 0], tables[:, :, 1]
    return {
        "auc": ranking.auc(*sides),
        "average_precision": ranking.average_precision(*sides),
        "ks": ranking.ks(*sides),
    }


def _losses(losses: Mapping[str, tuple[Rates, Rates]], tables: Drawn) -> dict[str, Rates]:
    """Return the means of losses that are known for either outcome."""
    people = tables[:, :, :2].sum(axis=(2, 3))
    return {
        name: ranking.divided((tables[:, :, 0] * negative + tables[:, :, 1] * positive).sum(axis=-1), people)
        for name, (negative, positive) in losses.items()
    }


def _errors(means: Rates, places: Mapping[str, npt.NDArray[np.intp]], tables: Drawn) -> dict[str, Rates]:
    """Return the expected and the largest calibration error over ranges of scores."""
    labelled, positive = tables[:, :, :2].sum(axis=2), tables[:, :, 1]
    parts = labelled, labelled * means, positive
    found: dict[str, Rates] = {}
    for name, place in places.items():
        starts = np.unique(place, return_index=True)[1]
        expected, largest = calibration.errors(*(np.add.reduceat(part, starts, axis=-1) for part in parts))
        found |= {f"ece{name}": expected, f"mce{name}": largest}
    return found
