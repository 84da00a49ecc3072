"""Charts of scores: calibration and spread by group, in words too, and nothing about the few."""

from xml.etree import ElementTree as ET

import pytest

from audits.charts import calibration_by_group, score_distribution
from audits.fairness import Spec, count, measure
from audits.fairness.withholding import withheld

SVG = "{http://www.w3.org/2000/svg}"


def result(folder, groups: dict[str, int], low: float = 0.05, high: float = 0.95, **changes: object) -> dict:
    """Return the assessment of even scores, of which as many came true as they said."""
    lines = ["g,y,s"]
    for group, people in groups.items():
        for i in range(people):
            score = low + (high - low) * i / max(1, people - 1)
            lines.append(f"{group},{int(i * 7919 % people < people * (score - low))},{score:.4f}")
    (folder / "s.csv").write_text("\n".join(lines))
    spec = Spec(prediction="s", score="s", outcome="y", by=("g",), draws=100, **changes)
    return measure(count(folder / "s.csv", spec), spec).as_json()


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def said(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("read", [dict, withheld])
@pytest.mark.parametrize("draw", [calibration_by_group, score_distribution])
def test_groups_stand_by_size_and_the_few_are_not_drawn(draw, read, tmp_path):
    found = read(result(tmp_path, {"small": 60, "few": 4, "also few": 9, "large": 300}))

    svg = draw(found)

    assert [text for text in said(svg) if text in found["by_group"]] == ["large", "small"]
    title = parsed(svg)[0].text
    assert "large (300 persons)" in title
    assert "2 smaller groups are in the table only" in title


@pytest.mark.parametrize("draw", [calibration_by_group, score_distribution])
def test_a_page_with_a_strict_policy_can_carry_them(draw, tmp_path):
    root = parsed(draw(result(tmp_path, {"a": 50, "b": 40})))

    assert root.get("role") == "img"
    for node in root.iter():
        assert node.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}use", f"{SVG}image", f"{SVG}defs")
        assert not {"style", "id", "class", "clip-path"} & set(node.attrib)


@pytest.mark.parametrize("draw", [calibration_by_group, score_distribution])
def test_the_same_result_is_drawn_in_the_same_bytes(draw, tmp_path):
    found = result(tmp_path, {"a": 50, "b": 40})

    assert draw(found) == draw(found)


def test_the_words_of_calibration_tell_every_point(tmp_path):
    found = result(tmp_path, {"a": 400, "b": 300})

    title = parsed(calibration_by_group(found))[0].text

    for point in found["scores"]["calibration"]["equal_width"]["by_group"]["a"]:
        assert f"scored {point['mean_score'] * 100:.0f} %, happened {point['rate'] * 100:.0f} %" in title


def test_the_line_of_a_distribution_is_the_threshold_or_else_the_median(tmp_path):
    groups = {"a": 50, "b": 40}

    by_median = parsed(score_distribution(result(tmp_path, groups)))[0].text
    by_threshold = parsed(score_distribution(result(tmp_path, groups, score_threshold=0.4)))[0].text

    assert "median of everyone 0.5" in by_median
    assert "threshold 0.4" in by_threshold


def test_scores_that_are_no_probabilities_have_a_distribution_only(tmp_path):
    found = result(tmp_path, {"a": 50, "b": 40}, low=300, high=850)

    assert calibration_by_group(found) is None
    assert "Score" in said(score_distribution(found))


def test_without_scores_there_is_nothing_to_draw():
    assert calibration_by_group({"scores": None}) is None
    assert score_distribution({}) is None


def test_one_column_alone_is_drawn_like_the_whole(tmp_path):
    lines = "".join(f"{'ab'[i % 2]},{'xy'[i % 3 == 0]},{i % 2},{i / 200}\n" for i in range(200))
    (tmp_path / "s.csv").write_text("g,h,y,s\n" + lines)
    spec = Spec(prediction="s", score="s", outcome="y", by=("g", "h"), draws=100)
    found = measure(count(tmp_path / "s.csv", spec), spec).as_json()

    svg = calibration_by_group(found["by_column"]["h"])

    assert {"x", "y"} <= set(said(svg))
