"""The chart of rates: one picture everywhere, words for those who do not see it, nothing about the few."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from audits.charts import label, rates_by_group

ROOT = Path(__file__).resolve().parents[3]
PACK = ROOT / "tests/audits/dossiers/packs/compas.json"
SVG = "{http://www.w3.org/2000/svg}"
OTHER_PROCESS = """
import json, sys
from audits.charts import rates_by_group
print(rates_by_group(json.load(open(sys.argv[1], encoding="utf-8"))["fairness"][0]["result"], "fpr"), end="")
"""


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return json.loads(PACK.read_text(encoding="utf-8"))["fairness"][0]["result"]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{SVG}text")]


def test_another_process_draws_the_same_picture(result: dict[str, Any], tmp_path: Path):
    other = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS, str(PACK)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "MPLCONFIGDIR": str(tmp_path)},
        capture_output=True,
        check=True,
    )

    assert other.stdout.decode() == rates_by_group(result, "fpr")


def test_the_title_says_in_words_what_the_picture_shows(result: dict[str, Any]):
    first = next(iter(parsed(rates_by_group(result, "fpr"))))

    assert first.tag == f"{SVG}title"
    assert first.text
    assert first.text.startswith(
        "False-positive rate by group, overall 32.35 %. African-American 44.85 % (3696 persons)"
    )


def test_groups_stand_in_the_order_of_their_size_with_their_numbers(result: dict[str, Any]):
    said = texts(rates_by_group(result, "fnr"))

    assert [name for name in said if name in result["by_group"]] == [
        "African-American", "Caucasian", "Hispanic", "Other", "Asian", "Native American",
    ]  # fmt: skip
    assert "3\u202f696" in said
    assert "False-negative rate" in said


def test_a_page_with_a_strict_policy_can_carry_it_twice(result: dict[str, Any]):
    root = parsed(rates_by_group(result, "fpr"))

    assert root.get("role") == "img"
    for node in root.iter():
        assert node.tag not in (f"{SVG}style", f"{SVG}script", f"{SVG}use", f"{SVG}image", f"{SVG}defs")
        assert not {"style", "id", "class", "clip-path"} & set(node.attrib)
        assert not any(name.startswith("on") or name.endswith("href") for name in node.attrib)


def test_dots_stand_where_the_rates_are(result: dict[str, Any]):
    """The line of everyone and the ends of the axis give the scale; each dot must lie on it."""
    svg = rates_by_group({**result, "intervals": {}}, "fpr")
    dots = [node for node in parsed(svg).iter(f"{SVG}path") if node.get("stroke-linecap") == "round"]

    xs = sorted({float((node.get("d") or "").split()[1]) for node in dots})
    rates = sorted(rates["fpr"] for rates in result["by_group"].values())
    scale = (xs[-1] - xs[0]) / (rates[-1] - rates[0])

    assert [round(x - xs[0], 2) for x in xs] == [round((rate - rates[0]) * scale, 2) for rate in rates]


def test_a_group_too_small_to_show_has_no_number_and_no_dot(result: dict[str, Any]):
    hidden = {**result, "suppressed": [{"group": "Asian", "n": 5, "display": True}]}
    before, after = rates_by_group(result, "fpr"), rates_by_group(hidden, "fpr")

    assert "too few to show" in texts(after)
    assert "Asian not defined (too few to show)" in after
    assert len(list(parsed(after).iter(f"{SVG}path"))) < len(list(parsed(before).iter(f"{SVG}path")))


def test_an_undefined_rate_is_said_to_be_undefined(result: dict[str, Any]):
    by_group = {**result["by_group"], "Asian": {"count": 32, "fpr": None}}

    assert "not defined" in texts(rates_by_group({**result, "by_group": by_group}, "fpr"))


def test_names_in_any_alphabet_are_drawn_and_never_become_markup():
    names = [
        "Женщины",
        "Γυναίκες",
        "נשים",
        "👩‍💻",
        "<script>alert(1)</script>",
        "a" * 200,
        "x\u202ey",
        "$x^2$",
    ]
    svg = rates_by_group({"by_group": {name: {"count": 50, "fpr": 0.5} for name in names}}, "fpr")

    said = texts(svg)

    assert "<script" not in svg
    assert {"Женщины", "Γυναίκες", "נשים", "👩‍💻", "x[U+202E]y", "$x^2$"} <= set(said)
    assert max(map(len, said)) < 40


@pytest.mark.parametrize("groups", [0, 1, 200])
def test_none_one_or_very_many_groups_are_drawn(groups: int):
    by_group = {f"group {i}": {"count": 1000 - i, "fpr": i / 200} for i in range(groups)}

    svg = rates_by_group({"by_group": by_group}, "fpr")

    assert len([said for said in texts(svg) if said.startswith("group")]) == min(groups, 24)
    assert ("176 smaller groups are in the table only" in svg) == (groups == 200)


def test_an_unknown_measure_is_spelled_out():
    assert label("fpr") == "False-positive rate"
    assert label("brier_score") == "Brier score"
