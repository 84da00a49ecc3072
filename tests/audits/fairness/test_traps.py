"""The inputs on which other libraries go wrong, and what is said here instead."""

import pytest

from audits.fairness import Cell, Cells, Unreadable, Verdict, measure
from tests.audits.fairness.samples import assess, confusion, counted, reading, selected, spec

HEADER = "g,y,p\n"


def test_a_group_without_positives_has_no_true_positive_rate_and_raises_no_alarm():
    found = assess(confusion(a=(40, 10, 10, 40), b=(40, 10, 10, 40), none=(90, 10, 0, 0)))

    assert found.by_group["none"]["tpr"] is None
    assert found.by_group["none"]["fnr"] is None
    assert found.disparities["tpr"] == {"difference": 0.0, "ratio": 1.0, "n_groups_defined": 2}
    assert found.undefined["/by_group/none/tpr"] == "no row with a prediction has a positive outcome"
    assert reading(found, "tpr").groups_left_out == ("none",)


def test_nine_people_without_positives_do_not_decide_equalized_odds():
    # New York's stop-and-frisk records by race: one group of nine nobody of whom was found to carry a weapon.
    found = assess(confusion(a=(400, 100, 100, 400), b=(200, 50, 50, 200), nine=(8, 1, 0, 0)))

    assert found.headline["equalized_odds_difference"] == pytest.approx(0.2 - 1 / 9)
    assert found.headline["equal_opportunity_difference"] == 0.0
    assert found.parities["equal_opportunity"]["ratio"] == 1.0
    assert reading(found, "fpr").groups_left_out == ("nine",)
    assert reading(found, "fpr", "difference").value == 0.0


def test_a_group_without_negatives_has_no_false_positive_rate():
    found = assess(confusion(a=(40, 10, 10, 40), b=(40, 10, 10, 40), none=(0, 0, 50, 50)))

    assert found.by_group["none"]["fpr"] is None
    assert found.disparities["fpr"]["ratio"] == 1.0


def test_nobody_selected_in_any_group_is_not_assessable_and_no_pass():
    found = assess(selected(a=(0, 100), b=(0, 200)))

    assert reading(found, "selection_rate").verdict == Verdict.NOT_ASSESSABLE
    assert reading(found, "selection_rate", "difference").verdict == Verdict.NOT_ASSESSABLE
    assert found.disparities["selection_rate"] == {"difference": 0.0, "ratio": None, "n_groups_defined": 2}
    assert found.headline["demographic_parity_ratio"] is None


def test_everybody_selected_is_within_tolerance_and_the_rest_is_null():
    found = assess(confusion(a=(0, 50, 0, 50), b=(0, 80, 0, 80)))

    assert reading(found, "selection_rate").verdict == Verdict.WITHIN_TOLERANCE_DEMONSTRATED
    assert found.by_group["a"]["npv"] is None
    assert found.disparities["npv"] == {"difference": None, "ratio": None, "n_groups_defined": 0}


def test_everybody_selected_out_of_five_demonstrates_nothing():
    found = assess(selected(a=(5, 5), b=(5, 5)))

    assert reading(found, "selection_rate").verdict == Verdict.INCONCLUSIVE_UNDERPOWERED


def test_one_group_has_no_disparity_rather_than_a_perfect_one():
    found = assess(confusion(only=(40, 10, 10, 40)))

    assert found.disparities["selection_rate"] == {"difference": None, "ratio": None, "n_groups_defined": 1}
    assert set(found.headline.values()) == {None}
    assert {r.verdict for r in found.readings} == {Verdict.NOT_ASSESSABLE}


def test_a_group_of_one_person_stays_in_the_file_and_out_of_the_reading():
    found = assess(confusion(a=(40, 10, 10, 40), b=(40, 10, 10, 40), one=(0, 1, 0, 0)))

    assert found.by_group["one"]["selection_rate"] == 1.0
    assert found.disparities["selection_rate"]["ratio"] == 0.5
    assert reading(found, "selection_rate").value == 1.0
    hidden = {small["group"]: small for small in found.suppressed}
    assert hidden["one"]["display"]
    assert hidden["one"]["inference"]


def test_two_groups_one_of_them_a_single_person_cannot_be_compared():
    found = assess(selected(a=(50, 100), one=(0, 1)))

    assert reading(found, "selection_rate").verdict == Verdict.NOT_ASSESSABLE


