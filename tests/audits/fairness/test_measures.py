"""Every measure against scikit-learn on the expanded rows."""

import warnings

import numpy as np
import pytest
from sklearn import metrics

from audits.fairness.measures import value

AUTHORITIES = {
    "accuracy": metrics.accuracy_score,
    "balanced_accuracy": metrics.balanced_accuracy_score,
    "precision": metrics.precision_score,
    "tpr": metrics.recall_score,
    "tnr": lambda y, p: metrics.recall_score(y, p, pos_label=0),
    "npv": lambda y, p: metrics.precision_score(y, p, pos_label=0),
    "f1": metrics.f1_score,
    "mcc": metrics.matthews_corrcoef,
    "selection_rate": lambda _, p: np.mean(p),
    "mean_prediction": lambda _, p: np.mean(p),
    "base_rate": lambda y, _: np.mean(y),
}


def table(tn: int, fp: int, fn: int, tp: int) -> np.ndarray:
    return np.array([[tn, fp, 0], [fn, tp, 0], [0, 0, 0]])


@pytest.mark.parametrize("name", AUTHORITIES)
def test_measures_are_those_of_scikit_learn(name):
    rng = np.random.default_rng(1)
    for counts in rng.integers(1, 60, size=(25, 4)):
        outcomes, predictions = np.repeat([0, 0, 1, 1], counts), np.repeat([0, 1, 0, 1], counts)

        ours = value(name, table(*counts))

        assert ours == pytest.approx(AUTHORITIES[name](outcomes, predictions), abs=1e-12)


@pytest.mark.parametrize(
    ("counts", "undefined"),
    [
        ((5, 5, 0, 0), {"tpr", "fnr", "mcc"}),
        ((0, 0, 5, 5), {"fpr", "tnr", "mcc"}),
        ((5, 0, 5, 0), {"precision", "fdr", "mcc"}),
        ((0, 5, 0, 5), {"npv", "for", "mcc"}),
        ((5, 0, 0, 0), {"tpr", "fnr", "precision", "fdr", "f1", "mcc"}),
    ],
)
def test_what_is_out_of_nothing_is_undefined_and_nothing_else(counts, undefined):
    from audits.fairness.measures import OVERALL

    assert {name for name in OVERALL if np.isnan(value(name, table(*counts)))} == undefined


def test_balanced_accuracy_of_one_outcome_is_the_rate_for_it_as_in_scikit_learn():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = metrics.balanced_accuracy_score([0] * 10, [0] * 7 + [1] * 3)

    assert value("balanced_accuracy", table(7, 3, 0, 0)) == theirs


def test_counts_of_any_size_stay_exact():
    assert value("fpr", table(3 * 10**14, 10**14, 0, 0)) == 0.25
