"""How well scores rank the positive above the negative, from counts in rising order of the score."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Rates
from audits.fairness.scores.adding import up_to_each

Counts = npt.NDArray[np.float64]


class Weighing(NamedTuple):
    """Beside sums of weights: the sums of their squares for each score, and how many people, by outcome."""

    negative: Counts
    positive: Counts
    people: tuple[float, float]


def auc(negative: Counts, positive: Counts) -> Rates:
    """Return the chance that a positive outranks a negative, ties counting half; NaN without both.

    Shape: the last axis is the score, rising; leading axes are kept.
    Source: Mann-Whitney U over the number of pairs, as sklearn.metrics.roc_auc_score.
    """
    below = up_to_each(negative) - negative
    won = (positive * (below + negative / 2)).sum(axis=-1)
    return divided(won, positive.sum(axis=-1) * negative.sum(axis=-1))


def auc_error(negative: Counts, positive: Counts) -> float:
    """Return how far the area can be off when scores in one place are not really equal.

    Source: half the share of pairs that meet in one place; each could have been won or lost.
    """
    pairs = float(positive.sum() * negative.sum())
    return float((positive * negative).sum()) / 2 / pairs if pairs else 0.0


def auc_se(negative: Counts, positive: Counts, weighing: "Weighing | None" = None) -> float:
    """Return the standard error of the area under the curve; NaN below two positives or two negatives.

    Source: DeLong, DeLong & Clarke-Pearson, Biometrics 44 (1988) 837, from counts per score; weighted, the
    linearised variances of the two weighted means that the area is made of.
    """
    n0, n1 = negative.sum(), positive.sum()
    people = (n0, n1) if weighing is None else weighing.people
    if min(people) < 2 or min(n0, n1) <= 0:  # noqa: PLR2004 - a variance takes two
        return float("nan")
    area = float(auc(negative, positive))
    wins = (np.cumsum(negative) - negative + negative / 2) / n0
    losses = (n1 - np.cumsum(positive) + positive / 2) / n1
    if weighing is not None:
        squares = (
            (weighing.negative * (losses - area) ** 2).sum(),
            (weighing.positive * (wins - area) ** 2).sum(),
        )
        totals = zip(squares, (n0, n1), people, strict=True)
        return float(np.sqrt(sum(q / w**2 * n / (n - 1) for q, w, n in totals)))
    of_positives = (positive * (wins - area) ** 2).sum() / (n1 - 1) / n1
    of_negatives = (negative * (losses - area) ** 2).sum() / (n0 - 1) / n0
    return float(np.sqrt(of_positives + of_negatives))


def ks(negative: Counts, positive: Counts) -> Rates:
    """Return the largest distance between the distributions of negatives and positives; NaN without both.

    Source: two-sample Kolmogorov-Smirnov statistic, as scipy.stats.ks_2samp.
    """
    shares = (divided(up_to_each(side), side.sum(axis=-1, keepdims=True)) for side in (negative, positive))
    one, other = shares
    return np.asarray(np.abs(one - other).max(axis=-1))


def average_precision(negative: Counts, positive: Counts) -> Rates:
    """Return precision averaged over the positives, from the highest score down; NaN without positives.

    Source: sklearn.metrics.average_precision_score (no interpolation).
    """
    found, wrong = positive[..., ::-1], negative[..., ::-1]
    tp, fp = up_to_each(found), up_to_each(wrong)
    precision = np.divide(tp, tp + fp, out=np.zeros_like(tp), where=tp + fp > 0)
    return divided((found * precision).sum(axis=-1), positive.sum(axis=-1))


def divided(top: Rates, bottom: Rates) -> Rates:
    """Return the quotient, NaN for anything out of nothing."""
    top, bottom = np.broadcast_arrays(np.asarray(top, dtype=float), np.asarray(bottom, dtype=float))
    return np.asarray(np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0))
