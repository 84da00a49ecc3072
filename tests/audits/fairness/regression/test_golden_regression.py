"""Predicted numbers of a real file, through the command, against scikit-learn, SciPy and golden values."""

import csv
import json
from functools import cache
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import call_command
from scipy.stats import pearsonr, ttest_1samp
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

pytestmark = pytest.mark.shared

EXACT = 1e-9
NAMES = {
    "n": "n", "mean_y": "mean_target", "mean_pred": "mean_predicted", "mean_error": "mean_error", "mae": "mae",
    "rmse": "rmse", "r2": "r2", "pearson_r": "pearson_r",
}  # fmt: skip


@pytest.fixture
def found(shared: Path) -> dict:
    return measured(shared)


@cache
def measured(shared: Path) -> dict:
    """Return what the command says of out-of-fold predictions by sex and age."""
    printed = StringIO()
    call_command(
        "measure", str(shared / "fairness" / "data" / "diabetes_oof.csv"), "--target", "y_true",
        "--prediction", "y_pred", "--by", "sex", "--by", "age_band", "--draws", "500", stdout=printed,
    )  # fmt: skip
    return json.loads(printed.getvalue())


@pytest.fixture
def case(shared: Path) -> dict:
    return json.loads((shared / "fairness" / "golden" / "diabetes_regression.json").read_text())["expected"]


@pytest.fixture
def rows(shared: Path) -> list[dict[str, str]]:
    with (shared / "fairness" / "data" / "diabetes_oof.csv").open(encoding="utf-8") as source:
        return list(csv.DictReader(source))


def pair(rows, column: str, group: str):
    some = [row for row in rows if row[column] == group]
    return tuple(np.array([float(row[name]) for row in some]) for name in ("y_true", "y_pred"))


@pytest.mark.parametrize("column", ["sex", "age_band"])
def test_errors_by_group_are_the_golden_ones(found, case, column):
    values = found["by_column"][column]["regression"]["by_group"]

    for group in set(case[column]) - {"_tests"}:
        for theirs, ours in NAMES.items():
            assert values[group][ours] == pytest.approx(case[column][group][theirs], abs=EXACT), (group, ours)


def test_the_golden_errors_are_those_of_scikit_learn(found, rows):
    for group, values in found["by_column"]["sex"]["regression"]["by_group"].items():
        y, p = pair(rows, "sex", group)
        independent = {
            "mae": mean_absolute_error(y, p),
            "rmse": root_mean_squared_error(y, p),
            "r2": r2_score(y, p),
            "pearson_r": pearsonr(y, p).statistic,
        }
        assert {name: values[name] for name in independent} == pytest.approx(independent, abs=EXACT)


@pytest.mark.parametrize("column", ["sex", "age_band"])
def test_mean_errors_are_compared_as_welch_did(found, case, column):
    golden = case[column]["_tests"]
    part = found["by_column"][column]

    (against,) = part["regression"]["against_reference"]["mean_error"]

    turned = 1 if golden["groups"][0] == against["group"] else -1
    assert turned * against["statistic"] == pytest.approx(golden["welch_t_mean_error"], abs=EXACT)
    assert against["p"] == pytest.approx(golden["welch_p"], abs=EXACT)
    assert against["degrees"] == pytest.approx(golden["welch_df"], abs=1e-6)


@pytest.mark.parametrize("column", ["sex", "age_band"])
def test_predictions_lie_as_far_apart_as_golden(found, case, column):
    golden = case[column]["_tests"]

    (apart,) = found["by_column"][column]["scores"]["distances"]

    assert apart["ks"] == pytest.approx(golden["ks_pred"], abs=EXACT)
    assert apart["ks_p"] == pytest.approx(golden["ks_pred_p"], abs=EXACT)
    assert apart["wasserstein"] == pytest.approx(golden["wasserstein_pred"], abs=EXACT)
    turned = 1 if golden["groups"][0] == apart["group"] else -1
    assert turned * apart["cohens_d"] == pytest.approx(golden["cohens_d_pred"], abs=EXACT)


def test_intervals_of_means_are_students(found, rows):
    intervals = found["by_column"]["sex"]["regression"]["intervals"]["by_group"]["1"]

    y, p = pair(rows, "sex", "1")
    for name, values in {"mean_error": p - y, "mae": np.abs(p - y)}.items():
        low, high = ttest_1samp(values, 0.0).confidence_interval()
        assert intervals[name] == pytest.approx([low, high], abs=1e-6)


def test_the_sum_of_the_groups_is_the_whole(found, rows):
    y, p = (np.array([float(row[name]) for row in rows]) for name in ("y_true", "y_pred"))

    assert found["regression"]["overall"]["r2"] == pytest.approx(r2_score(y, p), abs=EXACT)
    assert found["regression"]["overall"]["n"] == 442


def test_no_decision_is_measured_where_none_is_made(found):
    assert found["by_group"]["1|50+"]["selection_rate"] is None
    assert found["readings"] == []
    assert found["scores"]["by_group"]["1|50+"]["auc"] is None
    assert found["scores"]["column"] == "y_pred"
