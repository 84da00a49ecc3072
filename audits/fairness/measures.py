"""What each measure is, as a share of counts; undefined is NaN here, null with a reason outside, never 0."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from audits.fairness.margins import Rates

# Corners of a flattened 3 x 3 table: outcome 0, 1, unknown by prediction 0, 1, unknown.
TN, FP, NEGATIVE, FN, TP, POSITIVE, REJECTED, SELECTED, _ = range(9)


class Share(NamedTuple):
    """A measure that is a share: which corners count, out of which, and what it means when those are none."""

    counted: tuple[int, ...]
    out_of: tuple[int, ...]
    when_none: str


PREDICTED = (TN, FP, FN, TP, REJECTED, SELECTED)
LABELLED = (TN, FP, FN, TP, NEGATIVE, POSITIVE)
NO_PREDICTIONS = "no row has a prediction"
NO_PAIRS = "no row has both an outcome and a prediction"
NO_POSITIVES = "no row with a prediction has a positive outcome"
NO_NEGATIVES = "no row with a prediction has a negative outcome"
NONE_SELECTED = "no row with an outcome has a positive prediction"
NONE_REJECTED = "no row with an outcome has a negative prediction"

# Source: fairlearn.metrics and sklearn.metrics of the same names; docs/fairness.md spells each out.
SHARES = {
    "selection_rate": Share((FP, TP, SELECTED), PREDICTED, NO_PREDICTIONS),
    "tpr": Share((TP,), (TP, FN), NO_POSITIVES),
    "fpr": Share((FP,), (FP, TN), NO_NEGATIVES),
    "tnr": Share((TN,), (FP, TN), NO_NEGATIVES),
    "fnr": Share((FN,), (TP, FN), NO_POSITIVES),
    "accuracy": Share((TN, TP), (TN, FP, FN, TP), NO_PAIRS),
    "precision": Share((TP,), (TP, FP), NONE_SELECTED),
    "mean_prediction": Share((FP, TP, SELECTED), PREDICTED, NO_PREDICTIONS),
    "base_rate": Share((FN, TP, POSITIVE), LABELLED, "no row has an outcome"),
    "npv": Share((TN,), (TN, FN), NONE_REJECTED),
    "fdr": Share((FP,), (TP, FP), NONE_SELECTED),
    "for": Share((FN,), (TN, FN), NONE_REJECTED),
}
WHEN_NONE = {
    "balanced_accuracy": NO_PAIRS,
    "f1": "no row with both has a positive outcome or a positive prediction",
    "mcc": "all outcomes or all predictions are the same, or there are none",
}
COMPARED = (
    "selection_rate", "tpr", "fpr", "tnr", "fnr", "accuracy", "precision", "balanced_accuracy",
    "mean_prediction", "base_rate", "npv", "fdr", "for",
)  # fmt: skip
BY_GROUP = (*COMPARED, "f1")
OVERALL = (*BY_GROUP, "mcc")

Table = npt.NDArray[Any]


def counted(tables: Table, share: Share) -> tuple[Rates, Rates]:
    """Return how many count and out of how many; `tables` ends in the axes outcome, prediction."""
    flat = tables.reshape(*tables.shape[:-2], 9)
    return flat[..., list(share.counted)].sum(axis=-1), flat[..., list(share.out_of)].sum(axis=-1)


def value(name: str, tables: Table) -> Rates:
    """Return one measure for every table, NaN where it is undefined."""
    if name in SHARES:
        return _divided(*counted(tables, SHARES[name]))
    return {"balanced_accuracy": _balanced_accuracy, "f1": _f1, "mcc": _mcc}[name](tables)


def reason(name: str) -> str:
    """Return what it means that a measure is undefined."""
    return SHARES[name].when_none if name in SHARES else WHEN_NONE[name]


def _divided(top: Rates, bottom: Rates) -> Rates:
    """Return the quotient, NaN for anything out of nothing."""
    undefined = np.full(np.shape(top), np.nan)
    return np.asarray(np.divide(top, bottom, out=undefined, where=np.asarray(bottom) > 0))


def _balanced_accuracy(tables: Table) -> Rates:
    """Return the mean of TPR and TNR, or the one of them that is defined.

    Source: sklearn.metrics.balanced_accuracy_score, the mean recall of the classes that occur.
    """
    both = np.stack([value("tpr", tables), value("tnr", tables)])
    defined = ~np.isnan(both)
    return _divided(np.where(defined, both, 0.0).sum(axis=0), defined.sum(axis=0))


def _f1(tables: Table) -> Rates:
    """Return 2 TP / (2 TP + FP + FN): undefined when neither an outcome nor a prediction is positive.

    Source: sklearn.metrics.f1_score.
    """
    flat = tables.reshape(*tables.shape[:-2], 9).astype(float)
    return _divided(2 * flat[..., TP], 2 * flat[..., TP] + flat[..., FP] + flat[..., FN])


def _mcc(tables: Table) -> Rates:
    """Return Matthews' correlation of outcome and prediction; undefined when either never varies.

    Source: sklearn.metrics.matthews_corrcoef.
    """
    flat = tables.reshape(*tables.shape[:-2], 9).astype(float)
    tn, fp, fn, tp = (flat[..., corner] for corner in (TN, FP, FN, TP))
    spread = np.sqrt(tp + fp) * np.sqrt(tp + fn) * np.sqrt(tn + fp) * np.sqrt(tn + fn)
    return _divided(tp * tn - fp * fn, spread)
