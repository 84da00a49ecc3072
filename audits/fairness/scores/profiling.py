"""One group's scores, as counts in rising order, into everything that is known of them."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from audits.fairness.effective import kish
from audits.fairness.margins import Rates
from audits.fairness.scores import calibration, ranking
from audits.fairness.scores.ranking import Counts, Weighing
from audits.fairness.stored.profiles import QUANTILES, Profile

SEPARATES, HALF = 1.0, 0.5
ROUNDING = 1e-12


class Counted(NamedTuple):
    """Distinct scores in rising order, and how many people with each outcome have each of them.

    Where people are weighted these are sums of weights; then `people` and `squares`, the sums of the squared
    weights, stand beside them, with the axes outcome (negative, positive, unknown) and score.
    """

    scores: Rates
    negative: Counts
    positive: Counts
    unknown: Counts
    people: Counts | None = None
    squares: Counts | None = None

    @classmethod
    def of(cls, scores: Rates, people: Counts, weights: tuple[Counts, Counts] | None = None) -> "Counted":
        """Return counts whose axes are outcome and score, or sums of weights and of their squares beside them."""
        if weights is None:
            return cls(scores, people[0], people[1], people[2])
        return cls(scores, weights[0][0], weights[0][1], weights[0][2], people, weights[1])

    @property
    def everyone(self) -> Counts:
        """Return how many people have each score, whatever their outcome."""
        return self.negative + self.positive + self.unknown

    @property
    def labelled(self) -> Counts:
        """Return how many people with an outcome have each score."""
        return self.negative + self.positive

    @property
    def heads(self) -> Counts:
        """Return people with the axes outcome and score, whatever they weigh."""
        return np.stack([self.negative, self.positive, self.unknown]) if self.people is None else self.people

    @property
    def weighing(self) -> Weighing | None:
        """Return what the errors of weighted means take beside the sums of weights."""
        if self.people is None or self.squares is None:
            return None
        people = self.people.sum(axis=1)
        return Weighing(self.squares[0], self.squares[1], (float(people[0]), float(people[1])))


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
    scores, everyone, heads = counted.scores, counted.everyone, counted.heads
    n = int(heads.sum())
    bare = Profile(
        group=group,
        n=n,
        labelled=int(heads[:2].sum()),
        positives=int(heads[1].sum()),
        above_median=int(heads[:, scores > whole.median].sum()),
    )
    if not n:
        return bare
    if counted.squares is not None:
        return weighted(bare, counted, whole)
    mean = float((everyone * scores).sum() / n)
    spread = float((everyone * (scores - mean) ** 2).sum())
    return replace(
        bare,
        mean=mean,
        sd=float(np.sqrt(spread / (n - 1))) if n > 1 else None,
        quantiles=tuple(quantiles(scores, everyone, QUANTILES)),
        **_ranked(counted, exact=whole.exact),
        **(_taken_at_their_word(counted, whole) if whole.unit else {}),
    )


def weighted(bare: Profile, counted: Counted, whole: Whole) -> Profile:
    """Return what is known of the scores of weighted people.

    Source: as `profile`; the standard error of the mean is the linearised one (Cochran, Sampling Techniques,
    1977), what people are worth Kish's (1965).
    """
    scores, mass = counted.scores, counted.everyone
    squares = np.zeros_like(mass) if counted.squares is None else counted.squares
    total, n, labelled = float(mass.sum()), bare.n, counted.labelled.sum()
    worth = [
        float(kish(np.asarray(part), np.asarray(q)))
        for part, q in ((total, squares.sum()), (labelled, squares[:2].sum()))
    ]
    bare = replace(bare, worth=worth[0], labelled_worth=worth[1])
    if total <= 0:
        return bare
    mean = float((mass * scores).sum() / total)
    off = (scores - mean) ** 2
    large, large_se = calibration.mean_and_error(
        counted.negative, counted.positive, (scores, scores - 1), counted.weighing
    )
    return replace(
        bare,
        mean=mean,
        mean_se=float(np.sqrt((squares.sum(axis=0) * off).sum() / total**2 * n / (n - 1))) if n > 1 else None,
        sd=float(np.sqrt((mass * off).sum() / total * n / (n - 1))) if n > 1 else None,
        quantiles=tuple(quantiles_by_weight(scores, mass, QUANTILES)),
        large=defined(large) if whole.unit else None,
        large_se=defined(large_se) if whole.unit else None,
        **_ranked(counted, exact=whole.exact),
        **(_taken_at_their_word(counted, whole) if whole.unit and labelled > 0 else {}),
    )


def quantiles_by_weight(scores: Rates, mass: Counts, shares: tuple[float, ...]) -> list[float]:
    """Return the lowest score at which each share of the weight is reached.

    Shape: scores rising; some weight above zero.
    Source: numpy.quantile, method "inverted_cdf", which alone knows weights.
    """
    reached = np.cumsum(mass)
    wanted = np.asarray(shares) * reached[-1] * (1 - ROUNDING)
    return [float(scores[place]) for place in np.searchsorted(reached, wanted, side="left")]


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
        "auc_se": defined(ranking.auc_se(negative, positive, counted.weighing)),
        "auc_error": 0.0 if exact else ranking.auc_error(negative, positive),
        "average_precision": defined(float(ranking.average_precision(negative, positive))),
        "ks": defined(float(ranking.ks(negative, positive))),
    }


def _taken_at_their_word(counted: Counted, whole: Whole) -> dict[str, Any]:
    """Return the values that read scores as probabilities."""
    scores, negative, positive = counted.scores, counted.negative, counted.positive
    weighing = counted.weighing
    brier, brier_se = calibration.mean_and_error(negative, positive, calibration.squares(scores), weighing)
    log_loss, log_loss_se = calibration.mean_and_error(
        negative, positive, calibration.surprises(scores), weighing
    )
    separated = float(ranking.auc(negative, positive)) in (0.0, SEPARATES)
    line = None if separated else calibration.line(scores, negative, positive, weighing)
    people, squares = counted.people, counted.squares
    weighed = None if people is None or squares is None else (people[:2].sum(axis=0), squares[:2].sum(axis=0))
    return {
        "brier": defined(brier),
        "brier_se": defined(brier_se),
        "log_loss": defined(log_loss),
        "log_loss_se": defined(log_loss_se),
        **({} if line is None else line._asdict()),
        "widths": calibration.ranges(scores, negative, positive, calibration.TENTHS, weighed),
        "masses": calibration.ranges(scores, negative, positive, whole.deciles, weighed),
    }


def defined(value: float) -> float | None:
    """Return a number as JSON knows it: None when it is undefined."""
    return None if np.isnan(value) else value
