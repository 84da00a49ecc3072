"""The picture of a reading from run to run: what it says aloud, what it draws, what it must not carry."""

from xml.etree import ElementTree as ET

from audits.charts.trend import Spot, over_runs, small

SPOTS = (
    Spot("RUN-0001", 0.91, 0.88, 0.94, approved=True),
    Spot("RUN-0002", None),
    Spot("RUN-0003", 0.78, 0.74, 0.82),
)


def drawn(*spots: Spot, threshold: float = 0.8) -> ET.Element:
    return ET.fromstring(over_runs(spots, threshold=threshold, title="True-positive rate by sex, ratio"))


def parts(root: ET.Element, name: str) -> list[ET.Element]:
    return root.findall(f"{{http://www.w3.org/2000/svg}}{name}")


def test_it_begins_by_saying_everything_it_shows():
    title = drawn(*SPOTS)[0]

    assert title.tag.endswith("title")
    assert title.text == (
        "True-positive rate by sex, ratio, threshold 0.8. RUN-0001 0.910 (0.880 to 0.940), approved; "
        "RUN-0002 not defined; RUN-0003 0.780 (0.740 to 0.820)."
    )


def test_the_approved_run_is_a_ring_and_a_lower_value_lies_lower():
    first, last = parts(drawn(*SPOTS), "circle")

    assert (first.get("fill"), last.get("fill")) == ("#ffffff", first.get("stroke"))
    assert float(last.get("cy")) > float(first.get("cy"))
    assert float(last.get("cx")) > float(first.get("cx"))


def test_a_run_without_a_value_is_marked_and_not_drawn_at_nought():
    root = drawn(*SPOTS)

    assert len(parts(root, "circle")) == 2
    assert "?" in [text.text for text in parts(root, "text")]


def test_the_dashed_line_is_the_threshold():
    (rule,) = [line for line in parts(drawn(*SPOTS, threshold=0.91), "line") if line.get("stroke-dasharray")]
    dot = parts(drawn(*SPOTS, threshold=0.91), "circle")[0]

    assert rule.get("y1") == rule.get("y2") == dot.get("cy")


def test_values_above_one_stay_in_the_picture():
    root = drawn(Spot("RUN-0001", 3.0, 2.0, 4.0))

    assert all(float(dot.get("cy")) > 0 for dot in parts(root, "circle"))


def test_many_runs_are_all_drawn_and_not_all_named():
    root = drawn(*(Spot(f"RUN-{n:04}", 0.5) for n in range(50)))

    assert len(parts(root, "circle")) == 50
    assert sum((text.text or "").startswith("RUN-") for text in parts(root, "text")) <= 9


def test_it_carries_no_style_no_script_and_no_identifier_and_escapes_names():
    svg = over_runs([Spot("<script>", 0.5)], threshold=0.8, title="Rate by “a & b”")

    assert "<script>" not in svg
    assert " id=" not in svg
    assert "style" not in svg
    assert ET.fromstring(svg)[0].text.startswith("Rate by “a & b”")


def test_the_same_runs_are_the_same_bytes():
    assert over_runs(SPOTS, threshold=0.8, title="x") == over_runs(SPOTS, threshold=0.8, title="x")


def test_no_run_is_an_empty_picture():
    assert parts(drawn(), "circle") == []


def test_a_value_that_is_withheld_says_so_and_is_no_dot():
    root = drawn(Spot("RUN-0001", None, withheld=True), SPOTS[2])

    assert len(parts(root, "circle")) == 1
    assert "RUN-0001 withheld, a group is too small to show;" in root[0].text


def test_a_small_one_says_as_much_and_rings_the_newest():
    root = ET.fromstring(small(SPOTS, threshold=0.8, title="True-positive rate by sex, ratio"))

    assert root[0].text == drawn(*SPOTS)[0].text
    assert [dot.get("fill") for dot in parts(root, "circle")] == ["#14506e", "#ffffff"]
    assert parts(ET.fromstring(small((), threshold=0.8, title="x")), "circle") == []
