"""AIF360 on the rows: the largest group of the first attribute against all others, its two-group view."""

import sys

import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.metrics import ClassificationMetric

path, *by = sys.argv[1:]
columns = ["y_true", "y_pred", *by]
rows = (
    pd.read_parquet(path, columns=columns) if path.endswith("parquet") else pd.read_csv(path, usecols=columns)
)
largest = rows[by[0]].value_counts().index[0]
rows["s"] = (rows[by[0]] == largest).astype(int)
stated = {"label_names": ["y"], "protected_attribute_names": ["s"]}
truth = BinaryLabelDataset(df=rows[["s", "y_true"]].rename(columns={"y_true": "y"}), **stated)
said = BinaryLabelDataset(df=rows[["s", "y_pred"]].rename(columns={"y_pred": "y"}), **stated)
metric = ClassificationMetric(truth, said, [{"s": 0}], [{"s": 1}])
print(metric.disparate_impact(), metric.equal_opportunity_difference(), metric.average_odds_difference())
