"""Objects of all sheets in one file: each sheet numbered anew by itself, then all put one after the other."""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from shutil import copyfileobj
from typing import IO

from audits.dossiers.sheets.fragments import Fragment
from audits.dossiers.sheets.numbers import Pattern

# What a document has once has the first numbers, so that every sheet knows them before the others are laid out.
SHARED = (
    "catalogue", "info", "pages", "profile", "colours", "faces", "tags", "document", "parents", "anchors",
    "bookmarks",
)  # fmt: skip
SLOTS = {name: number for number, name in enumerate(SHARED, start=1)}
FIRST = len(SLOTS) + 1
# A reference, or a text in which something may look like one.
REFERENCE = re.compile(rb"\((?:\\.|[^\\)])*\)|\b(\d+) 0 R\b", re.DOTALL)
OPENING = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
PLAIN, PACKED = 1, 2
WIDTHS = (1, 4, 3)


@dataclass(frozen=True)
class Numbering:
    """Where the objects of a sheet stand in the file, and where its pages stand in the dossier."""

    base: int
    first_page: int
    pages: int


def size_of(fragment: Fragment) -> int:
    """Return how many numbers a sheet takes, with the one of the object that holds its small objects."""
    return len(fragment.numbers) + 1


def places_of(fragment: Fragment, base: int) -> dict[int, int]:
    """Return the numbers in the file of a sheet's objects."""
    own = {number: base + i for i, number in enumerate(fragment.numbers)}
    return {**own, **{number: SLOTS[name] for name, number in fragment.shared.items()}}


def bind(
    fragment: Fragment, numbering: Numbering, stamps: Mapping[str, Pattern], path: Path,
    defined: Sequence[tuple[int, bytes]] = (),
) -> None:  # fmt: skip
    """Write a sheet's objects as they stand in the file, with the rows that say where each of them is.

    Shape: `defined` are more small objects, by their numbers in the file.
    """
    places = places_of(fragment, numbering.base)
    named = {number: b"%d 0 R" % place for number, place in places.items()}
    rows: dict[int, tuple[int, int, int]] = {}
    pieces: list[bytes] = []
    at = 0
    streams = {n: (_renumbered(head, named), body) for n, (head, body) in fragment.streams.items()}
    for number, place, kind in fragment.stamps:
        content = zlib.compress(stamps[kind].stamp(numbering.first_page + place, numbering.pages))
        head = b"<</Filter /FlateDecode/Length %d>>" % len(content)
        streams[number] = (head, content + b"\nendstream")
    for number, (head, body) in sorted(streams.items()):
        piece = b"%d 0 obj\n%b\nstream\n%b\nendobj\n" % (places[number], head, body)
        rows[places[number]] = (PLAIN, at, 0)
        pieces.append(piece)
        at += len(piece)
    small = [(places[n], _renumbered(held, named)) for n, held in sorted(fragment.objects.items())]
    small += defined
    holder = numbering.base + len(fragment.numbers)
    pieces.append(_packed(holder, small))
    rows[holder] = (PLAIN, at, 0)
    rows.update({number: (PACKED, holder, index) for index, (number, _) in enumerate(small)})
    with path.open("wb") as file:
        facts = json.dumps(sorted((number, *row) for number, row in rows.items())).encode()
        file.write(b"%d\n" % len(facts))
        file.write(facts)
        file.writelines(pieces)


def write(bound: Sequence[Path], path: Path) -> None:
    """Write the file: what was bound, one after the other, and the table of all objects."""
    rows: dict[int, bytes] = {}
    identity = md5(usedforsecurity=False)
    with path.open("wb") as out:
        out.write(OPENING)
        for part in bound:
            begin = out.tell()
            with part.open("rb") as file:
                for number, kind, where, index in json.loads(file.read(int(file.readline()))):
                    rows[number] = _row(kind, where + (begin if kind == PLAIN else 0), index)
                copyfileobj(file, out)
            identity.update(part.read_bytes())
        _close(out, rows, identity.hexdigest())


def _close(out: IO[bytes], rows: dict[int, bytes], identity: str) -> None:
    at, number = out.tell(), max(rows) + 1
    rows[0], rows[number] = _row(0, 0, 65535), _row(PLAIN, at, 0)
    # Rows are so alike that looking longer takes ten times as long and finds nothing.
    table = zlib.compress(b"".join(rows[n] for n in range(number + 1)))
    head = (
        f"<</Type /XRef/Index [0 {number + 1}]/W [{' '.join(map(str, WIDTHS))}]/Size {number + 1}"
        f"/Root {SLOTS['catalogue']} 0 R/Info {SLOTS['info']} 0 R/ID [({identity}) ({identity})]"
        f"/Filter /FlateDecode/Length {len(table)}>>"
    )
    out.write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, head.encode(), table))
    out.write(b"startxref\n%d\n%%%%EOF\n" % at)


def _row(*fields: int) -> bytes:
    return b"".join(held.to_bytes(width, "big") for held, width in zip(fields, WIDTHS, strict=True))


def _packed(number: int, objects: Sequence[tuple[int, bytes]]) -> bytes:
    """Return the object that holds the small ones."""
    head, at = [], 0
    for own, content in objects:
        head.append(f"{own} {at}")
        at += len(content) + 1
    opening = (" ".join(head) + "\n").encode()
    packed = zlib.compress(opening + b"\n".join(content for _, content in objects), 9)
    return (
        b"%d 0 obj\n<</Type /ObjStm/N %d/First %d/Filter /FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n"
        % (number, len(objects), len(opening), len(packed), packed)
    )


def _renumbered(content: bytes, named: Mapping[int, bytes]) -> bytes:
    """Return an object with its references to where they lead in the file; what stands in texts stays."""
    return REFERENCE.sub(lambda found: named[int(found[1])] if found[1] else found[0], content)
