"""The same counts, specification and seed are the same result again, and a changed digit is found."""

import json
from copy import deepcopy

import pytest

from audits.fairness import Cell, Cells, Misstated, Spec, measure
from audits.fairness.recomputing import ABSENT, Difference, differences, recompute

CELLS = Cells(
    ("sex", "age"),
    tuple(
        Cell((sex, age), outcome, prediction, n)
        for sex in ("f", "m")
        for age in ("young", "old", None)
        for outcome, prediction, n in ((1, 1, 40), (1, 0, 10 + len(sex + str(age))), (0, 1, 9), (0, 0, 41))
    ),
    favourable=1,
)
SPEC = Spec(prediction="p", outcome="y", by=("sex", "age"), draws=200, permutations=199, seed=7)


@pytest.fixture(scope="module")
def stored():
    """A result as a database gives it back."""
    return json.loads(json.dumps(measure(CELLS, SPEC).as_json()))


def again(stored, **changes: object):
    cells = json.loads(json.dumps(CELLS.as_json()))
    return recompute(cells, SPEC.as_json() | changes, stored)


def test_a_result_is_the_same_again_to_the_last_digit(stored):
    found = again(stored)

    assert found.equal
    assert (found.numbers, found.versions) == ((), ())


def test_one_digit_that_was_changed_is_found_with_its_place(stored):
    changed = deepcopy(stored)
    value = changed["by_group"]["f|old"]["tpr"]
    changed["by_group"]["f|old"]["tpr"] = value + 2**-52

    found = again(changed)

    assert found.numbers == (Difference("/by_group/f|old/tpr", value + 2**-52, value),)


def test_another_seed_draws_other_intervals(stored):
    found = again(stored, seed=8)

    assert not found.equal
    assert any(one.pointer.startswith("/intervals/") for one in found.numbers)
    assert "/seed" in {one.pointer for one in found.numbers}


def test_another_version_of_a_library_is_told_beside_the_numbers(stored):
    changed = stored | {"versions": stored["versions"] | {"numpy": "1.0"}}

    found = again(changed)

    assert found.equal
    assert [one.pointer for one in found.versions] == ["/versions/numpy"]


def test_counts_that_are_none_are_refused(stored):
    with pytest.raises(Misstated):
        recompute({"by": ["sex"], "cells": []}, SPEC.as_json(), stored)


@pytest.mark.parametrize(
    ("one", "other", "pointers"),
    [
        ({"a": 1}, {"a": 1.0}, []),
        ({"a": 1}, {"a": True}, ["/a"]),
        ({"a": None}, {"a": 0}, ["/a"]),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["/a/1"]),
        ({"a": [1, 2]}, {"a": [1]}, ["/a"]),
        ({"a/b": {"~": 1}}, {"a/b": {"~": 2}}, ["/a~1b/~0"]),
        ({"a": "1"}, {"a": 1}, ["/a"]),
        ({"a": 2e25}, {"a": 20000000000000000000000000}, []),
        ({}, {"a": 1}, ["/a"]),
    ],
)
def test_two_values_differ_where_json_says_so(one, other, pointers):
    assert [found.pointer for found in differences(one, other)] == pointers


def test_what_one_side_lacks_is_said_to_be_absent():
    assert list(differences({"a": 1}, {})) == [Difference("/a", 1, ABSENT)]
