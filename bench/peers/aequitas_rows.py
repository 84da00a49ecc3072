"""Aequitas on the rows: its group table and disparities, each attribute by itself."""

import sys

import pandas as pd
from aequitas.bias import Bias
from aequitas.group import Group

path, *by = sys.argv[1:]
columns = ["y_true", "y_pred", *by]
rows = (
    pd.read_parquet(path, columns=columns) if path.endswith("parquet") else pd.read_csv(path, usecols=columns)
)
rows = rows.rename(columns={"y_pred": "score", "y_true": "label_value"})
table, _ = Group().get_crosstabs(rows, attr_cols=by)
found = Bias().get_disparity_major_group(table, original_df=rows, alpha=0.05)
print(found[["attribute_name", "attribute_value", "pprev", "tpr", "fpr"]].head(2).to_dict())
