"""The whole assessment: its parts agree with each other, with Fairlearn and with what was asked."""

import json

import pytest

from audits import fairness
from audits.fairness import Cell, Cells, Misstated, measure
from audits.fairness.authority import TOLERANCE, Disagreement, verified
from audits.fairness.margins import margins
from tests.audits.fairness.samples import assess, confusion, reading, selected, spec

CELLS = confusion(a=(50, 30, 20, 60), b=(90, 20, 30, 20), c=(10, 5, 5, 10))
TWO = Cells(
    ("sex", "age"),
    tuple(
        Cell((sex, age), y, p, n + 10 * i)
        for i, (sex, age, y, p, n) in enumerate(
            (sex, age, y, p, 20)
            for sex in ("f", "m")
            for age in ("old", "young")
            for y in (0, 1)
            for p in (0, 1)
        )
    ),
)


def test_the_assessment_is_json_without_special_numbers():
    found = assess(confusion(a=(50, 0, 0, 0), b=(0, 0, 0, 50)))

    assert json.loads(json.dumps(found.as_json(), allow_nan=False))["n"] == 100


def test_fairlearn_is_named_and_agrees():
    authority = assess(CELLS).authority

    assert authority["fairlearn"].startswith("0.15")
    assert authority["compared"] > 30
    assert authority["largest_difference"] <= TOLERANCE


def test_a_run_with_which_fairlearn_disagrees_is_not_reported():
    other = confusion(a=(50, 30, 20, 61), b=(90, 20, 30, 20), c=(10, 5, 5, 10))

    with pytest.raises(Disagreement, match=r"Fairlearn 0\.15"):
        verified([(other, margins(CELLS))])


def test_two_columns_give_their_intersections_and_each_alone():
    found = assess(TWO)

    assert set(found.by_group) == {"f|old", "f|young", "m|old", "m|young"}
    assert set(found.by_column) == {"sex", "age"}
    alone = assess(TWO.along(("sex",)))
    for part in ("by_group", "disparities", "headline", "intervals", "base_rates"):
        assert found.by_column["sex"][part] == getattr(alone, part)


def test_readings_of_single_columns_stand_beside_those_of_intersections():
    found = assess(TWO)

    assert {r.by for r in found.readings} == {("sex", "age"), ("sex",), ("age",)}
    assert len(found.readings) == 3 * 8


def test_global_tests_of_all_divisions_are_one_family():
    alone, together = assess(TWO.along(("sex",))), assess(TWO)

    one = alone.tests["selection_rate"]["global"]
    other = together.by_column["sex"]["tests"]["selection_rate"]["global"]
    assert other["p"] == one["p"]
    assert other["p_adjusted"] >= one["p_adjusted"]


def test_the_largest_group_is_the_reference_unless_one_is_stated():
    assert assess(CELLS).reference == {"group": "a", "chosen": "largest group"}
    assert assess(CELLS, reference="b").reference == {"group": "b", "chosen": "stated"}


def test_a_stated_reference_holds_for_each_column_alone():
    found = assess(TWO, reference="m|young")

    assert found.by_column["sex"]["reference"]["group"] == "m"
    assert found.by_column["age"]["reference"]["group"] == "young"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reference": "nobody"}, "reference"),
        ({"favourable": "maybe"}, "favourable"),
        ({"by": ("other",)}, "by"),
    ],
)
def test_a_specification_that_does_not_fit_the_cells_is_refused(changes, field):
    with pytest.raises(Misstated) as refusal:
        measure(CELLS, spec(**changes))

    assert refusal.value.field == field


def test_cells_of_nobody_cannot_be_measured():
    with pytest.raises(Misstated, match="count nobody"):
        assess(Cells(("group",), ()))


def test_favourable_is_found_among_the_labels_of_submitted_cells():
    cells = Cells(
        ("group",), selected(a=(60, 100), b=(30, 100)).cells, {"prediction": {"1": ("high",), "0": ("low",)}}
    )

    found = assess(cells, favourable="low")

    assert found.favourable == {"value": "low", "digit": 0, "stated": True}
    assert "('low')" in reading(found, "selection_rate").sentence


def test_without_outcomes_only_selection_is_measured_and_the_reason_given():
    found = assess(selected(a=(60, 100), b=(30, 100)))

    assert found.by_group["a"]["tpr"] is None
    assert found.undefined["/by_group/a/tpr"] == "there is no outcome to compare the prediction with"
    assert "/by_group/a/selection_rate" not in found.undefined
    assert found.base_rates == {"a": None, "b": None}


def test_every_null_is_at_the_place_its_pointer_names():
    odd = confusion(**{"a/b~c": (50, 0, 0, 0), "d": (40, 10, 10, 40)})

    found = assess(odd).as_json()

    for pointer in found["undefined"]:
        value = found
        for step in pointer.split("/")[1:]:
            value = value[step.replace("~1", "/").replace("~0", "~")]
        assert value is None


def test_what_recomputes_the_run_is_in_it():
    first = assess(CELLS, seed=4)

    again = measure(CELLS, fairness.Spec.from_json(first.as_json()["spec"]))

    assert again.as_json() == first.as_json()


def test_stages_are_told_in_order():
    told = []

    measure(CELLS, spec(), lambda *step: told.append(step))

    assert told == [("measure", 0, 4), ("verify", 1, 4), ("test", 2, 4), ("read", 3, 4), ("read", 4, 4)]


def test_intervals_contain_their_values():
    found = assess(CELLS, draws=2000)

    for group, values in found.by_group.items():
        for name, bounds in found.intervals["by_group"][group].items():
            assert bounds[0] <= values[name] <= bounds[1]


def test_different_base_rates_bring_the_impossibility_to_mind():
    unequal, equal = assess(CELLS), assess(confusion(a=(40, 10, 10, 40), b=(30, 20, 20, 30)))

    assert any("Chouldechova" in sentence for sentence in unequal.caveats)
    assert not any("Chouldechova" in sentence for sentence in equal.caveats)


def test_the_package_offers_what_it_names_and_nothing_else():
    assert callable(fairness.count)
    with pytest.raises(AttributeError, match="guess"):
        _ = fairness.guess
