"""A 95 % interval holds the truth in 93 to 97 of 100 simulated data sets, as it promises."""

import numpy as np
import pytest
from scipy.stats import binom

from audits.fairness.against import beside
from audits.fairness.disparities import spread
from audits.fairness.intervals import newcombe_bounds, ratio, ratio_bounds, wilson
from audits.fairness.margins import margins
from audits.fairness.measures import value
from audits.fairness.resampling import resampled, stream
from tests.audits.fairness.samples import confusion, selected

pytestmark = pytest.mark.slow

SIZES = [(30, 40), (60, 90), (200, 400), (2000, 5000)]
RATES = [(0.35, 0.55), (0.5, 0.5), (0.45, 0.3)]
TRUE, TRUE_REF = 0.35, 0.55
DATA_SETS, DRAWS = 2000, 500


def simulated(sizes: tuple[int, int], rates: tuple[float, float]) -> np.ndarray:
    """Return how many are counted in the group and in the reference, for every data set."""
    rng = np.random.default_rng(11)
    return np.stack([rng.binomial(n, p, DATA_SETS) for n, p in zip(sizes, rates, strict=True)]).astype(float)


def share_holding(bounds: np.ndarray, truth: float) -> float:
    """Return how often the bounds hold the truth."""
    return float(np.mean((bounds[:, 0] <= truth) & (truth <= bounds[:, 1])))


def between(bounds_of, counted: np.ndarray, sizes: tuple[int, int]) -> np.ndarray:
    """Return the bounds for every data set, those with the same count in the reference together."""
    found = np.empty((counted.shape[1], 2))
    for reference in np.unique(counted[1]):
        same = counted[1] == reference
        group = counted[0, same]
        found[same] = bounds_of(
            group, np.full(len(group), float(sizes[0])), float(reference), float(sizes[1])
        )
    return found


@pytest.mark.parametrize("rates", RATES)
@pytest.mark.parametrize("sizes", SIZES)
def test_rates(sizes, rates):
    bounds = wilson(simulated(sizes, rates)[0], np.full(DATA_SETS, sizes[0]))

    assert 0.93 <= share_holding(bounds, rates[0]) <= 0.97


@pytest.mark.parametrize("rates", RATES)
@pytest.mark.parametrize("sizes", SIZES)
def test_differences(sizes, rates):
    bounds = between(newcombe_bounds, simulated(sizes, rates), sizes)

    assert 0.93 <= share_holding(bounds, rates[0] - rates[1]) <= 0.97


@pytest.mark.parametrize("rates", RATES)
@pytest.mark.parametrize("sizes", SIZES)
def test_ratios(sizes, rates):
    bounds = between(ratio_bounds, simulated(sizes, rates), sizes)

    assert 0.93 <= share_holding(bounds, rates[0] / rates[1]) <= 0.97


@pytest.mark.parametrize("rates", [(0.05, 0.05), (0.1, 0.15), (0.9, 0.95)])
@pytest.mark.parametrize("sizes", [(10, 10), (15, 30), (30, 60)])
def test_rare_events_in_small_groups_make_intervals_wider_and_never_much_too_short(sizes, rates):
    # Every possible data set with its probability: no simulation, and the truth to the last digit.
    counts = [np.arange(n + 1.0) for n in sizes]
    chance = np.outer(*(binom.pmf(k, n, p) for k, n, p in zip(counts, sizes, rates, strict=True)))
    group, reference = (grid.ravel() for grid in np.meshgrid(*counts, indexing="ij"))
    likely, all_counts = chance.ravel(), np.stack([group, reference])

    differences = between(newcombe_bounds, all_counts, sizes)
    ratios = between(ratio_bounds, all_counts, sizes)

    difference, quotient = rates[0] - rates[1], rates[0] / rates[1]
    held = (differences[:, 0] <= difference) & (difference <= differences[:, 1])
    assert likely[held].sum() >= 0.945
    defined = ~np.isnan(ratios[:, 0])
    held = defined & (ratios[:, 0] <= quotient) & (quotient <= ratios[:, 1])
    assert likely[held].sum() / likely[defined].sum() >= 0.945
    # There is no ratio to a reference of zero, and nothing else is without one.
    assert set(reference[~defined]) == {0.0}


def test_a_rate_of_zero_has_a_ratio_that_begins_at_zero():
    bounds, method = ratio(0, 40, 20, 50)

    assert method == "MOVER-R"
    assert bounds[0] == 0.0
    assert 0 < bounds[1] < 0.5


@pytest.mark.parametrize("sizes", SIZES)
def test_resampled_differences_and_ratios_of_two_groups(sizes):
    def both(tables: np.ndarray) -> np.ndarray:
        return np.stack(spread(value("selection_rate", tables)), axis=-1)

    drawn = np.stack(
        [
            resampled(margins(selected(a=(k, sizes[0]), b=(m, sizes[1]))), {"": both}, DRAWS, stream(i))[""]
            for i, (k, m) in enumerate(simulated(sizes, (TRUE, TRUE_REF)).astype(int).T.tolist())
        ]
    )

    # Of small groups the lower and the higher change places by chance: such an interval holds a little more.
    most = 0.97 if min(sizes) > 30 else 0.98
    assert 0.93 <= share_holding(drawn[:, 0], TRUE_REF - TRUE) <= most
    assert 0.93 <= share_holding(drawn[:, 1], TRUE / TRUE_REF) <= most


SHARES = {"a": (0.45, 0.10, 0.15, 0.30), "b": (0.35, 0.10, 0.20, 0.35)}


def composite(tables: np.ndarray) -> np.ndarray:
    """Return what has no formula: F1, balanced accuracy and its difference, and a group against everyone."""
    f1, balanced, rate = (value(m, tables) for m in ("f1", "balanced_accuracy", "selection_rate"))
    whole = value("selection_rate", tables.sum(axis=1))
    against = beside(rate[:, 0], whole)
    return np.column_stack([f1[:, 0], balanced[:, 0], balanced[:, 0] - balanced[:, 1], against])


@pytest.mark.parametrize("sizes", SIZES)
def test_resampled_composite_measures_and_distances_from_everyone(sizes):
    truth = np.zeros((1, 2, 3, 3))
    for place, (name, n) in enumerate(zip(SHARES, sizes, strict=True)):
        truth[0, place, :2, :2] = np.reshape(SHARES[name], (2, 2)) * n
    rng = np.random.default_rng(3)
    data = [
        rng.multinomial(n, SHARES[name], DATA_SETS).tolist() for name, n in zip(SHARES, sizes, strict=True)
    ]

    drawn = np.stack(
        [
            resampled(margins(confusion(a=tuple(a), b=tuple(b))), {"": composite}, DRAWS, stream(i))[""]
            for i, (a, b) in enumerate(zip(*data, strict=True))
        ]
    )

    # Percentiles of few people are a little short.
    least = 0.93 if min(sizes) > 30 else 0.92
    for place, expected in enumerate(composite(truth)[0]):
        assert least <= share_holding(drawn[:, place], expected) <= 0.97, place
