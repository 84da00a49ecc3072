"""Predicted numbers of weighted people: scikit-learn's values, and errors that know what the weights are worth."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import t as student
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from audits.fairness import Assessment, Cells, Misstated, Spec, Threshold, count, measure

EXACT = 1e-10


def people(n: int = 400) -> pd.DataFrame:
    """Return people of three groups with amounts, predicted amounts and uneven weights."""
    rng = np.random.default_rng(3)
    rows = pd.DataFrame({"g": rng.choice(list("abc"), n, p=[0.5, 0.3, 0.2]), "y": rng.gamma(2, 300, n)})
    rows["p"] = rows["y"] * 1.05 + rng.normal(0, 80, n)
    rows["w"], rows["n"] = rng.lognormal(0, 1, n), rng.integers(1, 5, n)
    return rows.round(4)


def measured(folder: Path, rows: pd.DataFrame, **changes: object) -> Assessment:
    path = folder / "log.csv"
    rows.to_csv(path, index=False)
    stated = {"target": "y", "prediction": "p", "by": ("g",), "weight": "w", "draws": 200, "thresholds": ()}
    spec = Spec(**stated | changes)
    cells = count(path, spec)
    assert Cells.from_json(json.loads(json.dumps(cells.as_json()))) == cells
    return measure(cells, spec)


@pytest.mark.parametrize("unit", [1, 1e-9, 1e6])
def test_values_are_those_of_scikit_learn_whatever_weights_are_measured_in(tmp_path, unit):
    rows = people().assign(w=lambda r: r["w"] * unit)

    found = measured(tmp_path, rows).regression["by_group"]

    for group, some in rows.groupby("g"):
        y, p, w = (some[name].to_numpy() for name in "ypw")
        both = np.cov(y, p, aweights=w)
        expected = {
            "mean_error": np.average(p - y, weights=w),
            "mae": mean_absolute_error(y, p, sample_weight=w),
            "rmse": root_mean_squared_error(y, p, sample_weight=w),
            "r2": r2_score(y, p, sample_weight=w),
            "pearson_r": both[0, 1] / np.sqrt(both[0, 0] * both[1, 1]),
        }
        assert {name: found[group][name] for name in expected} == pytest.approx(expected, rel=EXACT)


def test_the_mean_error_varies_as_robust_weighted_least_squares_say(tmp_path):
    rows = people()

    found = measured(tmp_path, rows).regression["intervals"]["by_group"]

    for group, some in rows.groupby("g"):
        w, off = some["w"].to_numpy(), (some["p"] - some["y"]).to_numpy()
        fit = sm.WLS(off, np.ones(len(off)), weights=w).fit(cov_type="HC1")
        half = student.ppf(0.975, w.sum() ** 2 / (w**2).sum() - 1) * fit.bse[0]
        assert found[group]["mean_error"] == pytest.approx((fit.params[0] - half, fit.params[0] + half))


def test_lines_that_stand_for_many_weigh_as_often(tmp_path):
    rows = people()
    one_by_one = rows.loc[rows.index.repeat(rows["n"])]

    together = measured(tmp_path, rows, count="n").regression
    apart = measured(tmp_path, one_by_one).regression

    for group, values in apart["by_group"].items():
        assert together["by_group"][group] == pytest.approx(values, rel=EXACT)
        ends = apart["intervals"]["by_group"][group]
        for name, bounds in ends.items():
            assert together["intervals"]["by_group"][group][name] == pytest.approx(bounds, rel=1e-6)


def test_equal_weights_change_nothing_but_rounding(tmp_path):
    rows = people().assign(w=0.3)

    weighted = measured(tmp_path, rows).regression
    plain = measured(tmp_path, rows, weight=None).regression

    for group, values in plain["by_group"].items():
        assert weighted["by_group"][group] == pytest.approx(values, rel=EXACT)
        assert weighted["intervals"]["by_group"][group]["mae"] == pytest.approx(
            plain["intervals"]["by_group"][group]["mae"], rel=1e-9
        )


def test_the_order_of_rows_changes_no_digit(tmp_path):
    rows = people()

    one, other = measured(tmp_path, rows), measured(tmp_path, rows.sample(frac=1, random_state=1))

    assert one.regression == other.regression


def test_a_group_that_weighs_nothing_has_no_value_and_says_so(tmp_path):
    rows = people()
    rows.loc[rows["g"] == "c", "w"] = 0

    found = measured(tmp_path, rows)

    assert found.regression["by_group"]["c"]["mae"] is None
    assert "weighs anything" in found.undefined["/regression/by_group/c/mae"]


def test_few_people_with_nearly_all_the_weight_are_not_compared(tmp_path):
    rows = people()
    rows.loc[rows.index[rows["g"] == "c"][:2], "w"] = 1e6

    found = measured(tmp_path, rows, thresholds=(Threshold("mae", "difference", 5.0),))

    assert found.readings[0].groups_left_out == ("c",)


def test_half_of_the_sums_of_weights_is_refused(tmp_path):
    path = tmp_path / "log.csv"
    people().to_csv(path, index=False)
    told = count(path, Spec(target="y", prediction="p", by=("g",), weight="w")).as_json()
    for name, broken in (
        ("moments.rows[0]", {k: v for k, v in told["moments"]["rows"][0].items() if k != "squares"}),
        ("moments.rows[0].squared", told["moments"]["rows"][0] | {"squared": -1.0}),
    ):
        with pytest.raises(Misstated) as fault:
            Cells.from_json(told | {"moments": told["moments"] | {"rows": [broken]}})
        assert fault.value.field == name
    without = {k: v for k, v in told["moments"].items() if k != "heaviest"}
    with pytest.raises(Misstated, match="no heaviest"):
        Cells.from_json(told | {"moments": without})
