"""One measure of one division, as a reader chose it: no small group's numbers, in any of its tables."""

import json
from functools import cache

import pytest

from audits.fairness import Cell, Cells, Spec, measure
from audits.fairness.withholding import withheld
from audits.queries.chosen import Line, chosen
from audits.queries.results import TOO_FEW, found

COUNTS = {"blue": (40, 10, 10, 40), "green": (20, 30, 5, 45), "red": (7, 13, 0, 11), "violet": (1, 0, 1, 1)}


@cache
def result():
    cells = [
        Cell((name, sex), outcome, prediction, n)
        for name, counts in COUNTS.items()
        for (outcome, prediction), n in zip(((1, 1), (1, 0), (0, 1), (0, 0)), counts, strict=True)
        for sex in ("f", "m")
    ]
    spec = Spec(outcome="y", prediction="p", by=("colour", "sex"), draws=200, permutations=199)
    return json.loads(json.dumps(withheld(measure(Cells(spec.by, tuple(cells)), spec).as_json())))


def lines(told):
    return {line.group: line for line in told.lines}


def test_a_reader_gets_the_measure_and_the_grouping_that_were_asked_for():
    told = chosen(result(), "fpr", "colour")

    blue, green = lines(told)["blue"], lines(told)["green"]
    assert (told.title, told.reference) == ("False-positive rate by colour", "blue")
    assert (blue.n, blue.value, green.value) == ("200", "20.00 %", "10.00 %")
    assert (blue.counted, green.counted) == ("20 of 100", "10 of 100")
    assert (green.apart, blue.apart) == ("-10.0 points", "compared with")
    assert "blue 20.00 %, 13.34 % to 28.88 % (200 persons)" in told.chart


@pytest.mark.parametrize(("measure", "by"), [("", ""), ("no such", "nothing"), ("auc", "sex,colour")])
def test_what_the_result_does_not_have_is_named_and_the_first_that_it_has_is_shown(measure, by):
    told = chosen(result(), measure, by)

    assert (told.measure, told.by) == ("selection_rate", "colour+sex")
    assert [
        word in sentence for word, sentence in zip(filter(None, (measure, by)), told.unknown, strict=True)
    ] == ([True] * len(told.unknown))


def test_a_group_too_small_and_its_complement_keep_no_number_in_chart_or_table():
    told = chosen(result(), "selection_rate", "colour")

    hidden = {item["group"] for item in result()["by_column"]["colour"]["suppressed"] if item["display"]}
    assert hidden == {"violet", "red"}
    assert all(line == Line(line.group, "few") for line in told.lines if line.group in hidden)
    assert "violet too few to show" in told.chart
    rows = [row for grid in told.grids for row in grid.rows if row[0] in hidden]
    assert rows
    assert not any(any(character.isdigit() for character in "".join(row[1:])) for row in rows)


def test_a_verdict_about_a_hidden_group_stands_without_its_numbers():
    told = found(result())

    assert {one.sentence for one in told.divisions[1].readings} == {TOO_FEW}
    assert {one.value for one in told.divisions[1].readings} == {"withheld"}
    assert all(one.words and not one.interval for one in told.divisions[1].readings)
    by_sex = [one for one in result()["readings"] if one["by"] == ["sex"]]
    assert [one.sentence for one in told.divisions[2].readings] == [one["sentence"] for one in by_sex]
