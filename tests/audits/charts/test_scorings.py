"""Scores by group as pictures of a page: everything in words, nothing by colour alone."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from audits.charts.scorings import Curve, calibration, over_thresholds, spread_by_group

EDGES = [0.0, 0.25, 0.5, 0.75, 1.0]


def parts(svg: str, name: str) -> list[ET.Element]:
    return ET.fromstring(svg).findall(f"{{http://www.w3.org/2000/svg}}{name}")


def said(svg: str) -> str:
    return ET.fromstring(svg)[0].text or ""


def test_bars_are_as_high_as_the_share_and_the_fullest_range_is_named():
    curves = [Curve("blue", 200, [0.1, 0.2, 0.4, 0.3]), Curve("green", 100, [0.4, 0.3, 0.3, 0.0])]

    svg = spread_by_group(curves, EDGES, ("threshold", 0.5), "Scores by colour")

    heights = [float(bar.get("height")) for bar in parts(svg, "rect")]
    assert len(heights) == 7
    assert heights[2] == pytest.approx(4 * heights[0], abs=0.2)
    assert heights[4] == heights[2]
    assert said(svg) == (
        "Scores by colour, threshold 0.5. blue (200 persons) most often from 0.5 to 0.75; "
        "green (100 persons) most often from 0 to 0.25."
    )


def test_calibration_puts_a_point_where_the_score_was_right_on_the_diagonal():
    points = [
        {"n": 20, "mean_score": 0.5, "rate": 0.5, "interval": (0.3, 0.7)},
        {"n": 10, "mean_score": 0.9, "rate": 0.4, "interval": (0.2, 0.7)},
    ]

    svg = calibration([Curve("blue", 30, points)], "Calibration by colour")

    (diagonal,) = [line for line in parts(svg, "line") if line.get("stroke-dasharray")]
    right, wrong = parts(svg, "circle")
    middle = [(float(diagonal.get(f"{axis}1")) + float(diagonal.get(f"{axis}2"))) / 2 for axis in "xy"]
    assert [float(right.get("cx")), float(right.get("cy"))] == pytest.approx(middle, abs=0.1)
    assert float(wrong.get("cy")) > float(right.get("cy"))
    assert "blue (30 persons): scored 0.50, happened 50 % of 20, scored 0.90, happened 40 % of 10" in said(
        svg
    )


def test_each_line_of_thresholds_is_dashed_its_own_way_and_named_apart_from_the_others():
    curves = [Curve(name, 50, [0.9, 0.5, 0.1]) for name in ("blue", "green", "red", "violet")]

    svg = over_thresholds(curves, [0.3, 0.5, 0.7], "Selection rate by colour")

    lines = [line.get("stroke-dasharray") for line in parts(svg, "polyline")]
    places = sorted(
        float(t.get("y")) for t in parts(svg, "text") if t.text in {"blue", "green", "red", "violet"}
    )
    assert len(set(lines)) == 4
    assert all(later - earlier >= 15 for earlier, later in pairwise(places))
    assert "blue: 90 % at 0.3, 50 % at 0.5, 10 % at 0.7" in said(svg)


@pytest.mark.parametrize("svg", [
    spread_by_group([], EDGES, ("median", 0.5), "x"), calibration([], "x"), over_thresholds([], [0.5], "x"),
])  # fmt: skip
def test_nothing_to_draw_is_an_empty_picture(svg):
    assert parts(svg, "circle") == parts(svg, "rect") == parts(svg, "polyline") == []


def test_names_are_text():
    assert "<b>" not in calibration([Curve("<b>", 0, [])], "<i>")
