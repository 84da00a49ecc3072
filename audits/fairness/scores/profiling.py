"""One group's scores, as counts in rising order, into everything that is known of them."""

from typing import Any, NamedTuple

import numpy as np

from audits.fairness.margins import Rates
from audits.fairness.scores import calibration, ranking
from audits.fairness.scores.ranking import Counts
from audits.fairness.stored.profiles import QUANTILES, Profile

SEPARATES, HALF = 1.0, 0.5


class Counted(NamedTuple):
    """Distinct scores in rising order, and how many people with each outcome have each of them."""

    scores: Rates
    negative: Counts
    positive: Counts
    unknown: Counts

    @property
    def everyone(self) -> Counts:
        """Return how many people have each score, whatever their outcome."""
        return self.negative + self.positive + self.unknown

    @property
    def labelled(self) -> Counts:
        """Return how many people with an outcome have each score."""
        return self.negative + self.positive


class Whole(NamedTuple):
    """What every group is measured by: the file's median, its deciles, and how its scores may be read.

    `unit`: as probabilities. `exact`: each place is one score, not a narrow bin of several.
    """

    median: float
    deciles: tuple[float, ...]
    unit: bool
    exact: bool


def profile(group: tuple[str | None, ...], counted: Counted, whole: Whole) -> Profile:
    """Return what is known of a group's scores.

    Source: docs/fairness.md, scores.
    """
    scores, everyone = counted.scores, counted.everyone
    n = int(everyone.sum())
    if not n:
        return Profile(group, 0, 0, 0, 0)
    mean = float((everyone * scores).sum() / n)
    spread = float((everyone * (scores - mean) ** 2).sum())
    return Profile(
        group=group,
        n=n,
        labelled=int(counted.labelled.sum()),
        positives=int(counted.positive.sum()),
        above_median=int(everyone[scores > whole.median].sum()),
        mean=mean,
        sd=float(np.sqrt(spread / (n - 1))) if n > 1 else None,
        quantiles=tuple(quantiles(scores, everyone, QUANTILES)),
        **_ranked(counted, exact=whole.exact),
        **(_taken_at_their_word(counted, whole) if whole.unit else {}),
    )


def quantiles(scores: Rates, people: Counts, shares: tuple[float, ...]) -> list[float]:
    """Return quantiles of scores given as counts, between two scores by straight line.

    Shape: scores rising; at least one person.
    Source: numpy.quantile, method "linear"; the half as numpy.median.
    """
    reached = np.cumsum(people)
    places = np.asarray(shares) * (reached[-1] - 1)
    below = np.floor(places)
    low, high = (
        scores[np.searchsorted(reached, np.minimum(k, reached[-1] - 1), side="right")]
        for k in (below, below + 1)
    )
    part = places - below
    return [
        float(value)
        for value in np.where(part < HALF, low + (high - low) * part, high - (high - low) * (1 - part))
    ]


def _ranked(counted: Counted, *, exact: bool) -> dict[str, Any]:
    """Return the values that depend on the order of scores alone."""
    negative, positive = counted.negative, counted.positive
    return {
        "auc": defined(float(ranking.auc(negative, positive))),
        "auc_se": defined(ranking.auc_se(negative, positive)),
        "auc_error": 0.0 if exact else ranking.auc_error(negative, positive),
        "average_precision": defined(float(ranking.average_precision(negative, positive))),
        "ks": defined(float(ranking.ks(negative, positive))),
    }


def _taken_at_their_word(counted: Counted, whole: Whole) -> dict[str, Any]:
    """Return the values that read scores as probabilities."""
    scores, negative, positive = counted.scores, counted.negative, counted.positive
    brier, brier_se = calibration.mean_and_error(negative, positive, calibration.squares(scores))
    log_loss, log_loss_se = calibration.mean_and_error(negative, positive, calibration.surprises(scores))
    separated = float(ranking.auc(negative, positive)) in (0.0, SEPARATES)
    line = None if separated else calibration.line(scores, negative, positive)
    return {
        "brier": defined(brier),
        "brier_se": defined(brier_se),
        "log_loss": defined(log_loss),
        "log_loss_se": defined(log_loss_se),
        **({} if line is None else line._asdict()),
        "widths": calibration.ranges(scores, negative, positive, calibration.TENTHS),
        "masses": calibration.ranges(scores, negative, positive, whole.deciles),
    }


def defined(value: float) -> float | None:
    """Return a number as JSON knows it: None when it is undefined."""
    return None if np.isnan(value) else value