def test_missing_group_values_are_a_group_of_their_own_and_counted(tmp_path):
    cells = counted(tmp_path, HEADER + "a,1,1\n,0,1\nNaN,1,0\nNA,0,0\n")

    found = assess(cells, prediction="p", outcome="y")

    assert found.by_group["(missing)"]["count"] == 3
    assert found.missing["columns"] == {"g": 3}
    assert any("3 of 'g'" in sentence for sentence in found.caveats)


def test_a_group_that_is_really_called_missing_is_not_mixed_with_the_missing(tmp_path):
    cells = counted(tmp_path, HEADER + "(missing),1,1\n,0,1\n")

    assert set(assess(cells).by_group) == {"(missing)", '"(missing)"'}


def test_a_missing_outcome_leaves_error_rates_only():
    cells = Cells(("g",), (Cell(("a",), 1, 1, 10), Cell(("a",), 0, 0, 10), Cell(("a",), None, 1, 20)))

    found = assess(cells)

    values = found.by_group["a"]
    assert (values["count"], values["selection_rate"], values["accuracy"], values["base_rate"]) == (
        40,
        0.75,
        1.0,
        0.5,
    )
    assert found.missing["by_group"] == {"a": {"outcome": 20, "prediction": 0}}


def test_a_missing_prediction_is_never_a_rejection():
    cells = Cells(("g",), (Cell(("a",), 1, 1, 10), Cell(("a",), 0, 0, 20), Cell(("a",), 1, None, 40)))

    found = assess(cells)

    values = found.by_group["a"]
    assert values["selection_rate"] == pytest.approx(1 / 3)
    assert (values["tpr"], values["count"]) == (1.0, 70)
    assert values["base_rate"] == pytest.approx(50 / 70)
    assert found.missing["prediction"] == 40


@pytest.mark.parametrize(
    ("yes", "no"), [("yes", "no"), ("True", "False"), ("1.0", "0.0"), ("Y", "n"), ("1", "0")]
)
def test_usual_words_for_yes_and_no_need_no_question(tmp_path, yes, no):
    cells = counted(tmp_path, f"{HEADER}a,{yes},{yes}\na,{no},{yes}\nb,{yes},{no}\nb,{no},{no}\n")

    found = assess(cells)

    assert found.by_group["a"]["selection_rate"] == 1.0
    assert found.by_group["b"]["selection_rate"] == 0.0


@pytest.mark.parametrize(("one", "two"), [("1", "2"), ("-1", "1"), ("good", "bad"), ("yes", "0")])
def test_other_labels_are_asked_about_with_the_values_seen(tmp_path, one, two):
    with pytest.raises(Unreadable, match="--positive") as refusal:
        counted(tmp_path, f"{HEADER}a,{one},{two}\nb,{two},{one}\n")

    assert refusal.value.field == "outcome"
    assert f"'{one}'" in refusal.value.message
    assert f"'{two}'" in refusal.value.message


def test_labels_one_and_two_are_measured_once_the_positive_one_is_named(tmp_path):
    cells = counted(tmp_path, HEADER + "a,1,2\na,1,1\nb,2,2\nb,2,1\n", positive=("2",))

    assert cells.labels["prediction"] == {"1": ("2",), "0": ("1",)}
    assert assess(cells).by_group["a"]["fpr"] == 0.5


def test_scores_given_as_predictions_ask_for_a_threshold(tmp_path):
    with pytest.raises(Unreadable, match="--threshold") as refusal:
        counted(tmp_path, HEADER + "a,1,0.3\nb,0,0.9\nb,1,0.1\n")

    assert refusal.value.field == "prediction"


def test_several_classes_are_refused_until_one_is_chosen(tmp_path):
    rows = HEADER + "a,x,x\na,y,z\nb,z,x\nb,x,y\n"
    with pytest.raises(Unreadable, match="--positive"):
        counted(tmp_path, rows)

    cells = counted(tmp_path, rows, favourable="x")

    assert cells.labels["outcome"] == {"1": ("x",), "0": ("y", "z")}
    assert assess(cells).by_group["a"]["selection_rate"] == 0.5


def test_each_of_several_classes_is_measured_against_the_rest(tmp_path):
    rows = HEADER + "a,x,x\na,y,z\nb,z,x\nb,x,y\n"

    rates = {
        one: assess(counted(tmp_path, rows, positive=(one,))).by_group["b"]["selection_rate"] for one in "xyz"
    }

    assert rates == {"x": 0.5, "y": 0.5, "z": 0.0}


