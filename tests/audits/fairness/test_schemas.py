"""The published schemas: committed as generated, kept by real results, and able to refuse."""

import json
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from audits.fairness import Cell, Cells, Spec, measure
from audits.fairness.schemas import SCHEMAS, result_schema

PUBLISHED = Path(__file__).parents[3] / "docs" / "schemas"
COUNTS = tuple(
    Cell((sex, age), outcome, prediction, n)
    for sex in ("f", "m")
    for age in ("young", None)
    for outcome, prediction, n in ((1, 1, 40), (1, 0, 12), (0, 1, 9), (0, 0, 41), (None, 1, 2))
)
TINY = (Cell(("f",), 0, 0, 3), Cell(("m",), None, None, 2))


def result(by: tuple[str, ...], cells: tuple[Cell, ...], **changes: object):
    spec = Spec(prediction="p", outcome="y", by=by, draws=200, permutations=199, **changes)
    return json.loads(json.dumps(measure(Cells(by, cells, favourable=1), spec).as_json()))


@pytest.fixture(scope="module")
def whole():
    return result(("sex", "age"), COUNTS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_committed_as_generated(name):
    schema = SCHEMAS[name]()

    Draft202012Validator.check_schema(schema)
    assert json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8")) == schema, (
        "docs/schemas is out of date: manage.py schemas docs/schemas"
    )


def test_a_result_with_several_columns_and_missing_values_keeps_to_it(whole):
    assert list(Draft202012Validator(result_schema()).iter_errors(whole)) == []


def test_a_result_full_of_undefined_values_keeps_to_it():
    assert list(Draft202012Validator(result_schema()).iter_errors(result(("sex",), TINY))) == []


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        (["n"], "many"),
        (["by_group", "f|young", "tpr"], "0.5"),
        (["readings", 0, "verdict"], "fair"),
        (["readings", 0, "interval"], [0.1]),
        (["intervals", "by_group", "f|young", "tpr"], [0.1, 0.2, 0.3]),
        (["by_column", "sex", "tests"], None),
        (["seed"], 1.5),
    ],
)
def test_what_does_not_fit_is_refused(whole, pointer, value):
    broken = deepcopy(whole)
    place = broken
    for part in pointer[:-1]:
        place = place[part]
    place[pointer[-1]] = value

    assert not Draft202012Validator(result_schema()).is_valid(broken)


@pytest.mark.parametrize("name", ["n", "readings", "caveats", "authority", "spec"])
def test_what_is_absent_is_refused(whole, name):
    broken = {key: value for key, value in whole.items() if key != name}

    assert not Draft202012Validator(result_schema()).is_valid(broken)
