"""A 95 % interval holds the truth in 93 to 97 of 100 simulated data sets, as it promises."""

from functools import partial

import numpy as np
import pytest

from audits.fairness.disparities import spread
from audits.fairness.intervals import katz, newcombe, wilson
from audits.fairness.margins import margins
from audits.fairness.measures import value
from audits.fairness.resampling import resampled, stream
from tests.audits.fairness.samples import selected

pytestmark = pytest.mark.slow

SIZES = [(60, 90), (200, 400), (2000, 5000)]
TRUE, TRUE_REF = 0.35, 0.55
DATA_SETS = 2000


def simulated(sizes: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Return (counted, out of, counted, out of) for every data set."""
    rng = np.random.default_rng(11)
    n, n_ref = sizes
    return [
        (int(k), n, int(k_ref), n_ref)
        for k, k_ref in zip(
            rng.binomial(n, TRUE, DATA_SETS), rng.binomial(n_ref, TRUE_REF, DATA_SETS), strict=True
        )
    ]


def share_holding(bounds: list[tuple[float, float]], truth: float) -> float:
    """Return how often the bounds hold the truth."""
    return float(np.mean([low <= truth <= high for low, high in bounds]))


@pytest.mark.parametrize("sizes", SIZES)
def test_rates(sizes):
    bounds = wilson([k for k, *_ in simulated(sizes)], np.full(DATA_SETS, sizes[0]))

    assert 0.93 <= share_holding(bounds.tolist(), TRUE) <= 0.97


@pytest.mark.parametrize("sizes", SIZES)
def test_differences(sizes):
    bounds = [newcombe(*counts) for counts in simulated(sizes)]

    assert 0.93 <= share_holding(bounds, TRUE - TRUE_REF) <= 0.97


@pytest.mark.parametrize("sizes", SIZES)
def test_ratios(sizes):
    bounds = [katz(*counts) for counts in simulated(sizes)]

    assert 0.93 <= share_holding(bounds, TRUE / TRUE_REF) <= 0.97


@pytest.mark.parametrize("sizes", SIZES)
def test_resampled_differences_and_ratios_of_two_groups(sizes):
    def both(tables: np.ndarray) -> np.ndarray:
        return np.stack(spread(value("selection_rate", tables)), axis=-1)

    drawn = []
    for seed, (k, n, k_ref, n_ref) in enumerate(simulated(sizes)):
        laid_out = margins(selected(a=(k, n), b=(k_ref, n_ref)))
        drawn.append(resampled(laid_out, {"both": both}, 400, stream(seed))["both"])
    differences, ratios = ([tuple(bounds[i]) for bounds in drawn] for i in (0, 1))

    # Percentile intervals are a little short in small samples; 60 against 90 is where that begins to show.
    assert 0.92 <= share_holding(differences, TRUE_REF - TRUE) <= 0.97
    assert 0.92 <= share_holding(ratios, TRUE / TRUE_REF) <= 0.97


@pytest.mark.parametrize("sizes", SIZES)
def test_resampled_composite_measures(sizes):
    from tests.audits.fairness.samples import confusion

    n = sum(sizes)
    shares = np.array([0.4, 0.1, 0.15, 0.35])
    truth = 2 * shares[3] / (2 * shares[3] + shares[1] + shares[2])
    rng, drawn = np.random.default_rng(3), []
    for seed, counts in enumerate(rng.multinomial(n, shares, 800)):
        laid_out = margins(confusion(all=tuple(map(int, counts))))
        drawn.append(tuple(resampled(laid_out, {"f1": partial(value, "f1")}, 400, stream(seed))["f1"][0]))

    assert 0.92 <= share_holding(drawn, truth) <= 0.97
