"""Scores of a real file, through the command, against scikit-learn, SciPy and published golden values."""

import csv
import json
from functools import cache
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from scipy.stats import ks_2samp, wasserstein_distance
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

pytestmark = pytest.mark.shared

EXACT = 1e-9
GOLDEN_NAMES = {
    "n": "n", "positives": "positives", "mean_score": "mean_score", "brier": "brier", "ece10": "ece", "auc": "auc",
    "calibration_in_the_large": "calibration_in_the_large", "log_loss": "log_loss", "ks_pos_neg": "ks",
    "average_precision": "average_precision", "calibration_intercept": "calibration_intercept",
    "calibration_slope": "calibration_slope",
}  # fmt: skip


def golden(shared: Path, name: str):
    return json.loads((shared / "fairness" / "golden" / f"{name}.json").read_text())


@cache
def measured(shared: Path, file: str, *options: str) -> dict:
    """Return what the command prints for a file."""
    printed = StringIO()
    call_command(
        "measure", str(shared / "fairness" / "data" / file), *options, "--draws", "200", stdout=printed
    )
    return json.loads(printed.getvalue())


@pytest.fixture
def acs(shared) -> dict:
    """Return what the command says of five thousand scores by sex and race."""
    return measured(
        shared, "acs_scores_5k.csv", "--score", "score", "--outcome", "y_true", "--by", "sex", "--by", "race",
        "--threshold", "0.5",
    )  # fmt: skip


@pytest.fixture
def rows(shared) -> list[dict[str, str]]:
    with (shared / "fairness" / "data" / "acs_scores_5k.csv").open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


def arrays(rows, column: str, group: str):
    some = [row for row in rows if row[column] == group]
    return np.array([int(r["y_true"]) for r in some]), np.array([float(r["score"]) for r in some])


@pytest.mark.parametrize("column", ["sex", "race"])
def test_every_score_measure_is_the_golden_one(shared, acs, column):
    expected = golden(shared, "acs_scores")["expected"][column]

    found = acs["by_column"][column]["scores"]["by_group"]

    assert found.keys() == expected.keys()
    for group, values in expected.items():
        for theirs, ours in GOLDEN_NAMES.items():
            if theirs in values:
                assert found[group][ours] == pytest.approx(values[theirs], abs=EXACT, rel=0), (group, ours)


@pytest.mark.parametrize("column", ["sex", "race"])
def test_the_interval_of_the_auc_is_delongs(shared, acs, column):
    expected = golden(shared, "acs_scores")["expected"][column]

    scores = acs["by_column"][column]["scores"]

    for group, values in expected.items():
        if "auc_delong_se" in values:
            low, high = scores["intervals"]["by_group"][group]["auc"]
            half = 1.959963984540054 * values["auc_delong_se"]
            assert low == pytest.approx(values["auc"] - half, abs=EXACT)
            assert high == pytest.approx(min(1.0, values["auc"] + half), abs=EXACT)


def test_what_is_golden_is_what_scikit_learn_returns(acs, rows):
    for group, found in acs["by_column"]["sex"]["scores"]["by_group"].items():
        y, s = arrays(rows, "sex", group)
        independent = {
            "auc": roc_auc_score(y, s),
            "brier": brier_score_loss(y, s),
            "log_loss": log_loss(y, s),
            "average_precision": average_precision_score(y, s),
            "ks": ks_2samp(s[y == 1], s[y == 0]).statistic,
            "score_p25": np.quantile(s, 0.25),
            "score_p95": np.quantile(s, 0.95),
            "score_sd": s.std(ddof=1),
        }
        assert {k: found[k] for k in independent} == pytest.approx(independent, abs=EXACT, rel=0)


def test_calibration_curves_are_those_of_scikit_learn(acs, rows):
    for column in ("sex", "race"):
        curves = acs["by_column"][column]["scores"]["calibration"]["equal_width"]["by_group"]
        for group, curve in curves.items():
            if curve is not None:
                y, s = arrays(rows, column, group)
                rates, means = calibration_curve(y, s, n_bins=10)
                points = [point for point in curve if point is not None]
                assert [p["rate"] for p in points] == pytest.approx(rates.tolist(), abs=EXACT)
                assert [p["mean_score"] for p in points] == pytest.approx(means.tolist(), abs=EXACT)


