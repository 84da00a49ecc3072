"""Scores of weighted people: scikit-learn's values, and errors that know what the weights are worth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import wasserstein_distance
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score, roc_curve

from audits.fairness import Assessment, Cells, Misstated, Spec, count, measure

EXACT = 1e-9


def people(n: int = 500, seed: int = 4) -> pd.DataFrame:
    """Return people of three groups with scores in hundredths, many of them tied, and uneven weights."""
    rng = np.random.default_rng(seed)
    rows = pd.DataFrame({"g": rng.choice(list("abc"), n, p=[0.5, 0.3, 0.2]), "s": rng.beta(2, 3, n).round(2)})
    rows["y"] = (rng.random(n) < rows["s"]).astype(int)
    rows["w"], rows["n"] = rng.lognormal(0, 0.8, n).round(4), rng.integers(1, 5, n)
    return rows


def cells_of(folder: Path, rows: pd.DataFrame, **changes: object) -> tuple[Cells, Spec]:
    path = folder / "log.csv"
    rows.to_csv(path, index=False)
    stated = {"outcome": "y", "score": "s", "prediction": "s", "by": ("g",), "weight": "w", "draws": 400}
    spec = Spec(**stated | {"thresholds": (), "score_threshold": 0.5} | changes)
    return count(path, spec), spec


def measured(folder: Path, rows: pd.DataFrame, **changes: object) -> Assessment:
    cells, spec = cells_of(folder, rows, **changes)
    assert Cells.from_json(json.loads(json.dumps(cells.as_json()))) == cells
    return measure(cells, spec)


@pytest.mark.parametrize("unit", [1, 1e-6, 1e6])
def test_values_are_those_of_scikit_learn_whatever_weights_are_measured_in(tmp_path, unit):
    rows = people().assign(w=lambda r: r["w"] * unit)

    found = measured(tmp_path, rows).scores["by_group"]

    for group, some in rows.groupby("g"):
        y, s, w = (some[name].to_numpy() for name in "ysw")
        fpr, tpr, _ = roc_curve(y, s, sample_weight=w, drop_intermediate=False)
        expected = {
            "mean_score": np.average(s, weights=w),
            "auc": roc_auc_score(y, s, sample_weight=w),
            "average_precision": average_precision_score(y, s, sample_weight=w),
            "ks": (tpr - fpr).max(),
            "brier": brier_score_loss(y, s, sample_weight=w),
            "log_loss": log_loss(y, s, sample_weight=w, labels=[0, 1]),
            "calibration_in_the_large": np.average(s - y, weights=w),
            "score_p25": float(np.quantile(s, 0.25, weights=w, method="inverted_cdf")),
            "score_p95": float(np.quantile(s, 0.95, weights=w, method="inverted_cdf")),
        }
        assert {name: found[group][name] for name in expected} == pytest.approx(expected, abs=EXACT)
        assert found[group]["n"] == len(some)


def test_the_calibration_line_is_that_of_statsmodels_with_robust_errors(tmp_path):
    rows = people()

    found = measured(tmp_path, rows).scores

    some = rows[rows["g"] == "a"]
    logit = np.log(some["s"] / (1 - some["s"]))
    model = sm.GLM(some["y"], sm.add_constant(logit), family=sm.families.Binomial(), var_weights=some["w"])
    fit = model.fit(cov_type="HC0")
    assert found["by_group"]["a"]["calibration_slope"] == pytest.approx(fit.params.iloc[1], rel=1e-6)
    bounds = fit.conf_int().iloc[1]
    assert found["intervals"]["by_group"]["a"]["calibration_slope"] == pytest.approx(tuple(bounds), rel=1e-5)


def test_calibration_error_is_that_of_weighted_ranges(tmp_path):
    rows = people()

    found = measured(tmp_path, rows).scores["by_group"]["a"]

    some = rows[rows["g"] == "a"]
    place = np.searchsorted([i / 10 for i in range(1, 10)], some["s"], side="left")
    gaps = (some["w"] * (some["s"] - some["y"])).groupby(place).sum().abs()
    assert found["ece"] == pytest.approx(gaps.sum() / some["w"].sum(), abs=EXACT)
    assert found["mce"] == pytest.approx((gaps / some["w"].groupby(place).sum()).max(), abs=EXACT)


def test_lines_that_stand_for_many_weigh_as_often(tmp_path):
    rows = people()
    one_by_one = rows.loc[rows.index.repeat(rows["n"])]

    together, apart = measured(tmp_path, rows, count="n").scores, measured(tmp_path, one_by_one).scores

    for group, values in apart["by_group"].items():
        assert together["by_group"][group] == pytest.approx(values, rel=EXACT)
        for name in ("auc", "brier", "mean_score", "calibration_slope"):
            bounds = apart["intervals"]["by_group"][group][name]
            assert together["intervals"]["by_group"][group][name] == pytest.approx(bounds, rel=1e-6)


def test_equal_weights_leave_values_and_errors_as_they_are(tmp_path):
    rows = people().assign(w=0.3)

    weighted, plain = measured(tmp_path, rows).scores, measured(tmp_path, rows, weight=None).scores

    for group, values in plain["by_group"].items():
        same = {name: v for name, v in values.items() if not name.startswith("score_p")}
        assert {n: weighted["by_group"][group][n] for n in same} == pytest.approx(same, rel=EXACT)
        ends = (one["intervals"]["by_group"][group] for one in (weighted, plain))
        for name, (one, other) in {
            n: (a[n], b[n]) for a, b in [tuple(ends)] for n in ("auc", "brier")
        }.items():
            assert one == pytest.approx(other, rel=1e-6), name


def test_a_weighted_area_varies_from_sample_to_sample_as_its_error_says(tmp_path):
    areas, errors = [], []
    for seed in range(40):
        rows = people(300, seed).assign(g="a")
        found = measured(tmp_path, rows, draws=100).scores
        areas.append(found["by_group"]["a"]["auc"])
        low, high = found["intervals"]["by_group"]["a"]["auc"]
        errors.append((high - low) / 2 / 1.96)

    assert np.mean(errors) == pytest.approx(np.std(areas, ddof=1), rel=0.3)


def test_distances_between_groups_are_weighted(tmp_path):
    rows = people()

    (told, _) = measured(tmp_path, rows).scores["distances"]

    one, other = (rows[rows["g"] == name] for name in (told["group"], told["reference"]))
    expected = wasserstein_distance(one["s"], other["s"], one["w"], other["w"])
    assert told["wasserstein"] == pytest.approx(expected, abs=EXACT)


def test_other_thresholds_give_weighted_rates_and_count_people(tmp_path):
    rows = people()

    tried = measured(tmp_path, rows, sweep=(0.3,)).scores["sweep"]["thresholds"][0]

    some = rows[rows["g"] == "b"]
    told = tried["by_group"]["b"]
    assert told["selection_rate"] == pytest.approx(np.average(some["s"] >= 0.3, weights=some["w"]), abs=EXACT)
    assert told["count"] == len(some)


def test_scoring_rates_count_people(tmp_path):
    rows = people()

    weighted = measured(tmp_path, rows).scores["scoring_rates"]

    assert weighted == measured(tmp_path, rows, weight=None).scores["scoring_rates"]


def test_the_order_of_rows_changes_no_digit(tmp_path):
    rows = people()

    one, other = measured(tmp_path, rows), measured(tmp_path, rows.sample(frac=1, random_state=1))

    assert one.scores == other.scores


def test_a_group_that_weighs_nothing_has_no_value_and_says_so(tmp_path):
    rows = people()
    rows.loc[rows["g"] == "c", "w"] = 0

    found = measured(tmp_path, rows)

    assert found.scores["by_group"]["c"]["auc"] is None
    assert "weighs anything" in found.undefined["/scores/by_group/c/auc"]


def test_many_scores_in_narrow_ranges_weigh_as_the_scores_do(tmp_path, monkeypatch):
    rng = np.random.default_rng(1)
    rows = people(2000).assign(s=rng.random(2000))
    exact = measured(tmp_path, rows).scores["by_group"]["a"]
    monkeypatch.setattr("audits.fairness.scores.asking.MOST_LINES", 100)
    monkeypatch.setattr("audits.fairness.scores.asking.MOST_DISTINCT", 100)

    binned = measured(tmp_path, rows).scores

    assert binned["counted_in_bins"]
    for name in ("auc", "brier", "mean_score", "calibration_slope"):
        assert binned["by_group"]["a"][name] == pytest.approx(exact[name], rel=1e-4)


def test_weights_in_some_rows_only_are_refused(tmp_path):
    told = cells_of(tmp_path, people())[0].as_json()
    rows = told["scores"]["rows"]
    without = [{k: v for k, v in rows[0].items() if k not in ("weight", "squared")}, *rows[1:]]
    negative = [rows[0] | {"weight": [-1.0] * len(rows[0]["n"])}, *rows[1:]]

    for broken, field in ((without, "scores.rows"), (negative, "scores.rows[0].weight")):
        with pytest.raises(Misstated) as fault:
            Cells.from_json(told | {"scores": told["scores"] | {"rows": broken}})
        assert fault.value.field == field
