"""Lines, dots and words as SVG that needs no library, for pictures that a page draws while its reader waits."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from audits.charts.typefaces import printable

INK, QUIET, LINE, ACCENT, GROUND = "#1d2733", "#5b6773", "#d5dbe1", "#14506e", "#ffffff"
FAMILY = "Annex Sans, Inter, sans-serif"
DASHES = ("6 4", "2 3", "9 3 2 3")

Place = tuple[float, float]


class Picture:
    """An SVG element that begins with its title, which says in words what the picture shows."""

    def __init__(self, width: float, height: float, title: str, size: int = 13) -> None:
        """Begin an empty picture of so many units."""
        self.root = ET.Element("svg", {
            "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:g} {height:g}", "role": "img",
            "font-family": FAMILY, "font-size": str(size),
        })  # fmt: skip
        ET.SubElement(self.root, "title").text = printable(title)

    def line(self, start: Place, end: Place, color: str, *, width: float = 1, dash: str = "") -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        ends = {"x1": f"{x1:.1f}", "y1": f"{y1:.1f}", "x2": f"{x2:.1f}", "y2": f"{y2:.1f}"}
        ET.SubElement(self.root, "line", {**ends, "stroke": color, **_look(width, dash)})

    def path(self, places: Sequence[Place], color: str, *, width: float = 1, dash: str = "") -> None:
        """Draw a line through these places."""
        drawn = {"points": " ".join(f"{x:.1f},{y:.1f}" for x, y in places), "fill": "none", "stroke": color}
        ET.SubElement(self.root, "polyline", {**drawn, **_look(width, dash)})

    def bar(self, left: float, top: float, right: float, bottom: float) -> None:
        """Fill a rectangle."""
        sides = {"x": left, "y": top, "width": max(right - left, 0), "height": max(bottom - top, 0)}
        ET.SubElement(
            self.root, "rect", {**{name: f"{at:.1f}" for name, at in sides.items()}, "fill": ACCENT}
        )

    def dot(self, at: Place, radius: float, *, hollow: bool = False) -> None:
        """Draw a dot, or a ring; a thin rim keeps it apart from lines under it."""
        x, y = at
        look = {"fill": GROUND, "stroke": ACCENT} if hollow else {"fill": ACCENT, "stroke": GROUND}
        width = "2" if hollow else "1"
        place = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{radius:.1f}"}
        ET.SubElement(self.root, "circle", {**place, **look, "stroke-width": width})

    def text(self, at: Place, words: str, *, anchor: str = "start", color: str = QUIET) -> None:
        """Write words that begin, end, or have their middle at a place."""
        x, y = at
        place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "fill": color}
        ET.SubElement(self.root, "text", place).text = printable(words)

    def interval(self, y: float, low: float, high: float) -> None:
        """Draw an interval lying down, with its ends marked."""
        self.line((low, y), (high, y), ACCENT, width=2)
        for end in (low, high):
            self.line((end, y - 4), (end, y + 4), ACCENT, width=2)

    def svg(self) -> str:
        """Return the element."""
        return ET.tostring(self.root, encoding="unicode")


def _look(width: float, dash: str) -> dict[str, str]:
    more = {"stroke-width": f"{width:g}"} if width != 1 else {}
    return more | ({"stroke-dasharray": dash} if dash else {})


def fitting(name: str, longest: int) -> str:
    """Return a name on one line, cut where it would not fit."""
    text = " ".join(name.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
