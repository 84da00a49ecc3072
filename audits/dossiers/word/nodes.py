"""The few elements of WordprocessingML that python-docx has no word for, and the many that must be quick."""

from collections.abc import Mapping
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from audits.dossiers.word.letters import lettered

Node = Any  # lxml elements, which have no useful types here
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def node(tag: str, **attributes: object) -> Node:
    """Return an element such as `w:fldChar`; attributes are Word's own, without their prefix."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def inside(parent: Node, tag: str, attributes: Mapping[str, object] | None = None) -> Node:
    """Add an element to another: quicker than any object around it, which tables of thousands of rows need."""
    made = etree.SubElement(parent, qn(tag))
    for name, value in (attributes or {}).items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def run_in(parent: Node, text: str, style: str = "", *, deleted: bool = False) -> Node:
    """Add a run of text; its line ends become breaks."""
    run = inside(parent, "w:r")
    if style:
        inside(inside(run, "w:rPr"), "w:rStyle", {"val": style})
    for place, piece in enumerate(lettered(text).split("\n")):
        if place:
            inside(run, "w:br")
        for column, part in enumerate(piece.split("\t")):
            if column:
                inside(run, "w:tab")
            written = inside(run, "w:delText" if deleted else "w:t")
            written.text = part
            written.set(SPACE, "preserve")
    return run


def field_in(parent: Node, instruction: str, shown: str = "1") -> None:
    """Add a field that Word computes, such as PAGE, with what it shows until then."""
    for kind in ("begin", "instr", "separate", "shown", "end"):
        if kind == "shown":
            run_in(parent, shown)
            continue
        run = inside(parent, "w:r")
        if kind == "instr":
            told = inside(run, "w:instrText")
            told.text = f" {instruction} "
            told.set(SPACE, "preserve")
        else:
            inside(run, "w:fldChar", {"fldCharType": kind})


def bookmark_in(parent: Node, name: str, number: int) -> None:
    """Mark a place that references can lead to."""
    inside(parent, "w:bookmarkStart", {"id": number, "name": name})
    inside(parent, "w:bookmarkEnd", {"id": number})


def paragraph_in(parent: Node, style: str, direction: str = "ltr") -> Node:
    """Add an empty paragraph in a style, for words that run from left to right or from right to left."""
    made = inside(parent, "w:p")
    settings = inside(made, "w:pPr")
    inside(settings, "w:pStyle", {"val": style})
    if direction == "rtl":
        inside(settings, "w:bidi")
    return made
