"""Fairlearn's MetricFrame on the rows: seven measures by group, as its documentation shows."""

import sys

import pandas as pd
from fairlearn.metrics import (
    MetricFrame,
    count,
    false_negative_rate,
    false_positive_rate,
    selection_rate,
    true_negative_rate,
    true_positive_rate,
)  # fmt: skip
from sklearn.metrics import accuracy_score

path, *by = sys.argv[1:]
columns = ["y_true", "y_pred", *by]
rows = (
    pd.read_parquet(path, columns=columns) if path.endswith("parquet") else pd.read_csv(path, usecols=columns)
)
frame = MetricFrame(
    metrics={
        "count": count, "selection_rate": selection_rate, "tpr": true_positive_rate, "fpr": false_positive_rate,
        "tnr": true_negative_rate, "fnr": false_negative_rate, "accuracy": accuracy_score,
    },
    y_true=rows["y_true"], y_pred=rows["y_pred"], sensitive_features=rows[by],
)  # fmt: skip
print(frame.by_group.iloc[0].to_dict(), frame.difference()["selection_rate"])
