"""A matplotlib figure as an SVG element that a strict page may carry: no style, no script, no identifier."""

import io
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
FAMILY = "Annex Sans, Annex More, Annex Hebrew, Annex Arabic, Annex Signs, Inter, sans-serif"
SILENT = {"Date": None, "Creator": None, "Format": None, "Type": None}
# Identifiers would repeat on a page with two charts; nothing is drawn outside the axes, so no clip is needed.
DROPPED = ("id", "clip-path", "font-family")


def embedded(figure: Figure, title: str, words: Mapping[str, str]) -> str:
    """Return the figure as one SVG element that begins with its title; same figure, same bytes.

    `words` are put in the place of the labels that stood in for them.

    Styles become presentation attributes: a page whose policy refuses inline styles still shows the picture.
    """
    root = _drawn(figure)
    _strip(root)
    for node in root.iter():
        _restyle(node)
        node.text = words.get(node.text or "", node.text)
    root.attrib |= {
        "xmlns": SVG,
        "role": "img",
        "font-family": FAMILY,
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }
    heading = ET.Element("title")
    heading.text = title
    root.insert(0, heading)
    return ET.tostring(root, encoding="unicode")


def _drawn(figure: Figure) -> ET.Element:
    written = io.BytesIO()
    figure.savefig(written, format="svg", metadata=SILENT)
    return ET.fromstring(written.getvalue())  # noqa: S314 our own drawing, written a line above


def _strip(root: ET.Element) -> None:
    """Remove metadata and definitions, and the space between elements."""
    for node in list(root):
        if node.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}defs"):
            root.remove(node)
    for node in root.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
        node.tail = None
        if node.tag != "text":
            node.text = None


def _restyle(node: ET.Element) -> None:
    for declaration in node.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if value:
            node.set(name.strip(), value.strip())
    for name in DROPPED:
        node.attrib.pop(name, None)
    if " ".join(node.get("transform", "").split()).startswith("rotate(-0 "):
        del node.attrib["transform"]
