"""Fairlearn's own answer on the same cells, in every run, and the largest difference from ours."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version

import numpy as np
import pandas as pd
from fairlearn.metrics import (
    MetricFrame,
    false_negative_rate,
    false_positive_rate,
    mean_prediction,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)
from sklearn.metrics import (
    accuracy_score,
    balanced_accuracy_score,
    f1_score,
    matthews_corrcoef,
    precision_score,
)

from audits.fairness.cells import Cell, Cells, group_name
from audits.fairness.margins import Margins
from audits.fairness.measures import value

TOLERANCE = 1e-9
MOST_GROUPS = 50  # beyond, its loop over groups takes longer than all else; the single columns are verified

ON_PREDICTIONS: dict[str, Callable[..., float]] = {
    "selection_rate": selection_rate,
    "mean_prediction": mean_prediction,
}
ON_PAIRS: dict[str, Callable[..., float]] = {
    "tpr": true_positive_rate,
    "fpr": false_positive_rate,
    "tnr": true_negative_rate,
    "fnr": false_negative_rate,
    "accuracy": accuracy_score,
    "balanced_accuracy": balanced_accuracy_score,
    "precision": partial(precision_score, zero_division=0),
    "npv": partial(precision_score, pos_label=0, zero_division=0),
    "f1": partial(f1_score, zero_division=0),
    "mcc": matthews_corrcoef,
}


class Disagreement(ArithmeticError):
    """Our value and Fairlearn's differ by more than rounding: the run must not be reported."""


@dataclass(frozen=True)
class Verification:
    """How many of our values were compared with which Fairlearn, and the largest difference found."""

    fairlearn: str
    compared: int
    largest_difference: float


def verified(groupings: Iterable[tuple[Cells, Margins]]) -> Verification:
    """Return the comparison of every defined value, leaving out groupings of over MOST_GROUPS.

    Cost: about a quarter of a second for each grouping; MetricFrame works on cells with their counts as
    weights.
    Raises: Disagreement, above TOLERANCE.
    Source: fairlearn.metrics.MetricFrame, with sample_weight.
    """
    differences = [
        difference
        for cells, margins in groupings
        if len(margins.names) <= MOST_GROUPS
        for metrics, known in ((ON_PREDICTIONS, _predicted), (ON_PAIRS, _paired))
        for difference in _differences(
            margins, metrics, [cell for cell in cells.cells if known(cell) and _weight(cell)]
        )
    ]
    largest = max(differences, default=0.0)
    if largest > TOLERANCE:
        raise Disagreement(
            f"Fairlearn {version('fairlearn')} differs by {largest:g} from the value computed here."
        )
    return Verification(version("fairlearn"), len(differences), largest)


def _differences(
    margins: Margins, metrics: dict[str, Callable[..., float]], cells: list[Cell]
) -> Iterable[float]:
    """Yield the absolute difference of every value that is defined here."""
    if not cells:
        return
    frame = _frame(cells, metrics)
    for name in metrics:
        ours = value(name, margins.tables)
        for group, mine in zip(margins.names, ours, strict=True):
            if not np.isnan(mine) and name != "mcc":
                yield abs(float(frame.by_group[name][group]) - float(mine))
        whole = float(value(name, margins.tables.sum(axis=0)))
        if not np.isnan(whole):
            yield abs(float(frame.overall[name]) - whole)


def _frame(cells: list[Cell], metrics: dict[str, Callable[..., float]]) -> MetricFrame:
    """Return Fairlearn's table for these cells."""
    with warnings.catch_warnings():
        # Undefined values make scikit-learn warn and return 0; ours are NaN there and not compared.
        warnings.simplefilter("ignore")
        return MetricFrame(
            metrics=metrics,
            y_true=np.array([0 if cell.outcome is None else cell.outcome for cell in cells]),
            y_pred=np.array([cell.prediction for cell in cells]),
            sensitive_features=pd.Series([group_name(cell.group) for cell in cells], name="group"),
            sample_params={
                name: {"sample_weight": np.array([_weight(cell) for cell in cells])} for name in metrics
            },
        )


def _weight(cell: Cell) -> float:
    """Return what the cell counts for: its people, or the sum of their weights."""
    return cell.n if cell.weight is None else cell.weight


def _predicted(cell: Cell) -> bool:
    """Return whether the cell can tell of selection."""
    return cell.prediction is not None


def _paired(cell: Cell) -> bool:
    """Return whether the cell can tell of errors."""
    return cell.outcome is not None and cell.prediction is not None
