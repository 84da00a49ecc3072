"""Tests of chance: exact where they say so, and true to their level on fair data."""

import json

import numpy as np
import pytest
from scipy.stats import chi2_contingency, fisher_exact

from audits.fairness.evidence import gathered
from audits.fairness.groupings import grouping
from audits.fairness.judging import read
from audits.fairness.resampling import stream
from audits.fairness.significance import (
    benjamini_hochberg,
    holm,
    lowest_detectable,
    over_all_groups,
    pooled_z,
)  # fmt: skip
from audits.fairness.thresholds import DEFAULT_THRESHOLDS
from tests.audits.fairness.samples import selected, spec


@pytest.mark.parametrize("table", [((3, 8), (16, 25)), ((6, 19), (25, 43)), ((20, 200), (35, 200))])
def test_with_two_groups_the_permutation_test_is_close_to_fishers(table):
    (k, n), (k_ref, n_ref) = table

    p = over_all_groups(np.array([k, k_ref], float), np.array([n, n_ref], float), 50_000, stream(0)).p

    # Both enumerate the same tables; they order the other tail differently, hence not to the last digit.
    exact = fisher_exact([[k, n - k], [k_ref, n_ref - k_ref]]).pvalue
    assert p == pytest.approx(exact, abs=0.03)


def test_with_many_large_groups_it_agrees_with_chi_square_about_what_is_certain():
    counted, out_of = np.array([300.0, 310, 420, 305]), np.full(4, 1000.0)

    p = over_all_groups(counted, out_of, 4999, stream(0)).p

    assert chi2_contingency(np.stack([counted, out_of - counted])).pvalue < 1e-6
    assert p == 1 / 5000


def test_when_nothing_varies_there_is_nothing_to_explain():
    assert over_all_groups(np.array([0.0, 0]), np.array([10.0, 20]), 99, stream(0)).p == 1.0
    assert over_all_groups(np.array([10.0, 20]), np.array([10.0, 20]), 99, stream(0)).p == 1.0


def test_more_people_than_can_be_dealt_are_tested_by_the_normal_approximation():
    test = over_all_groups(np.array([3e8, 3.1e8]), np.array([1e9, 1e9]), 99, stream(0))

    assert (test.p, test.draws) == (pytest.approx(0), 0)
    assert "normal" in test.method


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(200, 200), (200,) * 5, (100,) * 24, (2000, 300, 100, 30, 12)])
def test_on_fair_data_the_global_test_alarms_in_one_case_of_twenty(sizes):
    rng, out_of = np.random.default_rng(7), np.array(sizes, float)
    simulated = [rng.binomial(sizes, 0.3).astype(float) for _ in range(800)]

    alarms = np.mean([over_all_groups(k, out_of, 299, stream(i)).p < 0.05 for i, k in enumerate(simulated)])

    # Standard error 0.8 points; 0.05 is an upper limit for a conditional test, 0.015 would be useless.
    assert 0.015 < alarms < 0.075


@pytest.mark.slow
def test_on_fair_data_few_breaches_are_called_supported_though_most_points_breach():
    rng, four_fifths = np.random.default_rng(5), DEFAULT_THRESHOLDS[0]
    breaches, supported = 0, 0
    for seed in range(80):
        groups = {name: (int(rng.binomial(200, 0.3)), 200) for name in "abcde"}
        stated = spec(seed=seed, draws=100, thresholds=(four_fifths,))
        (evidence,) = gathered([grouping(selected(**groups), stated, None, 1)], stated, "1")
        found = read(evidence, four_fifths)
        breaches += found.value < 0.8
        supported += found.verdict in {"disparity_supported", "disparity_borderline"}

    assert breaches > 0.4 * 80
    assert supported <= 0.08 * 80


def test_pooled_z_is_undefined_when_nothing_varies():
    assert pooled_z(10, 10, 20, 20) is None


def test_holm_is_that_of_statsmodels():
    from statsmodels.stats.multitest import multipletests

    rng = np.random.default_rng(0)
    for size in (1, 2, 5, 40):
        p_values = rng.random(size) ** 3

        assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1], abs=1e-15)


def test_no_tests_need_no_adjustment():
    assert holm([]) == benjamini_hochberg([]) == []


@pytest.mark.shared
def test_adjusted_p_values_are_the_golden_ones(shared):
    golden = json.loads((shared / "fairness" / "golden" / "multiplicity.json").read_text())

    assert holm(golden["p"]) == pytest.approx(golden["holm"], abs=1e-9)
    assert benjamini_hochberg(golden["p"]) == pytest.approx(golden["fdr_bh"], abs=1e-9)


@pytest.mark.shared
def test_minimum_detectable_rates_are_the_golden_ones(shared):
    for case in json.loads((shared / "fairness" / "golden" / "power.json").read_text())["expected"]:
        rate = lowest_detectable(case["n"], case["n_ref"], case["rate_ref"], case["alpha"])

        assert rate == pytest.approx(case["lowest_detectable_rate"], abs=1e-9)
