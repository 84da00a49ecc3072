"""One rate of each group with its interval, as an SVG that needs no library: for pages that switch measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from audits.charts.typefaces import printable

INK, QUIET, LINE, ACCENT = "#1d2733", "#5b6773", "#d5dbe1", "#14506e"
FAMILY = "Annex Sans, Inter, sans-serif"
WIDTH, ROW, FOOT, LEFT, RIGHT = 640, 34, 30, 190, 24
SMALLEST, LARGEST = 4.0, 9.0
LONGEST = 26


@dataclass(frozen=True)
class Mark:
    """One group: its size and its rate; neither where it is too small to show."""

    name: str
    persons: int | None
    rate: float | None = None
    low: float | None = None
    high: float | None = None


def by_group(marks: Sequence[Mark], *, overall: float | None, title: str) -> str:
    """Return an SVG element: for each group a dot as large as the group, its interval, and everybody's rate dashed.

    The SVG begins with a title that says in words what the picture shows.
    """
    height = ROW * len(marks) + FOOT
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {height}", "role": "img",
        "font-family": FAMILY, "font-size": "13",
    })  # fmt: skip
    ET.SubElement(root, "title").text = printable(_words(marks, overall, title))
    for step in range(5):
        _line(root, (_x(step / 4), 4), (_x(step / 4), height - FOOT), LINE)
        _text(root, (_x(step / 4), height - 10), f"{25 * step} %", "middle", QUIET)
    if overall is not None:
        _line(root, (_x(overall), 4), (_x(overall), height - FOOT), QUIET, {"stroke-dasharray": "6 4"})
    largest = max((mark.persons or 0 for mark in marks), default=0) or 1
    for place, mark in enumerate(marks):
        _mark(root, mark, ROW * place + ROW / 2, largest)
    return ET.tostring(root, encoding="unicode")


def _mark(root: ET.Element, mark: Mark, y: float, largest: int) -> None:
    """Draw one group; the area of its dot grows with its size."""
    name = mark.name if len(mark.name) <= LONGEST else mark.name[: LONGEST - 1] + "…"
    _text(root, (LEFT - 12, y - 1), name, "end", INK)
    size = "few" if mark.persons is None else f"n = {mark.persons:,}"
    _text(root, (LEFT - 12, y + 13), size, "end", QUIET)
    if mark.rate is None:
        words = "too few to show" if mark.persons is None else "not defined"
        _text(root, (LEFT + 8, y + 4), words, "start", QUIET)
        return
    if mark.low is not None and mark.high is not None:
        _line(root, (_x(mark.low), y), (_x(mark.high), y), ACCENT, {"stroke-width": "2"})
    radius = max(SMALLEST, LARGEST * ((mark.persons or 0) / largest) ** 0.5)
    ET.SubElement(root, "circle", {
        "cx": f"{_x(mark.rate):.1f}", "cy": f"{y:.1f}", "r": f"{radius:.1f}", "fill": ACCENT,
    })  # fmt: skip


def _line(
    root: ET.Element, start: tuple[float, float], end: tuple[float, float], color: str,
    more: dict[str, str] | None = None,
) -> None:  # fmt: skip
    (x1, y1), (x2, y2) = start, end
    ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
    ET.SubElement(root, "line", {**ends, "stroke": color, **(more or {})})


def _text(root: ET.Element, at: tuple[float, float], words: str, anchor: str, color: str) -> None:
    x, y = at
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "fill": color}
    ET.SubElement(root, "text", place).text = printable(words)


def _x(rate: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(max(rate, 0.0), 1.0)


def _words(marks: Sequence[Mark], overall: float | None, title: str) -> str:
    whole = "" if overall is None else f", everybody {100 * overall:.2f} %"
    return f"{title}{whole}. {'; '.join(map(_told, marks))}."


def _told(mark: Mark) -> str:
    if mark.persons is None:
        return f"{mark.name} too few to show"
    rate = "not defined" if mark.rate is None else f"{100 * mark.rate:.2f} %"
    return f"{mark.name} {rate} ({mark.persons} persons)"