def test_ranges_with_equally_many_people_are_those_of_scikit_learn(acs, rows):
    y = np.array([int(row["y_true"]) for row in rows])
    s = np.array([float(row["score"]) for row in rows])
    rates, means = calibration_curve(y, s, n_bins=10, strategy="quantile")

    curve = acs["scores"]["calibration"]["equal_mass"]["overall"]

    assert [point["rate"] for point in curve] == pytest.approx(rates.tolist(), abs=EXACT)
    assert [point["mean_score"] for point in curve] == pytest.approx(means.tolist(), abs=EXACT)


def test_distances_between_distributions_are_scipys(acs, rows):
    (apart,) = acs["by_column"]["sex"]["scores"]["distances"]

    one, other = arrays(rows, "sex", apart["group"])[1], arrays(rows, "sex", apart["reference"])[1]
    assert (apart["group"], apart["reference"]) == ("Female", "Male")
    assert apart["ks"] == pytest.approx(ks_2samp(one, other).statistic, abs=EXACT)
    assert apart["ks_p"] == pytest.approx(ks_2samp(one, other).pvalue, rel=1e-6)
    assert apart["wasserstein"] == pytest.approx(wasserstein_distance(one, other), abs=EXACT)


def test_scoring_rates_of_local_law_144_are_golden(shared, acs):
    case = golden(shared, "ll144_scoring_on_acs")

    found = acs["by_column"]["race"]["scores"]["scoring_rates"]

    assert found["median"] == pytest.approx(case["median"], abs=EXACT)
    table = {row["group"]: row for row in found["rows"]}
    assert table.keys() == case["expected"].keys()
    for group, expected in case["expected"].items():
        for theirs, ours in {
            "n": "n",
            "scoring_rate": "scoring_rate",
            "impact_ratio": "impact_ratio",
            "share": "share",
            "may_exclude_below_2pct": "below_two_per_cent",
        }.items():
            assert table[group][ours] == pytest.approx(expected[theirs], abs=1e-12), (group, ours)


def test_other_thresholds_give_the_golden_rates(shared):
    expected = golden(shared, "threshold_sweep")["expected"]

    found = measured(
        shared, "acs_scores_5k.csv", "--score", "score", "--outcome", "y_true", "--by", "sex",
        "--sweep", "0.3,0.5", "--sweep", "0.7",
    )  # fmt: skip

    tried = {f"{one['threshold']:g}": one for one in found["scores"]["sweep"]["thresholds"]}
    assert tried.keys() == expected.keys()
    for threshold, values in expected.items():
        assert tried[threshold]["exact"]
        for group, rates in values["by_group"].items():
            assert {k: tried[threshold]["by_group"][group][k] for k in rates} == pytest.approx(
                rates, abs=1e-12
            )
        for name in ("demographic_parity_ratio", "equalized_odds_difference"):
            assert tried[threshold]["headline"][name] == pytest.approx(values[name], abs=1e-12)


def test_a_threshold_decides_as_the_sweep_says(acs):
    (at_half,) = [
        t for t in acs["by_column"]["sex"]["scores"]["sweep"]["thresholds"] if t["threshold"] == 0.5
    ]

    for group, rates in at_half["by_group"].items():
        decided = acs["by_column"]["sex"]["by_group"][group]
        assert rates == pytest.approx({name: decided[name] for name in rates}, abs=1e-12)


def test_decile_scores_are_no_probabilities_but_rank_all_the_same(shared):
    found = measured(
        shared, "compas_cells.csv", "--score", "decile_score", "--outcome", "y_true", "--count", "n", "--by", "race"
    )["scores"]  # fmt: skip

    with (shared / "fairness" / "data" / "compas_cells.csv").open(encoding="utf-8") as source:
        cells = [row for row in csv.DictReader(source) if row["race"] == "African-American"]
    y, s, n = (np.array([int(row[name]) for row in cells]) for name in ("y_true", "decile_score", "n"))
    values = found["by_group"]["African-American"]
    assert values["auc"] == pytest.approx(roc_auc_score(y, s, sample_weight=n), abs=EXACT)
    assert values["mean_score"] == pytest.approx(np.average(s, weights=n), abs=EXACT)
    assert values["brier"] is None
    assert (found["low"], found["high"], found["kept_precision"]) == (1, 10, 0)
    assert found["distribution"]["each_score"]
