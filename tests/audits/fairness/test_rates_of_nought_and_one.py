"""Where nobody or everybody is counted, an interval is still one: drawing anew would call such a rate certain."""

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.proportion import confint_proportions_2indep

from audits.fairness import Cell, Cells
from tests.audits.fairness.samples import assess, confusion, reading, selected

ENDS = selected(none=(0, 40), half=(20, 40), all=(40, 40))


def test_the_distance_of_nobody_from_everybody_is_not_certain():
    found = assess(ENDS)

    low, high = confint_proportions_2indep(40, 40, 0, 40, method="newcomb", compare="diff")
    told = reading(found, "selection_rate", "difference")
    assert told.interval == pytest.approx((low, high), abs=1e-9)
    assert "87.6 to 100.0" in told.sentence
    assert found.intervals["disparities"]["selection_rate"]["difference"] == told.interval
    assert reading(found, "selection_rate").interval[1] > 0.08


def test_equalized_odds_are_no_more_certain_than_their_parts():
    found = assess(confusion(none=(0, 20, 0, 20), all=(20, 0, 20, 0))).parities

    tpr, odds = found["equal_opportunity"], found["equalized_odds"]
    assert odds["ratio"] == 0.0
    assert odds["ratio_interval"] == tpr["ratio_interval"]
    assert odds["difference_interval"] == tpr["difference_interval"]
    assert odds["difference_interval"][0] < 1.0 == odds["difference"]


def test_a_rate_of_nothing_beside_everyone_has_an_interval_of_its_own():
    told = assess(selected(none=(0, 30), a=(150, 300), b=(150, 300))).against["overall"]["measures"]

    none = told["selection_rate"]["none"]
    # Nobody of thirty: up to 11.35 % (Wilson), so up to 0.235 of the 0.4833 of everyone, or a little more.
    assert none["ratio"] == 0.0
    assert 0.2 < none["ratio_interval"][1] < 0.26
    assert none["difference_interval"][1] > -0.40


def test_intervals_beside_everyone_hold_what_they_promise_at_the_edge():
    rng, held, sizes, rates = np.random.default_rng(5), 0, (30, 300), (0.02, 0.5)
    everyone = np.dot(sizes, rates) / sum(sizes)
    for _ in range(100):
        a, b = rng.binomial(sizes, rates)
        found = assess(selected(a=(int(a), 30), b=(int(b), 300)), thresholds=(), draws=400)
        low, high = found.against["overall"]["measures"]["selection_rate"]["a"]["difference_interval"]
        held += low <= rates[0] - everyone <= high

    assert held >= 88


def test_draws_in_which_a_group_has_no_value_are_counted():
    found = assess(confusion(a=(50, 30, 20, 60), one=(30, 10, 0, 1), none=(30, 10, 0, 0)), draws=2000)

    missed = found.intervals["undefined_draws"]["tpr"]
    # A single person is in no draw of n people with probability (1 - 1/n)^n.
    n = 160 + 41 + 40
    assert missed["one"] / 2000 == pytest.approx((1 - 1 / n) ** n, abs=0.05)
    assert "none" not in missed
    assert found.intervals["draws"] == 2000


def test_without_outcomes_the_reason_is_that_there_are_none():
    told = reading(assess(selected(a=(30, 60), b=(20, 60))), "tpr")

    assert "no group has a value" in told.sentence


def test_tarones_correction_stands_beside_breslow_and_day():
    titanic = {
        "1st": ((62, 180), (141, 145)), "2nd": ((25, 179), (93, 106)),
        "3rd": ((88, 510), (90, 196)), "crew": ((192, 862), (20, 23)),
    }  # fmt: skip
    cells = tuple(
        Cell((sex,), None, saved, k if saved else n - k, stratum)
        for stratum, pair in titanic.items()
        for sex, (k, n) in zip(("male", "female"), pair, strict=True)
        for saved in (1, 0)
    )
    found = assess(Cells(("sex",), cells, stratum="class"), stratum="class").stratified

    tables = [np.array([[f[0], f[1] - f[0]], [m[0], m[1] - m[0]]]) for m, f in titanic.values()]
    told = found["measures"]["selection_rate"]["female"]["breslow_day"]
    assert told["chi2_tarone"] == pytest.approx(
        StratifiedTable(tables).test_equal_odds(adjust=True).statistic
    )
    assert told["chi2_tarone"] < told["chi2"]
