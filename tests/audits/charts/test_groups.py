"""The picture of one measure by group: sizes, intervals, thresholds; in words as well."""

from xml.etree import ElementTree as ET

import pytest

from audits.charts.groups import Mark, Rule, by_group
from audits.charts.scales import SHARES, around

MARKS = (
    Mark("blue", 400, 0.5, 0.45, 0.55), Mark("green", 100, 0.3, 0.22, 0.4), Mark("red", 40), Mark("violet", None)
)  # fmt: skip
RULES = (Rule(0.46, "everybody"), Rule(0.4, "threshold 0.8 of blue"))


def drawn(*, rules=RULES) -> ET.Element:
    return ET.fromstring(by_group(MARKS, rules=rules, title="Selection rate by colour"))


def parts(root: ET.Element, name: str) -> list[ET.Element]:
    return root.findall(f"{{http://www.w3.org/2000/svg}}{name}")


def test_it_begins_by_saying_everything_it_shows():
    title = drawn()[0]

    assert title.tag.endswith("title")
    assert title.text == (
        "Selection rate by colour, everybody 46.00 %, threshold 0.8 of blue 40.00 %. blue 50.00 %, 45.00 % to "
        "55.00 % (400 persons); green 30.00 %, 22.00 % to 40.00 % (100 persons); red not defined (40 persons); "
        "violet too few to show."
    )


def test_a_group_four_times_as_large_has_a_dot_of_four_times_the_area():
    blue, green = parts(drawn(), "circle")

    assert (float(blue.get("r")) / float(green.get("r"))) ** 2 == pytest.approx(4, rel=0.1)
    assert float(blue.get("cx")) > float(green.get("cx"))


def test_thresholds_are_dashed_each_its_own_way_and_named():
    root = drawn()

    dashed = [line for line in parts(root, "line") if line.get("stroke-dasharray")]
    named = {text.text: float(text.get("x")) for text in parts(root, "text")}
    assert len({line.get("stroke-dasharray") for line in dashed}) == len(dashed) == 2
    for rule in RULES:
        assert min(abs(named[rule.words] - float(line.get("x1"))) for line in dashed) == pytest.approx(6)


@pytest.mark.parametrize("places", [(0.1, 0.12, 0.2), (0.7, 0.72, 0.9)])
def test_no_dashed_line_crosses_the_words_of_another(places):
    root = drawn(rules=[Rule(at, f"line {at}") for at in places])

    dashed = [line for line in parts(root, "line") if line.get("stroke-dasharray")]
    for text in (text for text in parts(root, "text") if (text.text or "").startswith("line ")):
        x, y = float(text.get("x")), float(text.get("y"))
        ends = (x - 60, x) if text.get("text-anchor") == "end" else (x, x + 60)
        over = [
            line for line in dashed if float(line.get("y1")) < y and ends[0] < float(line.get("x1")) < ends[1]
        ]
        assert over == []


def test_the_size_stands_beside_each_name_and_a_small_group_has_none():
    words = [text.text for text in parts(drawn(), "text")]

    assert words.count("few") == words.count("too few to show") == words.count("not defined") == 1
    assert {"n = 400", "n = 100", "n = 40"} <= set(words)


@pytest.mark.parametrize(
    ("values", "ends"),
    [
        ([1.38, 2.19], (1.2, 2.2)), ([-3.0, 4.0], (-4.0, 4.0)), ([5.0], (5.0, 6.0)), ([], (0.0, 1.0)),
        ([0.2, 9.0], (0.0, 10.0)),
    ],
)  # fmt: skip
def test_a_line_for_numbers_has_round_marks_and_room_for_all(values, ends):
    scale = around(values)

    assert all(scale.low <= value <= scale.high for value in values)
    assert (scale.marks[0], scale.marks[-1]) == (scale.low, scale.high)
    if len(values) > 1:
        assert (scale.low, scale.high) == pytest.approx(ends)


def test_numbers_are_written_as_numbers_and_shares_in_per_cent():
    assert (SHARES.words(0.1234), SHARES.mark(0.25)) == ("12.34 %", "25 %")
    assert around([1200.0, 5400.0]).words(1234.5) == "1,234"
    assert around([1.38, 2.19]).words(1.377) == "1.377"
    assert "blue 50" in by_group([Mark("blue", 40, 50.0)], rules=(), title="x", scale=around([40.0, 60.0]))


def test_names_are_text_and_there_is_no_style_script_or_identifier():
    svg = by_group([Mark("<script>&", 40, 0.5)], rules=(), title="a & b")

    assert "<script>" not in svg
    assert " id=" not in svg
    assert "style" not in svg
