"""How far a population has moved between two runs, by index and by test, with its usual reading."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.fairness import Cell, Cells, Misstated, Spec, count, drift
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


def scores_of(folder, values: dict[str, list[float]]) -> Cells:
    """Return the cells of a file of scores, each group with its own."""
    path = folder / "scores.csv"
    path.write_text("g,s\n" + "".join(f"{g},{s!r}\n" for g, some in values.items() for s in some))
    return count(path, Spec(prediction="s", score="s", by=("g",)))


def test_scores_that_stay_have_not_moved(tmp_path):
    grid = [i / 1000 for i in range(1000)]
    cells = scores_of(tmp_path, {"a": grid, "b": grid})

    found = drift(cells, cells)

    assert found.scores.psi == 0
    assert len(found.scores.parts) == 10
    assert {part.n_before for part in found.scores.parts} == {200}


def test_scores_are_compared_in_the_deciles_of_the_earlier_run(tmp_path):
    before = [i / 1000 for i in range(1000)]
    now = [min(0.999, round(0.2 + s, 3)) for s in before]

    found = drift(scores_of(tmp_path, {"a": before}), scores_of(tmp_path, {"a": now}))

    # By hand: the first two deciles lose everyone, the last holds three tenths.
    half = 0.5 / 1000
    by_hand = 2 * (half - 0.1) * np.log(half / 0.1) + (0.3 - 0.1) * np.log(0.3 / 0.1)
    assert found.scores.psi == pytest.approx(by_hand, abs=1e-9)
    assert found.scores_by_group["a"].psi == pytest.approx(by_hand, abs=1e-9)
    assert found.scores.parts[0].name == "under 0.1"


def test_runs_counted_in_other_bins_are_compared_at_the_ends_they_share(tmp_path):
    fine = scores_of(tmp_path, {"a": [i / 20000 for i in range(20000)]})
    coarse = scores_of(tmp_path, {"a": [i / 400 + 0.001 for i in range(399)]})
    assert len(fine.scores.edges) > len(coarse.scores.edges)

    found = drift(fine, coarse)

    assert found.scores.psi < 0.01
    assert sum(part.n_now for part in found.scores.parts) == 399


def test_a_run_without_scores_moves_its_groups_only(tmp_path):
    cells = scores_of(tmp_path, {"a": [0.1, 0.9]})

    assert drift(Cells(("g",), cells.cells), cells).scores is None
