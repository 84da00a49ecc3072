"""What people read for each measure that the fairness core names in one short word."""

from collections.abc import Mapping

LABELS: Mapping[str, str] = {
    "count": "Persons",
    "selection_rate": "Selection rate",
    "base_rate": "Base rate",
    "tpr": "True-positive rate",
    "fpr": "False-positive rate",
    "tnr": "True-negative rate",
    "fnr": "False-negative rate",
    "accuracy": "Accuracy",
    "precision": "Precision",
    "npv": "Negative predictive value",
    "fdr": "False-discovery rate",
    "for": "False-omission rate",
    "balanced_accuracy": "Balanced accuracy",
    "mean_prediction": "Mean prediction",
    "f1": "F1 score",
    "mcc": "Matthews correlation",
    "demographic_parity": "Demographic parity",
    "equal_opportunity": "Equal opportunity",
    "equalized_odds": "Equalized odds",
    "mean_score": "Mean score",
    "auc": "Area under the ROC curve",
    "average_precision": "Average precision",
    "ks": "Kolmogorov-Smirnov distance",
    "brier": "Brier score",
    "log_loss": "Logarithmic loss",
    "calibration_in_the_large": "Mean score less base rate",
    "calibration_slope": "Calibration slope",
    "calibration_intercept": "Calibration intercept",
    "ece": "Expected calibration error",
    "mce": "Largest calibration error",
    "mean_target": "Mean of the true number",
    "mean_predicted": "Mean prediction",
    "mean_error": "Mean error",
    "mae": "Mean absolute error",
    "rmse": "Root mean squared error",
    "r2": "Variance explained",
    "pearson_r": "Correlation",
}


# More rows would not fit on a page.
MOST_GROUPS = 24


def label(measure: str) -> str:
    """Return the words for a measure; an unknown one is spelled out from its name."""
    return LABELS.get(measure) or measure.replace("_", " ").capitalize()
