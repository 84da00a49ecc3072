"""What a document has once: catalogue, metadata, attachments, typefaces, bookmarks, named places, tree of tags."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pydyf
from weasyprint import Attachment

from audits.dossiers.sheets.binding import SLOTS, Numbering, bind, places_of, size_of
from audits.dossiers.sheets.engine import Engine, objects_of
from audits.dossiers.sheets.faces import Face, together
from audits.dossiers.sheets.fragments import Dot, Fragment, shared_of, written

REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
# These are written here, with the objects of all sheets in them.
ANEW = ("pages", "document", "parents", "anchors", "bookmarks")

Defined = Iterator[tuple[int, bytes]]


def crown(
    engine: Engine, order: Mapping[str, Any], faces: Sequence[Face], sheets: Sequence[tuple[Fragment, Numbering]],
    path: Path,
) -> None:  # fmt: skip
    """Write what goes around the sheets, behind them: an empty document with the trees of all of them."""
    last, numbering = sheets[-1]
    base = numbering.base + size_of(last)
    laid = engine.laid(order["crown"])
    laid.metadata.attachments = [
        _attachment(engine, Path(order["folder"]), told) for told in order["attachments"]
    ]
    laid.fonts = dict(face.loaded(engine.fonts) for face in together(faces))
    pdf = objects_of(laid, "pdf/a-3a")
    shared, mapping = shared_of(pdf, laid)
    shared |= {"catalogue": pdf.catalog.number, "info": _added(pdf, pdf.info), "parents": mapping.number}
    shared |= {name: _added(pdf, pydyf.Dictionary()) for name in ("anchors", "bookmarks")}
    _completed(pdf, order["packet"].encode(), shared)
    around = Fragment(
        number=0, pages=[], kids=[], parents=[], shared=shared, anchors={}, bookmarks=[], faces=[], stamps=[]
    )
    written(around, pdf, _needed(pdf, shared).__contains__)
    bound = Trees(sheets)
    first = base + size_of(around)
    defined = [*bound.pages(), *bound.tags(), *bound.anchors(), *bound.bookmarks(first)]
    bind(around, Numbering(base, 0, 0), {}, path, defined)


def _added(pdf: Any, held: Any) -> int:  # noqa: ANN401 - pydyf has no types
    pdf.add_object(held)
    return int(held.number)


def _completed(pdf: Any, packet: bytes, shared: Mapping[str, int]) -> None:  # noqa: ANN401
    """Put in our metadata, uncompressed so that the seal can be found and filled, and lead to our trees."""
    metadata = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"}, compress=False)
    pdf.add_object(metadata)
    pdf.catalog["Metadata"] = metadata.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["Outlines"] = f"{shared['bookmarks']} 0 R"
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["Dests"] = f"{shared['anchors']} 0 R"


def _needed(pdf: Any, shared: Mapping[str, int]) -> set[int]:  # noqa: ANN401
    """Return the numbers of what the catalogue leads to, without the empty document's own page."""
    found = {shared[name] for name in ANEW}
    left = [shared[name] for name in ("catalogue", "info", "faces", "colours")]
    while left:
        number = left.pop()
        if number in found:
            continue
        found.add(number)
        held = pdf.objects[number]
        content = pydyf.Dictionary(held.extra).data if isinstance(held, pydyf.Stream) else held.data
        left.extend(int(n) for n in REFERENCE.findall(content))
    return found.difference(shared[name] for name in ANEW)


def _attachment(engine: Engine, folder: Path, told: Mapping[str, Any]) -> Attachment:
    moment = datetime.fromisoformat(told["at"])
    raw = (folder / told["name"]).read_bytes()
    return engine.attachment(
        raw, name=told["name"], description=told["says"], relationship=told["relation"],
        created=moment, modified=moment,
    )  # fmt: skip


class Trees:
    """The trees of the whole document, out of those of its sheets, as objects with their numbers in the file."""

    def __init__(self, sheets: Sequence[tuple[Fragment, Numbering]]) -> None:
        self.sheets = [(sheet, places_of(sheet, numbering.base)) for sheet, numbering in sheets]

    def pages(self) -> Defined:
        """Yield the list of pages."""
        pages = [f"{places[page]} 0 R" for sheet, places in self.sheets for page in sheet.pages]
        yield _object("pages", f"<</Type /Pages/Kids [{' '.join(pages)}]/Count {len(pages)}>>")

    def tags(self) -> Defined:
        """Yield the element that holds all others, and the table from what is marked to its element."""
        kids = (f"{places[kid]} 0 R" for sheet, places in self.sheets for kid in sheet.kids)
        above = f"{SLOTS['tags']} 0 R"
        yield _object("document", f"<</Type /StructElem/S /Document/K [{' '.join(kids)}]/P {above}>>")
        rows = (f"{key} {places[held]} 0 R" for sheet, places in self.sheets for key, held in sheet.parents)
        yield _object("parents", f"<</Nums [{' '.join(rows)}]>>")

    def anchors(self) -> Defined:
        """Yield the named places, sorted as a tree of names wants them; the first of a name counts."""
        found: dict[bytes, str] = {}
        for sheet, places in self.sheets:
            for name, dot in sheet.anchors.items():
                found.setdefault(name.encode(), _there(sheet, places, dot))
        rows = b" ".join(pydyf.String(name).data + b" " + found[name].encode() for name in sorted(found))
        yield SLOTS["anchors"], b"<</Names [" + rows + b"]>>"

    def bookmarks(self, first: int) -> Defined:
        """Yield the bookmarks, numbered from `first`, each below the last one of a higher level."""
        marks = [
            (level, label, _there(sheet, places, dot))
            for sheet, places in self.sheets
            for level, label, dot in sheet.bookmarks
        ]
        above, open_marks = [-1] * len(marks), list[int]()
        for i, (level, _, _) in enumerate(marks):
            while open_marks and marks[open_marks[-1]][0] >= level:
                open_marks.pop()
            above[i] = open_marks[-1] if open_marks else -1
            open_marks.append(i)
        below: dict[int, list[int]] = {}
        places: list[int] = []
        for i, parent in enumerate(above):
            family = below.setdefault(parent, [])
            places.append(len(family))
            family.append(i)
        for i, (_, label, there) in enumerate(marks):
            family, place, children = below[above[i]], places[i], below.get(i, [])
            words = [b"/Title " + pydyf.String(label).data, f"/Dest {there}".encode()]
            words += [_to("Prev", first + family[place - 1])] if place else []
            words += [_to("Next", first + family[place + 1])] if place + 1 < len(family) else []
            words += _children(children, first, len(children))
            words += [_to("Parent", SLOTS["bookmarks"] if above[i] < 0 else first + above[i])]
            yield first + i, b"<<" + b"".join(words) + b">>"
        tops = below.get(-1, [])
        yield SLOTS["bookmarks"], b"<<" + b"".join(_children(tops, first, len(marks))) + b">>"


def _children(marks: Sequence[int], first: int, count: int) -> list[bytes]:
    if not marks:
        return []
    return [_to("First", first + marks[0]), _to("Last", first + marks[-1]), b"/Count %d" % count]


def _to(name: str, number: int) -> bytes:
    return f"/{name} {number} 0 R".encode()


def _there(sheet: Fragment, places: Mapping[int, int], dot: Dot) -> str:
    page, x, y = dot
    return f"[{places[sheet.pages[page]]} 0 R /XYZ {x:.4f} {y:.4f} 0]"


def _object(name: str, content: str) -> tuple[int, bytes]:
    return SLOTS[name], content.encode()