def test_spellings_of_one_group_are_pointed_out_and_never_merged(tmp_path):
    cells = counted(tmp_path, HEADER + " Male,1,1\nmale,0,1\nMale,1,0\n")

    assert len(assess(cells).by_group) == 3
    assert sum("differ only by case or blanks" in note for note in cells.notes) == 3


def test_ages_as_groups_ask_for_bands(tmp_path):
    ages = "".join(f"{age},1,0\n" for age in range(18, 90))
    with pytest.raises(Unreadable, match=r"--edges g=A,B,C") as refusal:
        counted(tmp_path, HEADER + ages)
    assert refusal.value.field == "by"

    cells = counted(tmp_path, HEADER + ages, edges={"g": (25.0, 65.0)})

    sizes = {name: values["count"] for name, values in assess(cells).by_group.items()}
    assert sizes == {"under 25": 7, "25 to under 65": 40, "65 and over": 25}


def test_the_ratio_names_both_groups_and_stays_between_zero_and_one():
    found = assess(selected(low=(20, 100), high=(60, 100)), reference="low")

    four_fifths = reading(found, "selection_rate")
    assert four_fifths.value == pytest.approx(1 / 3)
    assert (four_fifths.worst_group, four_fifths.best_group) == ("low", "high")
    (pair,) = found.tests["selection_rate"]["pairwise"]
    assert pair["ratio"] == pytest.approx(3.0)
    assert pair["disadvantaged"] == "low"


def test_a_ratio_of_tiny_rates_is_not_read():
    found = assess(confusion(a=(1000, 0, 50, 50), b=(999, 1, 50, 50)))

    assert found.disparities["fpr"]["ratio"] == 0.0
    assert reading(found, "fpr").verdict == Verdict.NOT_ASSESSABLE
    assert reading(found, "fpr", "difference").verdict == Verdict.WITHIN_TOLERANCE_DEMONSTRATED


def test_a_correlation_that_can_be_negative_has_no_ratio_between_groups():
    found = assess(confusion(a=(10, 40, 40, 10), b=(40, 10, 10, 40)))

    assert found.overall["mcc"] == 0.0
    assert "mcc" not in found.disparities
    assert "mcc" not in found.against["reference"]["measures"]


def test_one_column_weighs_every_measure_and_never_the_count_of_people():
    plain = confusion(a=(40, 10, 10, 40), b=(30, 20, 20, 30)).cells
    heavy = tuple(c._replace(weight=c.n * (3.0 if c.outcome else 1.0), squared=9.0 * c.n) for c in plain)

    found = assess(Cells(("group",), heavy, weight="w"), weight="w")

    values = found.by_group["a"]
    assert (values["count"], values["base_rate"], values["accuracy"]) == (100, 0.75, 0.8)
    assert values["selection_rate"] == pytest.approx((10 + 120) / 200)
    assert found.weights["by_group"]["a"]["n_eff"] < 100


def test_every_group_is_in_every_resample_or_leaves_it_without_a_warning():
    found = assess(confusion(a=(40, 10, 10, 40), b=(40, 10, 10, 40), one=(0, 1, 0, 0)))

    low, high = found.intervals["disparities"]["selection_rate"]["ratio"]
    assert 0 < low <= high <= 1


def test_an_interval_of_highest_minus_lowest_is_never_the_reason_for_a_verdict():
    # Five equal groups: percentiles of draws exclude zero, as they must; the ends told hold what was found.
    found = assess(selected(**dict.fromkeys("abcde", (60, 200))), draws=2000)

    low, _ = found.intervals["disparities"]["selection_rate"]["difference"]
    assert low == 0
    assert reading(found, "selection_rate", "difference").verdict not in {
        Verdict.DISPARITY_SUPPORTED,
        Verdict.SIGNIFICANT_WITHIN_TOLERANCE,
    }


def test_favourable_turns_the_rate_around_but_not_the_values_by_group():
    cells = selected(a=(60, 100), b=(30, 100))

    assumed = measure(cells, spec())
    turned = measure(cells, spec(favourable="0"))

    assert turned.by_group == assumed.by_group
    assert reading(assumed, "selection_rate").value == pytest.approx(0.5)
    assert reading(turned, "selection_rate").value == pytest.approx(40 / 70)
    assert any("favourable" in sentence for sentence in assumed.caveats)
    assert not any("favourable" in sentence for sentence in turned.caveats)
