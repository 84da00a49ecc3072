"""Every group against the reference and against everyone, and the criteria of the literature by name."""

import numpy as np
import pandas as pd
import pytest
from fairlearn.metrics import (
    MetricFrame,
    equalized_odds_difference,
    equalized_odds_ratio,
    false_positive_rate,
    selection_rate,
    true_positive_rate,
)
from sklearn.metrics import accuracy_score, balanced_accuracy_score, precision_score
from statsmodels.stats.proportion import confint_proportions_2indep

from audits.fairness.intervals import ratio
from tests.audits.fairness.samples import assess, confusion, selected
from tests.audits.fairness.test_golden import CASES, golden, run_case

COUNTS = {"a": (50, 30, 20, 60), "b": (90, 20, 30, 20), "c": (15, 5, 5, 12)}
CELLS = confusion(**COUNTS)
METRICS = {
    "selection_rate": selection_rate,
    "tpr": true_positive_rate,
    "fpr": false_positive_rate,
    "accuracy": accuracy_score,
    "precision": precision_score,
    "balanced_accuracy": balanced_accuracy_score,
}


def people() -> pd.DataFrame:
    """Return the same people as rows."""
    rows = [
        (g, y, p)
        for g, ns in COUNTS.items()
        for (y, p), n in zip(((0, 0), (0, 1), (1, 0), (1, 1)), ns, strict=True)
        for _ in range(n)
    ]
    return pd.DataFrame(rows, columns=["g", "y", "p"])


def test_distances_from_everyone_are_those_of_fairlearn():
    rows = people()
    frame = MetricFrame(metrics=METRICS, y_true=rows["y"], y_pred=rows["p"], sensitive_features=rows["g"])

    found = assess(CELLS).against["overall"]["largest"]

    for name in METRICS:
        difference, quotient = (
            getattr(frame, kind)(method="to_overall")[name] for kind in ("difference", "ratio")
        )
        assert found[name]["difference"] == pytest.approx(difference, abs=1e-12)
        assert found[name]["ratio"] == pytest.approx(quotient, abs=1e-12)


@pytest.mark.shared
@pytest.mark.parametrize("name", CASES)
def test_distances_from_everyone_and_mean_odds_are_the_golden_ones(shared, name):
    expected = golden(shared, name)["expected"]["disparities"]
    undefined = golden(shared, name)["expected_strict"]["undefined_cells"]

    found = run_case(shared, name)

    largest = found.against["overall"]["largest"]
    for measure, size in expected["metric_difference_to_overall"].items():
        if measure in largest and measure not in undefined:
            assert largest[measure]["difference"] == pytest.approx(size, abs=1e-12), measure
    ratio_to_overall = expected["demographic_parity_ratio_to_overall"]
    assert largest["selection_rate"]["ratio"] == pytest.approx(ratio_to_overall, abs=1e-12)
    if not {"tpr", "fpr"} & set(undefined):
        mean = expected["equalized_odds_difference_mean"]
        assert found.parities["equalized_odds_mean"]["difference"] == pytest.approx(mean, abs=1e-12)
        assert found.parities["equalized_odds"]["ratio"] == pytest.approx(
            expected["equalized_odds_ratio"], abs=1e-12
        )


def test_equalized_odds_are_those_of_fairlearn_worst_and_mean():
    rows = people()
    asked = {"y_true": rows["y"], "y_pred": rows["p"], "sensitive_features": rows["g"]}

    found = assess(CELLS).parities

    for name, agg in (("equalized_odds", "worst_case"), ("equalized_odds_mean", "mean")):
        difference, quotient = (
            equalized_odds_difference(**asked, agg=agg),
            equalized_odds_ratio(**asked, agg=agg),
        )
        assert found[name]["difference"] == pytest.approx(difference, abs=1e-12)
        assert found[name]["ratio"] == pytest.approx(quotient, abs=1e-12)
        low, high = found[name]["difference_interval"]
        assert low < found[name]["difference"] < high


