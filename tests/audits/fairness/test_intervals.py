"""Intervals against statsmodels, textbook values and what they promise."""

from itertools import permutations

import numpy as np
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from audits.fairness.intervals import (
    clopper_pearson,
    katz,
    largest_difference,
    lowest_ratio,
    mover,
    newcombe,
    ratio,
    wilson,
)

TABLES = [(3, 8, 16, 25), (6, 19, 25, 43), (110, 190, 590, 810), (1, 30, 2, 40)]


@pytest.mark.parametrize(("counted", "out_of"), [(0, 10), (3, 8), (10, 10), (81, 263)])
def test_wilson_is_that_of_statsmodels(counted, out_of):
    assert wilson([counted], [out_of])[0] == pytest.approx(
        proportion_confint(counted, out_of, method="wilson"), abs=1e-12
    )


@pytest.mark.parametrize(("counted", "out_of"), [(0, 10), (3, 8), (10, 10), (81, 263)])
def test_clopper_pearson_is_that_of_statsmodels(counted, out_of):
    expected = proportion_confint(counted, out_of, method="beta")

    assert clopper_pearson(counted, out_of) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("counts", TABLES)
def test_newcombe_is_that_of_statsmodels(counts):
    expected = confint_proportions_2indep(*counts, compare="diff", method="newcomb")

    assert newcombe(*counts) == pytest.approx(expected, abs=1e-12)


def test_wilson_gives_newcombes_published_example():
    # Newcombe 1998, Statistics in Medicine 17, 857: 81 of 263, method 3.
    assert wilson([81], [263])[0].round(4).tolist() == [0.2553, 0.3662]


def test_newcombe_gives_his_published_example():
    # Newcombe 1998, Statistics in Medicine 17, 873: 56/70 against 48/80, method 10.
    assert np.round(newcombe(56, 70, 48, 80), 4).tolist() == [0.0524, 0.3339]


@pytest.mark.parametrize("counts", TABLES)
def test_katz_is_that_of_statsmodels(counts):
    assert katz(*counts) == pytest.approx(
        confint_proportions_2indep(*counts, compare="ratio", method="log"), abs=1e-9
    )


def test_nothing_out_of_nothing_has_no_interval():
    assert np.isnan(wilson([0], [0])).all()


def test_a_zero_count_has_no_katz_interval():
    assert katz(0, 10, 5, 10) is None
    assert katz(5, 10, 0, 10) is None


@pytest.mark.parametrize("counts", TABLES)
def test_mover_agrees_with_katz_to_a_few_hundredths(counts):
    counted, out_of = counts[::2], counts[1::2]

    lower = mover(counted, out_of)[0, 1]

    assert lower == pytest.approx(katz(*counts)[0], abs=0.1)


def test_mover_against_a_certain_event_is_the_wilson_bound():
    # When everybody in the reference is counted out of very many, its rate is one and the ratio is the rate.
    lower = mover([30, 10**9], [60, 10**9])[0, 1]

    assert lower == pytest.approx(wilson([30], [60])[0, 0], abs=1e-6)


def test_the_ratio_of_two_full_groups_has_width():
    bounds, method = ratio(5, 5, 5, 5)

    assert method == "MOVER-R"
    assert bounds[0] < 0.7
    assert bounds[1] > 1.4


@pytest.mark.parametrize("seed", range(5))
def test_the_bound_over_all_pairs_is_the_worst_of_the_single_ones(seed):
    rng = np.random.default_rng(seed)
    out_of = rng.integers(20, 300, size=5)
    counted = rng.binomial(out_of, 0.5)
    pairs = [
        (int(counted[i]), int(out_of[i]), int(counted[j]), int(out_of[j]))
        for i, j in permutations(range(5), 2)
    ]

    assert lowest_ratio(counted, out_of) == pytest.approx(min(katz(*pair)[0] for pair in pairs), abs=1e-12)
    assert largest_difference(counted, out_of) == pytest.approx(
        max(newcombe(*pair)[1] for pair in pairs), abs=1e-9
    )


def test_a_group_in_which_nobody_is_counted_demonstrates_no_ratio():
    assert lowest_ratio([0, 50], [100, 100]) == 0.0
