"""One reading from run to run, with its intervals and the threshold: a small picture that needs no library."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from audits.charts.typefaces import printable

QUIET, LINE, ACCENT = "#5b6773", "#d5dbe1", "#14506e"
FAMILY = "Annex Sans, Inter, sans-serif"
WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 14, 36
MOST_NAMES = 8


@dataclass(frozen=True)
class Spot:
    """One run: its name, and the value with its bounds; no value where it could not be told."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    approved: bool = False


def over_runs(spots: Sequence[Spot], *, threshold: float, title: str) -> str:
    """Return an SVG element: a dot and an interval for each run, a dashed line at the threshold.

    The SVG begins with a title that says in words what the picture shows; the approved run is a ring.
    Source: none; it draws what it is given, on a scale from 0 to 1 or as far as the values reach.
    """
    top = max([1.0, *(edge for spot in spots for edge in (spot.value, spot.high) if edge is not None)])
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img",
        "font-family": FAMILY, "font-size": "12",
    })  # fmt: skip
    ET.SubElement(root, "title").text = printable(_words(spots, threshold, title))
    _grid(root, top)
    _rule(root, _y(threshold, top), QUIET, dashed=True)
    places = [(_x(place, len(spots)), spot) for place, spot in enumerate(spots)]
    known = [f"{x:.1f},{_y(spot.value, top):.1f}" for x, spot in places if spot.value is not None]
    ET.SubElement(
        root, "polyline", {"points": " ".join(known), "fill": "none", "stroke": LINE, "stroke-width": "2"}
    )
    for place, (x, spot) in enumerate(places):
        _spot(root, x, spot, top, named=place % (len(spots) // MOST_NAMES + 1) == 0)
    return ET.tostring(root, encoding="unicode")


def _grid(root: ET.Element, top: float) -> None:
    for step in range(5):
        y = _y(top * step / 4, top)
        _rule(root, y, LINE)
        _text(root, LEFT - 8, y + 4, f"{top * step / 4:.2f}", "end")


def _spot(root: ET.Element, x: float, spot: Spot, top: float, *, named: bool) -> None:
    """Draw one run; a name below it where there is room."""
    if named:
        _text(root, x, HEIGHT - 12, spot.name, "middle")
    if spot.value is None:
        _text(root, x, _y(0, top) - 6, "?", "middle")
        return
    if spot.low is not None and spot.high is not None:
        ends = {
            "x1": f"{x:.1f}",
            "x2": f"{x:.1f}",
            "y1": f"{_y(spot.low, top):.1f}",
            "y2": f"{_y(spot.high, top):.1f}",
        }
        ET.SubElement(root, "line", {**ends, "stroke": ACCENT, "stroke-width": "1.5"})
    ET.SubElement(root, "circle", {
        "cx": f"{x:.1f}", "cy": f"{_y(spot.value, top):.1f}", "r": "5", "stroke": ACCENT, "stroke-width": "2",
        "fill": "white" if spot.approved else ACCENT,
    })  # fmt: skip


def _rule(root: ET.Element, y: float, color: str, *, dashed: bool = False) -> None:
    drawn = {"x1": str(LEFT), "x2": str(WIDTH - RIGHT), "y1": f"{y:.1f}", "y2": f"{y:.1f}", "stroke": color}
    ET.SubElement(root, "line", {**drawn, **({"stroke-dasharray": "6 4"} if dashed else {})})


def _text(root: ET.Element, x: float, y: float, words: str, anchor: str) -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "fill": QUIET}
    ET.SubElement(root, "text", place).text = printable(words)


def _x(place: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / max(count, 1)


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(value, top) / top)


def _words(spots: Sequence[Spot], threshold: float, title: str) -> str:
    told = "; ".join(f"{spot.name} {_value(spot)}" for spot in spots)
    return f"{title}, threshold {threshold:g}. {told}."


def _value(spot: Spot) -> str:
    if spot.value is None:
        return "not defined"
    between = (
        f" ({spot.low:.3f} to {spot.high:.3f})" if spot.low is not None and spot.high is not None else ""
    )
    return f"{spot.value:.3f}{between}{', approved' if spot.approved else ''}"
