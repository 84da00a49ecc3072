"""How far a population has moved between two runs, by index and by test, with its usual reading."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.fairness import Cell, Cells, Misstated, drift
from audits.fairness.drifting import Band, shift


def people(**groups: int) -> Cells:
    """Return cells by `group` with nothing known but how many people each has."""
    return Cells(("group",), tuple(Cell((name,), None, None, n) for name, n in groups.items()))


@pytest.mark.shared
def test_index_and_test_are_the_golden_ones(shared):
    case = json.loads((shared / "fairness" / "golden" / "drift_psi.json").read_text())

    found = drift(people(**case["counts_run1"]), people(**case["counts_run2"])).groups["group"]

    assert found.psi == pytest.approx(case["expected"]["psi"], abs=1e-12, rel=0)
    assert found.chi2 == pytest.approx(case["expected"]["chi2"], abs=1e-9, rel=0)
    assert found.p == pytest.approx(case["expected"]["p"], abs=1e-9, rel=0)
    assert found.band == Band.LITTLE


@pytest.mark.parametrize(
    ("now", "band"),
    [
        ({"a": 50, "b": 50}, Band.LITTLE),
        ({"a": 67, "b": 33}, Band.MODERATE),
        ({"a": 90, "b": 10}, Band.MAJOR),
    ],
)
def test_the_usual_reading_goes_by_tenths_and_quarters(now, band):
    assert drift(people(a=50, b=50), people(**now)).groups["group"].band == band


def test_a_group_that_is_new_or_gone_moves_the_index_without_making_it_infinite():
    found = drift(people(a=500, gone=500), people(a=500, new=500)).groups["group"]

    assert found.band == Band.MAJOR
    assert np.isfinite(found.psi)
    assert {(m.name, m.n_before, m.n_now) for m in found.parts} == {
        ("a", 500, 500),
        ("gone", 500, 0),
        ("new", 0, 500),
    }


def test_one_group_alone_has_no_test():
    found = drift(people(a=10), people(a=20)).groups["group"]

    assert (found.psi, found.chi2, found.p, found.degrees) == (0.0, None, None, 0)


def test_several_columns_are_compared_together_and_each_alone():
    def of(sizes: dict[tuple[str, str], int]) -> Cells:
        return Cells(("sex", "age"), tuple(Cell(group, None, 1, n) for group, n in sizes.items()))

    was = of({("f", "old"): 100, ("m", "young"): 100})
    has = of({("f", "young"): 100, ("m", "old"): 100})

    found = drift(was, has).groups

    assert set(found) == {"sex|age", "sex", "age"}
    assert found["sex"].psi == found["age"].psi == 0
    assert found["sex|age"].band == Band.MAJOR


@pytest.mark.parametrize(
    ("other", "field"),
    [
        (Cells(("colour",), (Cell(("red",), None, 1, 1),)), "by"),
        (Cells(("group",), ()), "cells"),
    ],
)
def test_what_cannot_be_compared_is_refused(other, field):
    with pytest.raises(Misstated) as refusal:
        drift(people(a=1), other)

    assert refusal.value.field == field


def test_drift_goes_to_json():
    found = json.loads(json.dumps(drift(people(a=10, b=20), people(a=10, b=22)).as_json(), allow_nan=False))

    assert found["groups"]["group"]["band"] == "little"


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=20))
def test_the_index_is_never_negative_and_the_same_in_both_directions(pairs):
    before, now = np.array(pairs, dtype=float).T
    names = [str(i) for i in range(len(pairs))]

    there, back = shift(names, before, now).psi, shift(names, now, before).psi

    assert there >= 0
    assert there == pytest.approx(back, abs=1e-12)
