"""One sheet as PDF objects without a document around them: what WeasyPrint wrote, kept until all sheets are known."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pydyf
from weasyprint.document import Document as Laid

from audits.dossiers.sheets.engine import COLOURS, objects_of
from audits.dossiers.sheets.faces import Face, Noted

# Links to other sheets are written as addresses of this scheme: WeasyPrint drops those it finds no anchor for.
ELSEWHERE = "annex:#"
# Keys in the tree of tags: each sheet has numbers of its own, far more than it needs.
STRIDE = 100_000
COVER = "cover"

Dot = tuple[int, float, float]


@dataclass
class Fragment:
    """Objects by their own numbers, and what the whole document has to know of them.

    Shared: the numbers of what a document has once; `pages`, `kids` and `parents` go into its trees.
    """

    number: int
    pages: list[int]
    kids: list[int]
    parents: list[tuple[int, int]]
    shared: dict[str, int]
    anchors: dict[str, Dot]
    bookmarks: list[tuple[int, str, Dot]]
    faces: list[Face]
    # Of each page to be numbered: the object to be filled, its place among the pages, its kind.
    stamps: list[tuple[int, int, str]]
    objects: dict[int, bytes] = field(default_factory=dict)
    streams: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        """Return the numbers of everything that it alone adds to the file, in order."""
        own = {*self.objects, *self.streams, *(stamp[0] for stamp in self.stamps)}
        return sorted(own.difference(self.shared.values()))

    def keep(self, path: Path) -> None:
        """Write it to a file."""
        told = {**asdict(self), "objects": [], "streams": []}
        with path.open("wb") as file:
            pieces = []
            for number, content in self.objects.items():
                told["objects"].append((number, len(content)))
                pieces.append(content)
            for number, (head, body) in self.streams.items():
                told["streams"].append((number, len(head), len(body)))
                pieces.extend((head, body))
            facts = json.dumps(told).encode()
            file.write(b"%d\n" % len(facts))
            file.write(facts)
            file.writelines(pieces)

    @classmethod
    def kept(cls, path: Path, *, content: bool = True) -> "Fragment":
        """Read it back, without its objects where nobody needs their content."""
        with path.open("rb") as file:
            told = json.loads(file.read(int(file.readline())))
            objects = {n: file.read(size) if content else b"" for n, size in told["objects"]}
            streams = {
                n: (file.read(head), file.read(body)) if content else (b"", b"")
                for n, head, body in told["streams"]
            }
        faces = [Face.from_json(face) for face in told["faces"]]
        return cls(**{**told, "objects": objects, "streams": streams, "faces": faces})


def fragment_of(laid: Laid, number: int, *, stamped: bool = True) -> Fragment:
    """Return a sheet's pages as objects; `stamped` pages get their number later."""
    bookmarks = list(_bookmarks(laid))
    for page in laid.pages:
        page.bookmarks = []
    laid.fonts = Noted()
    pdf = objects_of(laid)
    shared, mapping = shared_of(pdf, laid)
    pages = [int(n) for n in pdf.pages["Kids"][::3]]
    _made_its_own(pdf, number)
    stamps = list(_stamped(pdf, laid, pages)) if stamped else []
    parents = [(key + number * STRIDE, _object_for(pdf, held)) for key, held in _pairs(mapping["Nums"])]
    left_out = {0, pdf.catalog.number, mapping.number, *shared.values(), *(stamp[0] for stamp in stamps)}
    fragment = Fragment(
        number=number, pages=pages, parents=parents, shared=shared, stamps=stamps, bookmarks=bookmarks,
        kids=[_number(kid) for kid in pdf.objects[shared["document"]]["K"]],
        anchors=_anchors(pdf, pages), faces=[Face.of(key, font) for key, font in laid.fonts.items()],
    )  # fmt: skip
    written(fragment, pdf, lambda number: number not in left_out)
    return fragment


def shared_of(pdf: Any, laid: Laid) -> tuple[dict[str, int], Any]:  # noqa: ANN401 - pydyf has no types
    """Return the numbers of what every document has once, and its tree of tags by content."""
    page = pdf.objects[pdf.pages["Kids"][0]]
    resources = pdf.objects[_number(page["Resources"])]
    root = pdf.objects[_number(pdf.catalog["StructTreeRoot"])]
    shared = {
        "pages": pdf.pages.number,
        "profile": _number(laid.color_profiles[COLOURS].pdf_reference),
        "colours": _number(resources["ColorSpace"]),
        "faces": _number(resources["Font"]),
        "tags": root.number,
        "document": _number(root["K"][0]),
    }
    return shared, pdf.objects[_number(root["ParentTree"])]


def written(fragment: Fragment, pdf: Any, wanted: Callable[[int], bool]) -> None:  # noqa: ANN401
    """Write those objects into a fragment that are wanted there."""
    for held in pdf.objects:
        if not wanted(held.number):
            continue
        if isinstance(held, pydyf.Stream):
            head, body = held.data.split(b"\nstream\n", 1)
            fragment.streams[held.number] = (head, body)
        else:
            fragment.objects[held.number] = held.data


def _made_its_own(pdf: Any, number: int) -> None:  # noqa: ANN401
    """Give what must be unlike in every sheet the sheet's number, and links to other sheets their targets."""
    for held in pdf.objects:
        if not isinstance(held, dict):
            continue
        for key in ("StructParents", "StructParent"):
            if key in held:
                held[key] += number * STRIDE
        if "ID" in held:
            held["ID"].string = f"{number}-{held['ID'].string}"
        if held.get("Type") == "/Annot":
            _led(held)


def _led(link: Any) -> None:  # noqa: ANN401
    link["F"] = 4  # printed, as PDF/A wants it
    address = link["A"]["URI"].string if "A" in link else ""
    if address.startswith(ELSEWHERE):
        del link["A"]
        link["Dest"] = pydyf.String(address.removeprefix(ELSEWHERE))
        link["Contents"] = link["Dest"]


def _stamped(pdf: Any, laid: Laid, pages: list[int]) -> Iterator[tuple[int, int, str]]:  # noqa: ANN401
    """Give each page but the cover a second content, to be filled when its number is known."""
    for place, (page, number) in enumerate(zip(laid.pages, pages, strict=True)):
        kind = page._page_box.page_type.name  # noqa: SLF001 - it says so nowhere else
        if kind == COVER:
            continue
        stamp = pydyf.Stream()
        pdf.add_object(stamp)
        held = pdf.objects[number]
        held["Contents"] = pydyf.Array([held["Contents"], stamp.reference])
        yield stamp.number, place, kind


def _bookmarks(laid: Laid) -> Iterator[tuple[int, str, Dot]]:
    for place, page in enumerate(laid.pages):
        for level, label, (x, y), _ in page.bookmarks:
            yield level, label, (place, 0.75 * x, 0.75 * (page.height - y))


def _anchors(pdf: Any, pages: list[int]) -> dict[str, Dot]:  # noqa: ANN401
    names = pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", [])
    return {name.string: (pages.index(_number(held[0])), held[2], held[3]) for name, held in _pairs(names)}


def _object_for(pdf: Any, held: Any) -> int:  # noqa: ANN401
    """Return the number of an object, made one where it is none yet."""
    if isinstance(held, bytes):
        return _number(held)
    pdf.add_object(held)
    return int(held.number)


def _pairs(flat: list[Any]) -> Iterator[tuple[Any, Any]]:
    return zip(flat[::2], flat[1::2], strict=True)


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
