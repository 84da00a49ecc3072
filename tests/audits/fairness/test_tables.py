"""A result as flat tables: nothing lost, nothing twice, values as they are."""

import json

import pytest

from audits.fairness import Cell, Cells, Spec, measure
from audits.fairness.tables import tables

EVEN = [
    Cell((sex, age), outcome, prediction, n)
    for sex in ("f", "m")
    for age in ("young", None)
    for outcome, prediction, n in ((1, 1, 40), (1, 0, 12), (0, 1, 9), (0, 0, 41))
]
COUNTS = (*EVEN, Cell(("x", "young"), 0, 0, 3))
CELLS = Cells(("sex", "age"), COUNTS, favourable=1)


@pytest.fixture(scope="module")
def result():
    spec = Spec(prediction="p", outcome="y", by=("sex", "age"), draws=200, permutations=199)
    return json.loads(json.dumps(measure(CELLS, spec).as_json()))


@pytest.fixture(scope="module")
def made(result):
    return {table.name: table for table in tables(result, CELLS.as_json())}


def rows(table):
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_every_row_is_as_wide_as_its_table(made):
    assert all(len(row) == len(table.columns) for table in made.values() for row in table.rows)
    assert all(len(set(table.columns)) == len(table.columns) for table in made.values())


def test_groups_hold_every_rate_of_every_division_with_its_interval(made, result):
    found = {(row["by"], row["group"], row["measure"]): row for row in rows(made["groups"])}

    row = found["sex|age", "f|young", "tpr"]
    assert (row["value"], row["count"]) == (result["by_group"]["f|young"]["tpr"], 102)
    assert [row["low"], row["high"]] == result["intervals"]["by_group"]["f|young"]["tpr"]
    assert found["sex", "m", "fpr"]["value"] == result["by_column"]["sex"]["by_group"]["m"]["fpr"]
    assert found["sex|age", "x|young", "tpr"]["value"] is None
    assert found["sex|age", "x|young", "tpr"]["hidden"] is True


def test_readings_hold_each_verdict_with_its_threshold(made, result):
    assert len(made["readings"].rows) == len(result["readings"])
    first = rows(made["readings"])[0]
    assert (first["verdict"], first["threshold"]) == (result["readings"][0]["verdict"], 0.8)


def test_comparisons_hold_their_intervals_as_two_columns(made):
    columns = made["pairwise"].columns

    assert {"newcombe_95_low", "newcombe_95_high", "p_holm"} <= set(columns)


def test_counts_add_up_to_everybody_and_a_missing_value_is_none(made, result):
    counted = rows(made["cells"])

    assert sum(row["n"] for row in counted) == result["n"] == 411
    assert None in {row["by age"] for row in counted}


def test_columns_that_are_called_like_counts_do_not_hide_them():
    cells = Cells(("n",), (Cell(("a",), 1, 1, 30), Cell(("b",), 0, 0, 30)), favourable=1)
    found = measure(
        cells, Spec(prediction="p", outcome="y", by=("n",), draws=200, permutations=199)
    ).as_json()

    (table,) = [one for one in tables(found, cells.as_json()) if one.name == "cells"]

    assert rows(table)[0] == {"by n": "a", "outcome": 1, "prediction": 1, "n": 30}


def test_values_hold_every_number_once_more_by_its_place(made, result):
    values = dict(made["values"].rows)

    assert values["/overall/tpr"] == result["overall"]["tpr"]
    assert values["/authority/largest_difference"] == result["authority"]["largest_difference"]
    assert len(values) == len(made["values"].rows)


def test_undefined_places_and_missing_values_are_told(made, result):
    assert dict(made["undefined"].rows) == result["undefined"]
    assert dict(made["missing"].rows)["age"] == 204
