"""Score measures over resampled counts: what has no formula for its error, and the ends of several groups."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Rates
from audits.fairness.scores import adding, calibration, ranking
from audits.fairness.scores.counts import counts_of, weights_of
from audits.fairness.spec import Spec
from audits.fairness.stored.scores import Group, Scores

ROUNDING = 1e-9
IN_CACHE = 100_000  # numbers that stay near the processor while all measures of them are taken
# Of fewer people exactly as many are drawn: they are in few counts, so it costs little.
FEW_PEOPLE = 1000
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

    Of fewer than 1,000 people all counts are drawn jointly from the multinomial distribution with the observed
    shares, which is the bootstrap over rows. Of more, each count is drawn from its Poisson distribution: given how
    many people a draw has, which varies by the root of their number, the counts are multinomial again, and no
    measure depends on how many there are. Bins are joined to at most 100 first, so the cost does not depend on the
    file. People who are weighted bring a weight: normal sums with the mean and the variance of their own count's
    weights.
    Shape: axes draw and group.
    Source: Efron & Tibshirani 1993; Hanley & MacGibbon, Computer Methods and Programs in Biomedicine 83 (2006) 57
    for Poisson counts; the measures as in ranking and calibration.
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


def way(people: int) -> str:
    """Return the name of the way in which so many people are drawn."""
    return "multinomial resampling" if people < FEW_PEOPLE else "Poisson resampling"


def _tables(few: Joined, draws: int, rng: np.random.Generator) -> Iterator[Drawn]:
    """Yield drawn tables with everyone as a last group, a few at a time.

    In memory the draws of one count lie side by side, so that sums over bins add long rows.
    """
    flat = few.table.transpose(1, 2, 0).reshape(-1)
    place = np.flatnonzero(flat)
    groups, outcomes, bins = few.table.shape
    step = max(1, IN_CACHE // flat.size)
    for start in range(0, draws, step):
        some = _people(flat[place], min(step, draws - start), rng)
        tables = np.zeros((outcomes * bins, groups + 1, some.shape[1]))
        tables[np.divmod(place, groups)] = some if few.weights is None else _weighed(some, few, place, rng)
        tables[:, groups] = tables[:, :groups].sum(axis=1)
        yield tables.reshape(outcomes, bins, groups + 1, -1).transpose(3, 2, 0, 1)


def _people(counts: Drawn, draws: int, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    """Return drawn counts (axes count and draw) of people who are in these counts."""
    n = int(counts.sum())
    if n < FEW_PEOPLE:
        return rng.multinomial(n, counts / n, size=draws).T
    return rng.poisson(counts[:, None], size=(len(counts), draws))


def _weighed(
    drawn_people: npt.NDArray[np.int64], few: Joined, place: npt.NDArray[np.intp], rng: np.random.Generator
) -> Drawn:
    """Return what the drawn people of each count weigh together."""
    people, *weights = (
        part.transpose(1, 2, 0).reshape(-1)[place] for part in (few.table, *(few.weights or ()))
    )
    mean, square = (part / people for part in weights)
    deviation = np.sqrt(np.maximum(0.0, square - mean**2))
    noise = rng.standard_normal(drawn_people.shape) * deviation[:, None]
    return np.asarray(np.maximum(0.0, drawn_people * mean[:, None] + np.sqrt(drawn_people) * noise))


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
        expected, largest = calibration.errors(*(adding.over_ranges(part, starts) for part in parts))
        found |= {f"ece{name}": expected, f"mce{name}": largest}
    return found
