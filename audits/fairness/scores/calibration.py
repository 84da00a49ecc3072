"""Whether a score of 0.3 means three in ten: probabilities beside what happened."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Rates
from audits.fairness.scores.ranking import Counts, Weighing, divided
from audits.fairness.stored.profiles import Calibrated

TENTHS = tuple(i / 10 for i in range(1, 10))
EPSILON = float(np.finfo(float).eps)
STEPS, CLOSE, STEEPEST = 50, 1e-12, 1e4


class Line(NamedTuple):
    """The logistic line through outcomes by the logit of their scores, and its standard errors."""

    intercept: float
    slope: float
    intercept_se: float
    slope_se: float


def squares(scores: Rates) -> tuple[Rates, Rates]:
    """Return the squared error of each score, were the outcome negative or positive."""
    return scores**2, (1 - scores) ** 2


def surprises(scores: Rates) -> tuple[Rates, Rates]:
    """Return the logarithmic loss of each score, were the outcome negative or positive.

    Source: sklearn.metrics.log_loss, which keeps scores the machine epsilon away from 0 and 1.
    """
    kept = np.clip(scores, EPSILON, 1 - EPSILON)
    return -np.log1p(-kept), -np.log(kept)


def mean_and_error(
    negative: Counts, positive: Counts, losses: tuple[Rates, Rates], weighing: Weighing | None = None
) -> tuple[float, float]:
    """Return the mean of a loss over everyone and its standard error; NaN where there are too few.

    Source: the error of a mean; weighted, the linearised one (Cochran, Sampling Techniques, 1977).
    """
    n = float(negative.sum() + positive.sum())
    if not n:
        return float("nan"), float("nan")
    mean = float((negative * losses[0] + positive * losses[1]).sum()) / n
    people = n if weighing is None else sum(weighing.people)
    if people < 2:  # noqa: PLR2004 - a variance takes two
        return mean, float("nan")
    if weighing is not None:
        off = weighing.negative * (losses[0] - mean) ** 2 + weighing.positive * (losses[1] - mean) ** 2
        return mean, float(np.sqrt(off.sum() / n**2 * people / (people - 1)))
    deviations = negative * (losses[0] - mean) ** 2 + positive * (losses[1] - mean) ** 2
    return mean, float(np.sqrt(deviations.sum() / (n - 1) / n))


def ranges(
    scores: Rates,
    negative: Counts,
    positive: Counts,
    cuts: npt.ArrayLike,
    weighed: tuple[Counts, Counts] | None = None,
) -> tuple[Calibrated, ...]:
    """Return people, summed scores and positive outcomes in each range between the cuts.

    A score on a cut belongs to the range below it. `weighed` holds people and summed squares of weights for
    each score, where the sums are of weights.
    Source: sklearn.calibration.calibration_curve.
    """
    place = np.searchsorted(np.asarray(cuts, dtype=float), scores, side="left")
    labelled, size = negative + positive, np.size(cuts) + 1
    sums = [labelled, labelled * scores, positive, *(weighed or ())]
    parts = [np.bincount(place, weights=w, minlength=size) for w in sums]
    if weighed is None:
        return tuple(Calibrated(int(n), float(s), int(k)) for n, s, k in zip(*parts, strict=True))
    return tuple(
        Calibrated(int(n), float(s), float(k), float(w), float(q))
        for w, s, k, n, q in zip(*parts, strict=True)
    )


def errors(n: Counts, scores: Rates, positive: Counts) -> tuple[Rates, Rates]:
    """Return the expected and the largest calibration error over ranges (last axis); NaN without people.

    Source: ECE and MCE, M. Naeini, G. Cooper & M. Hauskrecht, AAAI 2015.
    """
    gaps = np.abs(scores - positive)
    expected = divided(gaps.sum(axis=-1), n.sum(axis=-1))
    each = np.divide(gaps, n, out=np.zeros_like(gaps), where=np.asarray(n) > 0)
    return expected, np.where(np.isnan(expected), np.nan, each.max(axis=-1))


def line(scores: Rates, negative: Counts, positive: Counts, weighing: Weighing | None = None) -> Line | None:
    """Return the calibration line, 0 and 1 being perfect; None where scores do not fix one.

    Source: D. R. Cox, Biometrika 45 (1958) 562: logistic regression of the outcome on the logit of the score
    by Newton's method, as statsmodels Logit; None when scores separate the outcomes or do not vary. Weighted,
    the errors are the robust ones (H. White, Econometrica 50 (1982) 1), as statsmodels GLM with var_weights and
    cov_type "HC0".
    """
    kept = (negative + positive) > 0
    x = _logit(scores[kept])
    n, k = (negative + positive)[kept], positive[kept]
    if not 0 < k.sum() < n.sum() or np.ptp(x) == 0:
        return None
    # From a level line the steps do not overshoot, however far the scores are from what happened.
    beta = np.array([np.log(k.sum() / (n.sum() - k.sum())), 0.0])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(beta[0] + beta[1] * x, -700, 700)))
        covariance = _inverse(_crossed(n * p * (1 - p), x))
        if covariance is None:
            return None
        off = (k - n * p).sum(), ((k - n * p) * x).sum()
        step = covariance[:, 0] * off[0] + covariance[:, 1] * off[1]
        beta = beta + step
        if np.abs(beta).max() > STEEPEST:
            return None
        if np.abs(step).max() < CLOSE * (1 + np.abs(beta).max()):
            if weighing is not None:
                squares = weighing.negative[kept] * p**2 + weighing.positive[kept] * (1 - p) ** 2
                covariance = np.einsum("ij,jk,kl->il", covariance, _crossed(squares, x), covariance)
            return Line(*map(float, beta), *map(float, np.sqrt(np.diag(covariance))))
    return None


def _crossed(weight: Rates, x: Rates) -> npt.NDArray[np.float64]:
    """Return the weighted sums of products of a constant and x.

    Plain sums: those of a linear algebra library differ in the last digit from process to process.
    """
    across = (weight * x).sum()
    return np.array([[weight.sum(), across], [across, (weight * x * x).sum()]])


def _inverse(matrix: npt.NDArray[np.float64]) -> npt.NDArray[np.float64] | None:
    """Return the inverse of a symmetric matrix of two rows, None where rounding would decide it."""
    (a, b), (_, d) = matrix
    determinant = a * d - b * b
    if not determinant > EPSILON * a * d:
        return None
    return np.asarray(np.array([[d, -b], [-b, a]]) / determinant)


def _logit(scores: Rates) -> Rates:
    """Return log odds, scores kept the machine epsilon away from 0 and 1."""
    kept = np.clip(scores, EPSILON, 1 - EPSILON)
    return np.asarray(np.log(kept) - np.log1p(-kept))