def test_each_group_stands_beside_the_reference_with_newcombe_and_katz():
    found = assess(CELLS, reference="b").against["reference"]

    assert found["group"] == "b"
    assert set(found["measures"]["tpr"]) == {"a", "c"}
    told = found["measures"]["tpr"]["a"]
    assert told["difference"] == pytest.approx(60 / 80 - 20 / 50)
    assert told["ratio"] == pytest.approx((60 / 80) / (20 / 50))
    newcombe = confint_proportions_2indep(60, 80, 20, 50, compare="diff", method="newcomb")
    assert told["difference_interval"] == pytest.approx(newcombe, abs=1e-9)
    katz = confint_proportions_2indep(60, 80, 20, 50, compare="ratio", method="log")
    assert told["ratio_interval"] == pytest.approx(katz, abs=1e-9)


def test_where_everybody_is_counted_the_ratio_has_an_interval_by_mover():
    found = assess(selected(a=(40, 40), b=(30, 60)), reference="b").against["reference"]

    told = found["measures"]["selection_rate"]["a"]
    assert told["ratio_interval"] == pytest.approx(ratio(40, 40, 30, 60)[0])


def test_a_measure_that_is_no_share_has_drawn_intervals():
    told = assess(CELLS, draws=1000).against["reference"]["measures"]["balanced_accuracy"]["b"]

    low, high = told["difference_interval"]
    assert low < told["difference"] < high
    low, high = told["ratio_interval"]
    assert low < told["ratio"] < high


def test_against_everyone_the_interval_is_that_of_drawn_people():
    told = assess(CELLS, draws=4000).against["overall"]["measures"]["selection_rate"]["b"]
    rows, rng, drawn = people(), np.random.default_rng(3), []
    is_b, p = (rows["g"] == "b").to_numpy(), rows["p"].to_numpy()
    for _ in range(4000):
        i = rng.integers(0, len(rows), len(rows))
        drawn.append(p[i][is_b[i]].mean() - p[i].mean())

    assert told["difference"] == pytest.approx(40 / 160 - 147 / 357)
    assert told["difference_interval"] == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.006)


def test_a_group_without_a_value_has_a_reason_and_so_has_a_reference_without_one():
    cells = confusion(a=(40, 10, 10, 40), b=(30, 20, 10, 40), none=(90, 10, 0, 0))

    beside_a = assess(cells, reference="a").against["reference"]["measures"]["tpr"]["none"]
    beside_none = assess(cells, reference="none").against["reference"]["measures"]["tpr"]["a"]

    nothing = {"difference": None, "difference_interval": None, "ratio": None, "ratio_interval": None}
    assert beside_a == {**nothing, "why": "the group has no value of its own"}
    assert beside_none == {**nothing, "why": "none has no value to compare with"}


def test_a_reference_of_zero_leaves_a_difference_and_no_ratio():
    found = assess(selected(a=(10, 50), b=(0, 60)), reference="b").against["reference"]["measures"]

    told = found["selection_rate"]["a"]
    assert (told["difference"], told["ratio"]) == (0.2, None)
    assert told["why"] == "the value of b is zero, so no ratio exists"


def test_every_criterion_is_named_with_its_measure():
    found = assess(CELLS).parities

    measures = {
        "demographic_parity": "selection_rate", "equal_opportunity": "tpr", "predictive_equality": "fpr",
        "false_negative_parity": "fnr", "true_negative_parity": "tnr", "predictive_parity": "precision",
        "false_discovery_parity": "fdr", "negative_predictive_parity": "npv", "false_omission_parity": "for",
        "accuracy_parity": "accuracy", "balanced_accuracy_parity": "balanced_accuracy",
    }  # fmt: skip
    assert found.keys() == {*measures, "equalized_odds", "equalized_odds_mean"}
    disparities = assess(CELLS).disparities
    for name, measure in measures.items():
        assert found[name]["measures"] == (measure,)
        assert found[name]["difference"] == disparities[measure]["difference"]
        assert found[name]["ratio"] == disparities[measure]["ratio"]


def test_an_undefined_criterion_says_why():
    found = assess(confusion(only=(40, 10, 10, 40))).parities

    assert found["equalized_odds"]["difference"] is None
    assert found["equalized_odds"]["why"].startswith("tpr: fewer than two groups")
    assert found["false_omission_parity"]["why"] == "for: fewer than two groups have a defined value"
