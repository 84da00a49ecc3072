"""Intervals of estimates cover the truth as often as they say: simulated data sets with a known answer."""

import numpy as np
import pytest
from scipy.stats import norm

from audits.fairness import Cell, Cells
from audits.fairness.estimating.estimates import Estimates, beside, bounds
from audits.fairness.estimating.judging import homogeneity
from audits.fairness.regression.measuring import regressed
from audits.fairness.scores import ranking
from audits.fairness.spec import Spec
from audits.fairness.stored.moments import POWERS, WITH_ERROR, MomentRow, Moments

pytestmark = pytest.mark.slow

DATA_SETS = 2000
COVERED = (0.93, 0.97)


def areas(rng: np.random.Generator, people: int, apart: float) -> tuple[float, float]:
    """Return area and standard error of scores whose positives lie so far above the negatives."""
    y = rng.random(people) < 0.4
    s = rng.standard_normal(people) + apart * y
    order = np.argsort(s)
    positive = y[order].astype(float)
    return float(ranking.auc(1 - positive, positive)), ranking.auc_se(1 - positive, positive)


def estimates(pairs: list[tuple[float, float]], people: int) -> Estimates:
    """Return estimates of groups named by number."""
    value, se = np.array(pairs).T
    degrees = np.full(len(value), np.inf)
    low, high = bounds(value, se, degrees)
    n = np.full(len(value), float(people))
    names = tuple(map(str, range(len(value))))
    return Estimates(
        "auc",
        names,
        n,
        value,
        se,
        degrees,
        low,
        high,
        np.full(2, np.nan),
        np.full(2, np.nan),
        n > 0,
        "DeLong",
    )


@pytest.mark.parametrize(("people", "apart"), [(100, 0.5), (300, 1.0), (1000, 1.5)])
def test_areas_and_their_differences(people, apart):
    rng = np.random.default_rng([people, int(10 * apart)])
    truth = float(norm.cdf(apart / np.sqrt(2)))
    single, pair = 0, 0

    for _ in range(DATA_SETS):
        found = estimates([areas(rng, people, apart), areas(rng, people, apart)], people)
        single += found.low[0] <= truth <= found.high[0]
        low, high = beside(found, "0")[0].interval
        pair += low <= 0 <= high

    assert COVERED[0] <= single / DATA_SETS <= COVERED[1]
    assert COVERED[0] <= pair / DATA_SETS <= COVERED[1]


def test_equal_groups_are_found_uneven_in_about_five_of_a_hundred_cases():
    rng = np.random.default_rng(4)

    alarms = sum(
        homogeneity(estimates([areas(rng, 200, 1.0) for _ in range(5)], 200)) < 0.05 for _ in range(DATA_SETS)
    )

    assert 0.03 <= alarms / DATA_SETS <= 0.07


def summed(t: np.ndarray, p: np.ndarray) -> tuple[float, ...]:
    """Return the sums that would be kept of these targets and predictions."""
    powers = [(t**a * p**b).sum() for a, b in POWERS]
    return (*map(float, powers), *(float((np.abs(p - t) * t**a * p**b).sum()) for a, b in WITH_ERROR))


@pytest.mark.parametrize("people", [100, 400])
def test_errors_of_predicted_numbers(people):
    rng = np.random.default_rng(people)
    blur, shift = 0.6, 0.2
    error = np.hypot(blur, shift)
    truth = {
        "mean_error": shift,
        "rmse": error,
        "r2": 1 - error**2,
        "pearson_r": 1 / np.hypot(1, blur),
        "mae": blur * np.sqrt(2 / np.pi) * np.exp(-((shift / blur) ** 2) / 2)
        + shift * (1 - 2 * norm.cdf(-shift / blur)),
    }
    covered = dict.fromkeys(truth, 0)

    for seed in range(DATA_SETS):
        t = rng.standard_normal(people)
        row = MomentRow(("a",), people, summed(t, t + shift + blur * rng.standard_normal(people)))
        cells = Cells(
            ("g",), (Cell(("a",), None, None, people),), moments=Moments("t", "p", 0.0, 1.0, (row,))
        )
        found = regressed(cells, Spec(prediction="p", target="t", by=("g",), seed=seed, draws=400))
        for name, value in truth.items():
            low, high = found.estimates[name].intervals(0)
            covered[name] += low <= value <= high

    for name, times in covered.items():
        assert COVERED[0] <= times / DATA_SETS <= COVERED[1], (name, times / DATA_SETS)
