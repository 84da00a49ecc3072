"""A stored result as its page tells it: nothing invented, nothing shown that could show a person."""

import json
from functools import cache

import pytest

from audits.fairness import Cell, Cells, Spec, Verdict, measure
from audits.queries.results import found, percent
from audits.queries.verdicts import GRAVITY, MARKS, tally

LARGE = {"blue": (40, 10, 10, 40), "green": (20, 30, 5, 45)}
SMALL = {"violet": (1, 0, 1, 1)}


@cache
def result(*, small=False, sexes=False):
    groups = LARGE | (SMALL if small else {})
    cells = [
        Cell((name, sex) if sexes else (name,), outcome, prediction, n)
        for name, counts in groups.items()
        for (outcome, prediction), n in zip(((1, 1), (1, 0), (0, 1), (0, 0)), counts, strict=True)
        for sex in (("f", "m") if sexes else ("",))
    ]
    by = ("colour", "sex") if sexes else ("colour",)
    spec = Spec(outcome="y", prediction="p", by=by, draws=200, permutations=199)
    return json.loads(json.dumps(measure(Cells(by, tuple(cells)), spec).as_json()))


def rows(told, division=0):
    return {row.group: row for row in told.divisions[division].rows}


def test_a_group_says_how_many_and_then_its_rates_with_their_intervals():
    told = found(result())

    blue = rows(told)["blue"]
    rates = dict(blue.values)
    assert (told.n, blue.n) == (200, "100")
    assert rates["Selection rate"].text == "50.00 %"
    # Wilson for 50 of 100, as statsmodels' proportion_confint gives it.
    assert rates["Selection rate"].interval == "40.4 to 59.6"
    assert list(rows(told)) == ["blue", "green", "Everybody"]


def test_a_group_too_small_to_show_has_no_number_at_all():
    told = found(result(small=True))

    violet = rows(told)["violet"]
    assert (violet.n, violet.values) == ("few", ())


def test_several_columns_are_told_together_and_each_alone_with_their_own_readings():
    told = found(result(sexes=True))

    assert [division.title for division in told.divisions] == ["colour and sex", "colour", "sex"]
    assert [len(division.readings) for division in told.divisions] == [8, 8, 8]
    assert "By sex" in told.divisions[2].readings[0].sentence


def test_a_reading_keeps_the_words_and_numbers_of_the_core():
    core = result()["readings"][0]

    told = found(result()).divisions[0].readings[0]

    assert (told.sentence, told.words) == (core["sentence"], core["label"])
    assert (told.value, told.threshold) == (f"{core['value']:.3f}", "0.800")


def test_a_difference_is_told_in_points():
    told = next(r for r in found(result()).divisions[0].readings if r.kind == "difference")

    assert (told.measure, told.value, told.threshold) == ("Selection rate", "25.0 points", "10.0 points")


def test_what_is_not_defined_is_said_and_never_zero():
    blue = result()["by_group"]["blue"] | {"tpr": None}
    no_positives = result() | {"by_group": result()["by_group"] | {"blue": blue}}

    assert dict(rows(found(no_positives))["blue"].values)["True-positive rate"].text == "not defined"
    assert percent(None) == "not defined"


def test_every_verdict_has_a_mark_and_a_place_among_the_others():
    assert set(MARKS) == set(GRAVITY) == set(Verdict)


def test_readings_are_tallied_the_gravest_first():
    told = tally(
        [
            {"verdict": v.value, "label": v.label}
            for v in (Verdict.NOT_ASSESSABLE, Verdict.DISPARITY_SUPPORTED)
        ]
        * 2
    )

    assert [(one.words, one.count) for one in told] == [("Disparity supported", 2), ("Not assessable", 2)]


@pytest.mark.parametrize(("share", "text"), [(0.44846, "44.85 %"), (0.0, "0.00 %"), (1.0, "100.00 %")])
def test_shares_are_told_in_per_cent(share, text):
    assert percent(share) == text
