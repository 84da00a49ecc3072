#!/usr/bin/env python3
"""Check an Annex dossier without Annex: `python3 -I verify_annex.py FILE.pdf|FILE.zip --trust ROOTS.pem`.

One file, nothing but Python 3.9 or newer. Prints a line for each thing it asked and ends with 0 (intact), 1 (altered
or not trusted) or 2 (unreadable: no Annex dossier, or a signature of a kind that this file cannot check). It checks
the seal over every byte, what was added after it, the signature with its time-stamp down to the arithmetic, the
attached record and, of a ZIP, every file and the extract of the trail. It does not check whether a certificate was
revoked, nor that the pages say what the record says.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

# --- What is said


class Altered(Exception):
    """Something is not as Annex leaves it; the words say what."""


class Stranger(Exception):
    """This was never a dossier made by Annex."""


class Check(NamedTuple):
    """One thing that was asked; `passed` is None where it was not or could not be asked here."""

    name: str
    passed: bool | None
    says: str
    undecided: bool = False


def passed(name: str, says: str) -> Check:
    return Check(name, passed=True, says=says)


def differs(name: str, says: str) -> Check:
    return Check(name, passed=False, says=says)


def unasked(name: str, says: str) -> Check:
    return Check(name, passed=None, says=says)


def damage(name: str, fault: Exception) -> Check:
    return differs(name, str(fault) if isinstance(fault, Altered) else f"It is damaged: {fault!r}")


DAMAGE = (Altered, ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, zlib.error,
          RecursionError)  # fmt: skip
MARKS = {True: "ok     ", False: "DIFFERS", None: "open   "}


def need(holds: object, says: str) -> None:
    if not holds:
        raise Altered(says)


# --- PDF: just enough to read what Annex and pyHanko write


class Name(str):
    """A PDF name."""

    __slots__ = ()


class Ref(NamedTuple):
    """A reference to an indirect object."""

    number: int


class Stream(NamedTuple):
    """A dictionary with its bytes as they stand in the file."""

    entries: dict[str, Any]
    raw: bytes

    def data(self) -> bytes:
        if "Filter" not in self.entries:
            return self.raw
        need(
            self.entries["Filter"] in ("FlateDecode", ["FlateDecode"]),
            "A stream is packed in an unknown way.",
        )
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(self.raw, MOST_UNPACKED)
        need(unpacker.eof, "A stream is cut or too large.")
        return plain if "DecodeParms" not in self.entries else unpredicted(plain, self.entries["DecodeParms"])


MOST_UNPACKED, DEEPEST = 512 * 1024 * 1024, 60
SPACE, REGULAR = re.compile(rb"(?:[\0\t\n\f\r ]|%[^\r\n]*)*"), re.compile(rb"[^\0\t\n\f\r ()<>\[\]{}/%]+")
REFERENCE = re.compile(rb"(\d{1,10})[\0\t\n\f\r ]+\d{1,5}[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>\[\]{}/%])")
OBJECT, STREAM = re.compile(rb"(\d{1,10}) \d{1,5} obj"), re.compile(rb"[\0\t\n\f\r ]*stream(?:\r\n|\n)")
ENDOBJ, ENDSTREAM = re.compile(rb"\s*endobj[\r\n]*"), re.compile(rb"\r?\n?endstream")
HEXED = re.compile(rb"#([0-9A-Fa-f]{2})")
STRING, PAREN = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.DOTALL), re.compile(rb"\\.|[()]", re.DOTALL)
ESCAPES = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
WORDS = {b"true": True, b"false": False, b"null": None}


def unpredicted(plain: bytes, parms: dict[str, Any]) -> bytes:
    """Undo the PNG predictor "up", which is the one that writers use for tables of objects."""
    width = parms.get("Columns", 1)
    rows, before = [], bytes(width)
    for at in range(0, len(plain), width + 1):
        need(plain[at] in (0, 2), "A table of objects is packed in an unknown way.")
        row = plain[at + 1 : at + 1 + width]
        before = bytes((a + b) % 256 for a, b in zip(row, before)) if plain[at] == 2 else row  # noqa: B905
        rows.append(before)
    return b"".join(rows)


def value(raw: bytes, at: int, depth: int = 0) -> tuple[Any, int]:
    """Read one PDF value and return it with the place after it; text in strings is decoded."""
    need(depth < DEEPEST, "Values are nested too deeply.")
    at = SPACE.match(raw, at).end()  # type: ignore[union-attr]
    if raw[at : at + 2] == b"<<":
        pairs, at = sequence(raw, at + 2, b">>", depth)
        return {str(key): held for key, held in zip(pairs[::2], pairs[1::2])}, at  # noqa: B905
    if raw[at : at + 1] == b"[":
        return sequence(raw, at + 1, b"]", depth)
    if raw[at : at + 1] == b"(":
        return literal(raw, at + 1)
    if raw[at : at + 1] == b"<":
        end = raw.index(b">", at)
        return worded(bytes.fromhex(raw[at + 1 : end].decode())), end + 1
    if pointer := REFERENCE.match(raw, at):
        return Ref(int(pointer[1])), pointer.end()
    return word(raw, at)


def word(raw: bytes, at: int) -> tuple[Any, int]:
    """Read a name, a number, or one of the three words."""
    named = raw[at : at + 1] == b"/"
    found = REGULAR.match(raw, at + named)
    if named:
        text = HEXED.sub(lambda hexed: bytes([int(hexed[1], 16)]), found[0] if found else b"")
        return Name(text.decode("latin-1")), found.end() if found else at + 1
    need(found, "A value cannot be read.")
    return (WORDS[found[0]] if found[0] in WORDS else Decimal(found[0].decode())), found.end()  # type: ignore[index,union-attr]


def sequence(raw: bytes, at: int, closing: bytes, depth: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    while True:
        at = SPACE.match(raw, at).end()  # type: ignore[union-attr]
        if raw.startswith(closing, at):
            return found, at + len(closing)
        held, at = value(raw, at, depth + 1)
        found.append(held)


def literal(raw: bytes, at: int) -> tuple[str, int]:
    level, begin = 1, at
    while level:
        mark = PAREN.search(raw, at)
        need(mark, "A string does not end.")
        level += {b"(": 1, b")": -1}.get(mark[0], 0)  # type: ignore[index]
        at = mark.end()  # type: ignore[union-attr]
    return worded(STRING.sub(escaped, raw[begin : at - 1])), at


def escaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8) % 256]) if found[1] else ESCAPES.get(found[2], found[2])


def worded(raw: bytes) -> str:
    return raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def indirect(raw: bytes, at: int) -> tuple[int, Any, int]:
    """Read the indirect object at a place: its number, its value, and the place after it."""
    head = OBJECT.match(raw, at)
    need(head, f"No object at byte {at:,}.")
    held, at = value(raw, head.end())  # type: ignore[union-attr]
    if opening := STREAM.match(raw, at):
        end = opening.end() + int(held["Length"])
        held, at = Stream(held, raw[opening.end() : end]), end
        at = ENDSTREAM.match(raw, at).end()  # type: ignore[union-attr]
    closing = ENDOBJ.match(raw, at)
    need(closing, f"An object does not end at byte {at:,}.")
    return int(head[1]), held, closing.end()  # type: ignore[index,union-attr]


class Pdf:
    """The sealed part of the file: its objects by number, found through its own table."""

    def __init__(self, raw: bytes) -> None:
        self.raw, self.packed = raw, {}  # type: bytes, dict[int, list[Any]]
        found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", raw[-64:])
        need(found, "The sealed part does not end as a PDF does.")
        self.start = int(found[1])  # type: ignore[index]
        _, table, _ = indirect(raw, self.start)
        self.trailer: dict[str, Any] = table.entries
        need("Prev" not in self.trailer, "The sealed part is not of one piece.")
        self.places = dict(placed(table))

    def get(self, number: int) -> Any:  # noqa: ANN401 whatever the object holds
        kind, where, index = self.places[number]
        if kind == 1:
            return indirect(self.raw, where)[1]
        if where not in self.packed:
            self.packed[where] = list(unpacked(indirect(self.raw, self.places[where][1])[1]))
        return self.packed[where][index]

    def follow(self, held: Any) -> Any:  # noqa: ANN401
        return self.get(held.number) if isinstance(held, Ref) else held

    def first_page(self) -> int:
        """Return the number of the first page, found through the tree of pages."""
        node, number = self.follow(self.follow(self.trailer["Root"])["Pages"]), 0
        for _ in range(DEEPEST):
            number = int(node["Kids"][0].number)
            node = self.get(number)
            if "Kids" not in node:
                return number
        raise Altered("The tree of pages does not end.")

    def attachments(self) -> dict[str, bytes]:
        """Return the attached files by name."""
        tree = self.follow(self.follow(self.follow(self.trailer["Root"])["Names"])["EmbeddedFiles"])
        names = self.follow(tree["Names"])
        files = (self.follow(self.follow(spec)["EF"])["F"] for spec in names[1::2])
        return {str(name): self.follow(file).data() for name, file in zip(names[::2], files)}  # noqa: B905


def placed(table: Stream) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """Yield each object's number with its kind (1 plain, 2 packed), its place and its index."""
    widths, raw, at = [int(width) for width in table.entries["W"]], table.data(), 0
    index = [int(part) for part in table.entries.get("Index", [0, table.entries["Size"]])]
    for begin, count in zip(index[::2], index[1::2]):  # noqa: B905
        for number in range(begin, begin + count):
            fields = []
            for width in widths:
                need(at + width <= len(raw), "The table of objects is cut.")
                fields.append(int.from_bytes(raw[at : at + width], "big"))
                at += width
            yield number, (fields[0], fields[1], fields[2])


def unpacked(packed: Stream) -> Iterator[Any]:
    raw, first = packed.data(), int(packed.entries["First"])
    head = [int(number) for number in raw[:first].split()]
    for offset in head[1::2]:
        yield value(raw, first + offset)[0]


# --- The seal

SLOT = re.compile(rb"<annex:seal>([0-9a-f]{64}) ([0-9]{12})</annex:seal>")
STATED = re.compile(rb"<annex:record>([0-9a-f]{64})</annex:record>")
OURS = (b"urn:annex:dossier:", b"<annex:seal>", b"<annex:record>")


def sealed_part(pdf: bytes) -> bytes:
    """Return the part of the file that the seal covers, once every byte of it is as it was sealed."""
    slots = list(SLOT.finditer(pdf))
    need(len(slots) == 1, f"Expected one seal, found {len(slots)}.")
    begin, end = slots[0].span(1)
    length = int(slots[0][2])
    need(end < length <= len(pdf), f"Sealed with {length:,} bytes, now {len(pdf):,}.")
    computed = hashlib.sha256(pdf[:begin] + b"0" * 64 + pdf[end:length]).hexdigest()
    need(computed == slots[0][1].decode(), f"Sealed as {slots[0][1].decode()}, now {computed}.")
    return pdf[:length]


# --- What may follow the seal: signatures, time-stamps and what is needed to check them


class Signature(NamedTuple):
    """One signature or document time-stamp: the bytes it covers, and its container."""

    kind: str
    covered: bytes
    container: bytes
    end: int


OF_ROOT, OF_FORM = {"AcroForm", "Perms", "DSS", "Extensions"}, {"Fields", "SigFlags"}
OF_WIDGET = {"FT", "T", "TU", "Type", "Subtype", "F", "Rect", "P", "V"}
OF_STORE = {"Type", "Certs", "CRLs", "OCSPs"}
END = re.compile(rb"\s*startxref\s+(\d+)\s+%%EOF[\r\n]*")


def signatures(pdf: bytes, sealed: bytes) -> list[Signature]:
    """Return what was signed after the seal; refuse anything else that was added."""
    base = Pdf(sealed)
    known: dict[int, Any] = {}
    found: list[Signature] = []
    at, start = len(sealed), base.start
    while at < len(pdf):
        added, table, where, end = revision(pdf, at)
        need(int(table["Prev"]) == start, "A revision does not follow the one before.")
        need(table["Root"] == base.trailer["Root"], "A revision has another root.")
        fields = {
            number
            for number, held in added.items()
            if isinstance(held, dict) and held.get("Subtype") == "Widget"
        }
        for number, held in added.items():
            before = known[number] if number in known else base.get(number) if number in base.places else None
            if before is None:
                harmless(number, held)
            else:
                only_signed(number, held, before, base, fields)
        known.update(added)
        signed = [held for held in added.values() if isinstance(held, dict) and "ByteRange" in held]
        need(len(signed) == 1, f"A revision holds {len(signed)} signatures instead of one.")
        found.append(covering(pdf, signed[0], end))
        at, start = end, where
    return found


def revision(pdf: bytes, at: int) -> tuple[dict[int, Any], dict[str, Any], int, int]:
    """Read one revision without leaving out a byte: its objects, its table's head, where that stands, its end."""
    objects: dict[int, Any] = {}
    places: dict[int, tuple[int, int, int]] = {}
    while True:
        where = SPACE.match(pdf, at).end()  # type: ignore[union-attr]
        number, held, at = indirect(pdf, where)
        if isinstance(held, Stream) and held.entries.get("Type") == "XRef":
            break
        need(number not in objects, f"Object {number} is there twice.")
        objects[number], places[number] = held, (1, where, 0)
    listed = {at: place for at, place in placed(held) if place[0]}
    need(listed in (places, {**places, number: (1, where, 0)}), "A revision's table lists other objects.")
    closing = END.match(pdf, at)
    need(closing, "A revision does not end as it should.")
    need(int(closing[1]) == where, "A revision's end points elsewhere.")  # type: ignore[index]
    return objects, held.entries, where, closing.end()  # type: ignore[union-attr]


def harmless(number: int, held: Any) -> None:  # noqa: ANN401
    """Refuse a new object that does more than sign: anything that could show on a page or act."""
    if isinstance(held, Stream):
        need(set(held.entries) <= {"Length", "Filter"}, f"Object {number} should not be there.")
    elif "ByteRange" not in held and held.get("Subtype") == "Widget":
        need(
            set(held) <= OF_WIDGET and held["FT"] == "Sig" and not any(held["Rect"]),
            "A field does more than sign.",
        )
    elif "ByteRange" not in held:
        need(set(held) <= OF_FORM or set(held) <= OF_STORE, f"Object {number} should not be there.")


def only_signed(number: int, held: Any, before: Any, base: Pdf, fields: set[int]) -> None:  # noqa: ANN401
    """Refuse an object put in the place of an earlier one, unless it only takes up a signature."""
    if number == base.trailer["Root"].number:
        need(without(held, OF_ROOT) == without(before, OF_ROOT), "The document's root was changed.")
        need(set(base.follow(held.get("Extensions", {}))) <= {"ESIC"}, "The root has a new extension.")
        need(set(held["Perms"]) == {"DocMDP"}, "The root permits something new.")
        pointed = [held[key] for key in ("AcroForm", "DSS") if key in held]
        need(
            all(isinstance(ref, Ref) and ref.number not in base.places for ref in pointed),
            "The root was changed.",
        )
    elif number == base.first_page():
        need(without(held, {"Annots"}) == without(before, {"Annots"}), "The first page was changed.")
        extended(held["Annots"], before.get("Annots", []), fields)
    elif isinstance(before, list):
        need(base.get(base.first_page()).get("Annots") == Ref(number), f"Object {number} was changed.")
        extended(held, before, fields)
    else:
        form = isinstance(held, dict) and isinstance(before, dict) and set(held) | set(before) <= OF_FORM
        need(form, f"Object {number} was changed.")


def extended(now: list[Any], before: list[Any], fields: set[int]) -> None:
    """Refuse anything but a signature's field at the end of what a page can be clicked on."""
    added = now[len(before) :]
    need(
        now[: len(before)] == before and all(ref.number in fields for ref in added), "A page has a new link."
    )


def without(held: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: part for key, part in held.items() if key not in keys}


def covering(pdf: bytes, signed: dict[str, Any], end: int) -> Signature:
    """Return a signature that covers its whole revision and all before, but for its own container."""
    ranges = [int(number) for number in signed["ByteRange"]]
    need(
        len(ranges) == 4 and ranges[0] == 0 and ranges[2] + ranges[3] == end, "A signature leaves out bytes."
    )
    hexed = pdf[ranges[1] : ranges[2]]
    need(re.fullmatch(rb"<(?:[0-9A-F]{2})+0*>", hexed), "A signature leaves out bytes.")
    padded = bytes.fromhex(hexed[1:-1].decode())
    size = node(padded, 0).end
    need(not any(padded[size:]), "Something hides behind a signature.")
    # pyHanko leaves the zeros that remain of the place it kept; they are zeros and nothing else.
    need(not hexed[1 + 2 * size : -1].strip(b"0"), "Something hides behind a signature.")
    covered = pdf[: ranges[1]] + pdf[ranges[2] : end]
    return Signature(str(signed["SubFilter"]), covered, padded[:size], end)


# --- DER, and the arithmetic of keys


class Node(NamedTuple):
    """One DER value: its tag, where its content begins and ends, and all the bytes around it."""

    tag: int
    raw: bytes
    begin: int
    body: int
    end: int

    @property
    def content(self) -> bytes:
        return self.raw[self.body : self.end]

    @property
    def whole(self) -> bytes:
        return self.raw[self.begin : self.end]

    @property
    def parts(self) -> list[Node]:
        return self.within(0x30)

    @property
    def members(self) -> list[Node]:
        return self.within(0x31)

    def within(self, tag: int) -> list[Node]:
        """Return what a sequence, a set or a marked value holds, provided it is of that kind."""
        need(self.tag == tag, "A certificate or signature is damaged.")
        found, at = [], self.body
        while at < self.end:
            found.append(node(self.raw, at))
            at = found[-1].end
        need(at == self.end, "A certificate or signature is damaged.")
        return found

    @property
    def number(self) -> int:
        need(self.tag == 2, "A number was expected.")
        return int.from_bytes(self.content, "big", signed=True)


def node(raw: bytes, at: int) -> Node:
    """Read the DER value at a place: lengths definite and as short as can be."""
    need(at + 2 <= len(raw), "A certificate or signature is cut.")
    tag, length, body = raw[at], raw[at + 1], at + 2
    if length > 0x7F:
        body = at + 2 + (length & 0x7F)
        need(0x80 < length <= 0x84, "A length is not written as it should be.")
        length = int.from_bytes(raw[at + 2 : body], "big")
        need(length > 0x7F and raw[at + 2], "A length is not written as it should be.")
    need(body + length <= len(raw), "A certificate or signature is cut.")
    return Node(tag, raw, at, body, body + length)


def oid(part: Node) -> str:
    need(part.tag == 6 and part.content, "An identifier was expected.")
    numbers, number = [], 0
    for byte in part.content:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(number)
            number = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))


HASHES = {"2.16.840.1.101.3.4.2.1": "sha256", "2.16.840.1.101.3.4.2.2": "sha384",
          "2.16.840.1.101.3.4.2.3": "sha512", "1.3.14.3.2.26": "sha1"}  # fmt: skip
SIGNED_WITH = {"1.2.840.113549.1.1.11": "sha256", "1.2.840.113549.1.1.12": "sha384",
               "1.2.840.113549.1.1.13": "sha512", "1.2.840.10045.4.3.2": "sha256",
               "1.2.840.10045.4.3.3": "sha384", "1.2.840.10045.4.3.4": "sha512",
               "1.2.840.113549.1.1.1": "", "1.2.840.10045.2.1": ""}  # fmt: skip
RSA, ELLIPTIC = "1.2.840.113549.1.1.1", "1.2.840.10045.2.1"
# p, b, the base point and its order; a is p - 3 in each (FIPS 186-4, D.1.2).
CURVES = {
    "1.2.840.10045.3.1.7": (
        0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    ),
    "1.3.132.0.34": (
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    ),
}
PREFIXES = {"sha256": "3031300d060960864801650304020105000420", "sha384": "3041300d060960864801650304020205000430",
            "sha512": "3051300d060960864801650304020305000440"}  # fmt: skip


class Unknown(Exception):
    """A kind of key or signature whose arithmetic is not in this file."""


def signed_by(key: Node, algorithm: Node, hashed: str, signature: bytes, message: bytes) -> bool:
    """Say whether a public key made this signature of a message."""
    kind, bits = key.parts
    named = oid(algorithm.parts[0])
    if named not in SIGNED_WITH:
        raise Unknown(f"Signatures of the kind {named} cannot be checked here.")
    name = SIGNED_WITH[named] or hashed
    need(
        name in PREFIXES and bits.tag == 3 and bits.content[0] == 0,
        "A signature rests on a digest that is too weak.",
    )
    digest = hashlib.new(name, message).digest()
    if oid(kind.parts[0]) == RSA and named.startswith("1.2.840.113549.1.1."):
        need(algorithm.whole[-2:] == b"\5\0" and kind.whole[-2:] == b"\5\0", "A key is damaged.")
        modulus, exponent = (part.number for part in node(bits.content, 1).parts)
        return of_rsa(modulus, exponent, signature, bytes.fromhex(PREFIXES[name]) + digest)
    curve = oid(kind.parts[1]) if oid(kind.parts[0]) == ELLIPTIC else ""
    if curve not in CURVES:
        raise Unknown("Keys of this kind cannot be checked here.")
    need(len(algorithm.parts) == 1, "A signature is damaged.")
    return of_curve(CURVES[curve], bits.content[1:], signature, digest)


def of_rsa(modulus: int, exponent: int, signature: bytes, ending: bytes) -> bool:
    """RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2)."""
    size = (modulus.bit_length() + 7) // 8
    need(2048 <= modulus.bit_length() <= 16384 and 3 <= exponent < 1 << 64, "A key is too weak or too large.")
    expected = b"\0\1" + b"\xff" * (size - 3 - len(ending)) + b"\0" + ending
    return len(signature) == size and pow(
        int.from_bytes(signature, "big"), exponent, modulus
    ) == int.from_bytes(expected, "big")


def of_curve(curve: tuple[int, int, int, int, int], point: bytes, signature: bytes, digest: bytes) -> bool:
    """ECDSA (FIPS 186-5, 6.4.2) on uncompressed points."""
    p, b, gx, gy, order = curve
    half = (p.bit_length() + 7) // 8
    need(point[0] == 4 and len(point) == 1 + 2 * half, "A key is damaged.")
    x, y = int.from_bytes(point[1 : 1 + half], "big"), int.from_bytes(point[1 + half :], "big")
    need((y * y - x * x * x + 3 * x - b) % p == 0, "A key is damaged.")
    whole = node(signature, 0)
    r, s = (part.number for part in whole.parts)
    need(whole.end == len(signature) and 0 < r < order and 0 < s < order, "A signature is damaged.")
    hashed = int.from_bytes(digest[:half], "big")
    inverse = pow(s, -1, order)
    total = plus(times(hashed * inverse % order, (gx, gy), p), times(r * inverse % order, (x, y), p), p)
    return total is not None and total[0] % order == r


def plus(one: tuple[int, int] | None, other: tuple[int, int] | None, p: int) -> tuple[int, int] | None:
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % p == 0:
            return None
        slope = (3 * one[0] * one[0] - 3) * pow(2 * one[1], -1, p) % p
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], -1, p) % p
    x = (slope * slope - one[0] - other[0]) % p
    return x, (slope * (one[0] - x) - one[1]) % p


def times(factor: int, point: tuple[int, int], p: int) -> tuple[int, int] | None:
    total: tuple[int, int] | None = None
    doubled: tuple[int, int] | None = point
    while factor:
        total = plus(total, doubled, p) if factor & 1 else total
        doubled, factor = plus(doubled, doubled, p), factor >> 1
    return total


# --- Certificates


class Certificate:
    """What a certificate says, and the means to check what it signed."""

    def __init__(self, raw: Node) -> None:
        self.whole = raw.whole
        self.body, self.algorithm, self.bits = raw.parts
        fields = self.body.parts
        fields = fields[1:] if fields[0].tag == 0xA0 else fields
        self.serial, inner, self.issuer, days, self.subject, self.key = fields[:6]
        need(inner.whole == self.algorithm.whole, "A certificate is damaged.")
        self.since, self.until = (moment(day) for day in days.parts)
        self.extensions = fields[-1].within(0xA3)[0].parts if fields[-1].tag == 0xA3 else []

    @property
    def name(self) -> str:
        parts = (pair.parts for group in self.subject.parts for pair in group.members)
        words = {oid(kind): held.content.decode("utf-8", "replace") for kind, held in parts}
        return (
            ", ".join(words[kind] for kind in ("2.5.4.3", "2.5.4.10", "2.5.4.6") if kind in words)
            or "no name"
        )

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.whole).hexdigest()

    @property
    def is_root(self) -> bool:
        """Whether it is meant to stand at the top: what is below names another certificate as its issuer's."""
        marked = {oid(one.parts[0]): one.parts[-1].content for one in self.extensions}
        own, above = marked.get("2.5.29.14", b""), marked.get("2.5.29.35", b"")
        return self.issuer.whole == self.subject.whole or not above or own[2:] in above

    def made(self, other: Certificate) -> bool:
        """Say whether this certificate's key signed another."""
        if self.subject.whole != other.issuer.whole:
            return False
        need(other.bits.tag == 3 and other.bits.content[0] == 0, "A certificate is damaged.")
        return signed_by(self.key, other.algorithm, "", other.bits.content[1:], other.body.whole)


def moment(part: Node) -> datetime:
    text = part.content.decode("ascii")
    if part.tag == 0x17:
        text = ("20" if int(text[:2]) < 50 else "19") + text
    need(re.fullmatch(r"\d{14}(\.\d+)?Z", text), "A time cannot be read.")
    return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=timezone.utc)  # noqa: UP017 Python 3.9


def certificates_of(pem: bytes) -> list[Certificate]:
    """Return the certificates of a PEM file."""
    blocks = re.findall(rb"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", pem, re.DOTALL)
    return [Certificate(node(base64.b64decode(block), 0)) for block in blocks]


# --- Signatures: CMS (RFC 5652), CAdES and time-stamps (RFC 3161)

SIGNED_DATA, DATA, TIME_STAMP = "1.2.840.113549.1.7.2", "1.2.840.113549.1.7.1", "1.2.840.113549.1.9.16.1.4"
CONTENT_TYPE, DIGEST, TOKEN = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4", "1.2.840.113549.1.9.16.2.14"
# The extended use "time-stamping", as it stands in a certificate.
STAMPS = bytes.fromhex("06082b06010505070308")
SIGNER, SIGNER_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"


class Signed(NamedTuple):
    """Who signed, when by the word of a time-stamping authority, and by whom the chain was vouched for."""

    by: Certificate
    chain: list[Certificate]
    at: datetime | None
    authority: Signed | None


def checked(container: bytes, content: bytes | None, *, is_token: bool = False) -> Signed:
    """Check every byte of a signature's container against the content it signs (None: the content is inside)."""
    whole = node(container, 0)
    kind, wrapped = whole.parts
    need(
        whole.end == len(container) and oid(kind) == SIGNED_DATA and wrapped.tag == 0xA0,
        "This is no signature.",
    )
    version, digests, held, *rest, signers = wrapped.within(0xA0)[0].parts
    need(len(wrapped.within(0xA0)) == 1 and len(rest) == 1 and rest[0].tag == 0xA0, "A signature is damaged.")
    need(len(signers.members) == 1, "Expected one signature in its container.")
    expected = TIME_STAMP if is_token else DATA
    need(
        oid(held.parts[0]) == expected and version.number == (3 if is_token else 1),
        "A signature is of another kind.",
    )
    if is_token:
        need(len(held.parts) == 2 and len(held.parts[1].within(0xA0)) == 1, "A time-stamp is damaged.")
        inside = held.parts[1].within(0xA0)[0]
        need(inside.tag == 4, "A time-stamp is damaged.")
        content = inside.content
    need(content is not None and (is_token or len(held.parts) == 1), "A signature is damaged.")
    signer = signers.members[0]
    need(
        [one.whole for one in digests.members] == [signer.parts[2].whole],
        "A signature is damaged.",
    )
    by, token = signer_of(signer, rest[0], content or b"", expected)
    chain = chain_of(by, [Certificate(part) for part in rest[0].within(0xA0)])
    need(not is_token or STAMPS in by.whole, "A time-stamp was made with a certificate for something else.")
    authority = checked(token[0], None, is_token=True) if token else None
    at = imprinted(token[0], token[1]) if token else None
    return Signed(by, chain, at, authority)


def signer_of(
    signer: Node, certificates: Node, content: bytes, kind: str
) -> tuple[Certificate, tuple[bytes, bytes] | None]:
    """Check the signature itself; return whose it is, and the time-stamp on it with what that has to cover."""
    version, sid, digest, attributes, algorithm, signature, *unsigned = signer.parts
    need(version.number == 1 and attributes.tag == 0xA0 and signature.tag == 4, "A signature is damaged.")
    hashed = HASHES.get(oid(digest.parts[0]), "")
    need(
        hashed in PREFIXES and digest.whole[-2:] in (b"\5\0", digest.parts[0].whole[-2:]),
        "A digest is too weak.",
    )
    issuer, serial = sid.parts
    given = {one.whole: one for one in map(Certificate, certificates.within(0xA0))}.values()
    named = [one for one in given if one.issuer.whole == issuer.whole and one.serial.whole == serial.whole]
    need(len(named) == 1, "The signer's certificate is missing.")
    said = {oid(part.parts[0]): part.parts[1].members[0] for part in attributes.within(0xA0)}
    need(oid(said[CONTENT_TYPE]) == kind, "A signature is of another kind.")
    need(said[DIGEST].content == hashlib.new(hashed, content).digest(), "What was signed has changed.")
    need(bound(said) in {hashlib.new(name, named[0].whole).hexdigest() for name in HASHES.values()},
         "The signer's certificate is another.")  # fmt: skip
    message = b"\x31" + attributes.whole[1:]
    need(
        signed_by(named[0].key, algorithm, hashed, signature.content, message),
        "The signature is not by this key.",
    )
    if not unsigned:
        return named[0], None
    need(
        len(unsigned) == 1 and len(unsigned[0].within(0xA1)) == 1,
        "A signature is damaged.",
    )
    name, values = unsigned[0].within(0xA1)[0].parts
    need(oid(name) == TOKEN and len(values.members) == 1, "A signature is damaged.")
    return named[0], (values.members[0].whole, signature.content)


def bound(said: dict[str, Node]) -> str:
    """Return the digest by which the signed attributes name the signer's certificate."""
    listed = (said[SIGNER_V2] if SIGNER_V2 in said else said[SIGNER]).parts[0].parts[0].parts
    digests = [part.content.hex() for part in listed if part.tag == 4]
    need(digests, "A signature does not name its certificate.")
    return digests[0]


def imprinted(token: bytes, signed: bytes) -> datetime:
    """Return the time that a time-stamp states, once it is seen to be about these bytes."""
    data = node(token, 0).parts[1].within(0xA0)[0].parts[2].parts[1].within(0xA0)[0].content
    _, _, imprint, _, at, *_ = node(data, 0).parts
    name = HASHES.get(oid(imprint.parts[0].parts[0]), "")
    need(name in PREFIXES, "A time-stamp rests on a digest that is too weak.")
    need(
        imprint.parts[1].content == hashlib.new(name, signed).digest(),
        "A time-stamp is about something else.",
    )
    return moment(at)


def chain_of(by: Certificate, given: list[Certificate]) -> list[Certificate]:
    """Return the signer's certificate and those above it; refuse one that nobody here vouches for."""
    chain = [by]
    while len(chain) <= len(given):
        above = [one for one in given if one.made(chain[-1])]
        if not above or above[0].whole == chain[-1].whole:
            break
        chain.append(above[0])
    for one in given:
        vouched = one.whole in (chain[0].whole, chain[-1].whole) or any(other.made(one) for other in given)
        need(vouched, "A certificate in the signature is damaged.")
    need(not chain[-1].is_root or chain[-1].made(chain[-1]), "A certificate in the signature is damaged.")
    return chain


def trusted(signed: Signed, roots: list[Certificate], at: datetime) -> bool:
    """Say whether a chain ends at a root that the reader trusts, all valid on that day."""
    top = signed.chain[-1]
    known = any(root.whole == top.whole or root.made(top) for root in roots)
    return known and all(one.since <= at <= one.until for one in signed.chain)


# --- The record


def canonical(held: Any) -> str:  # noqa: ANN401
    """Write a JSON value in the one form of RFC 8785."""
    if isinstance(held, dict):
        keys = sorted(held, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(held[key])}" for key in keys) + "}"
    if isinstance(held, list):
        return "[" + ",".join(map(canonical, held)) + "]"
    if isinstance(held, (int, float)) and not isinstance(held, bool):
        return number(float(held))
    return json.dumps(held, ensure_ascii=False)


def number(held: float) -> str:
    """Write a number as ECMAScript does."""
    if held == 0:
        return "0"
    _, digits, exponent = Decimal(repr(abs(held))).normalize().as_tuple()
    text, point = "".join(map(str, digits)), len(digits) + int(exponent)
    if len(text) <= point <= 21:
        text += "0" * (point - len(text))
    elif 0 < point <= 21:
        text = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + text
    else:
        text = (
            text[0]
            + (f".{text[1:]}" if len(text) > 1 else "")
            + f"e{'+' if point > 0 else '-'}{abs(point - 1)}"
        )
    return ("-" if held < 0 else "") + text


def refused(constant: str) -> Any:  # noqa: ANN401
    raise Altered(f"{constant} is no JSON number.")


def record(sealed: bytes) -> tuple[dict[str, Any], str]:
    """Return the attached record and its digest, once it is the one that the file states."""
    attached = Pdf(sealed).attachments()
    need(
        set(attached) == {"pack.json", "evidence.json"},
        f"Attached: {', '.join(sorted(attached)) or 'nothing'}.",
    )
    raw = attached["pack.json"]
    stated, actual = STATED.findall(sealed), hashlib.sha256(raw).hexdigest()
    need(stated == [actual.encode()], f"pack.json has SHA-256 {actual}; the file states another.")
    pack = json.loads(raw.decode(), parse_constant=refused)
    need(canonical(pack).encode() == raw, "pack.json is not canonical JSON.")
    listed = canonical(pack.get("evidence", [])).encode()
    need(attached["evidence.json"] == listed, "evidence.json is not the list in the record.")
    return pack, actual


# --- The questions, one after the other


def examine(pdf: bytes, roots: list[Certificate], noted: str = "") -> tuple[list[Check], dict[str, Any]]:
    """Ask a PDF everything; return what was found and the record attached to it.

    Raises: Stranger, when nothing in the bytes claims to be a dossier.
    """
    if not any(mark in pdf for mark in OURS):
        raise Stranger("This is no PDF dossier made by Annex.")
    checks: list[Check] = []
    pack: dict[str, Any] = {}
    actual = hashlib.sha256(pdf).hexdigest()
    try:
        sealed = sealed_part(pdf)
        checks.append(passed("seal", f"{len(sealed):,} bytes, as sealed."))
        checks.extend(of_signatures(pdf, sealed, roots))
        pack, digest = record(sealed)
        checks.append(passed("record", f"pack.json has the SHA-256 that the file states: {digest}."))
    except DAMAGE as fault:
        checks.append(damage("file", fault))
    if noted:
        same = actual == noted.strip().lower()
        checks.append(Check("noted", same, f"SHA-256 {actual}; noted {noted.strip().lower()}."))
    else:
        checks.append(unasked("noted", f"SHA-256 {actual}. Compare it with what the register noted."))
    return checks, pack


def of_signatures(pdf: bytes, sealed: bytes, roots: list[Certificate]) -> Iterator[Check]:
    """Ask what follows the seal: that it is nothing but signatures, and whose."""
    found = signatures(pdf, sealed)
    if not found:
        yield unasked("signature", "Unsigned: the seal finds accidents, not somebody who seals anew.")
        return
    need(found[0].kind == "ETSI.CAdES.detached", "The first thing after the seal is no signature.")
    for one in found:
        stamp = one.kind == "ETSI.RFC3161"
        need(stamp or one is found[0], "There is a second signature.")
        try:
            signed = checked(one.container, None if stamp else one.covered, is_token=stamp)
        except Unknown as unknown:
            yield Check(
                "time-stamp" if stamp else "signature", passed=None, says=str(unknown), undecided=True
            )
            continue
        yield from of_one(signed, imprinted(one.container, one.covered) if stamp else None, one.end, roots)


def of_one(signed: Signed, stamped: datetime | None, end: int, roots: list[Certificate]) -> Iterator[Check]:
    whose = f"{signed.by.name} (certificate SHA-256 {signed.by.fingerprint})"
    covers = f"over all {end:,} bytes before its end"
    if stamped:
        yield passed("time-stamp", f"{stamped:%Y-%m-%d %H:%M:%S} UTC, {covers}, by {whose}.")
    else:
        yield passed("signature", f"By {whose}, {covers}.")
    if signed.authority and signed.at:
        by = signed.authority.by
        yield passed("time-stamp", f"Signed before {signed.at:%Y-%m-%d %H:%M:%S} UTC, says {by.name}.")
    for one, at in ((signed, stamped or signed.at), (signed.authority, signed.at)):
        if one is not None and not roots:
            yield unasked("trust", f"Who vouches for {one.by.name} was not asked (--trust ROOTS.pem).")
        elif one is not None:
            sure = trusted(one, roots, at or datetime.now(timezone.utc))  # noqa: UP017 Python 3.9
            how = "is vouched for by your roots" if sure else "is not vouched for by your roots on that day"
            yield Check("trust", sure, f"{one.by.name} {how}.")


# --- The ZIP for auditors

CHUNK = 1024 * 1024
# No archive of ours has a larger manifest, dossier or line of the trail: such a one is not unpacked further.
LONGEST_MANIFEST, LONGEST_DOSSIER, LONGEST_LINE = 16 * CHUNK, 2048 * CHUNK, 16 * CHUNK


def examine_zip(file: Any, roots: list[Certificate], noted: str = "") -> Iterator[Check]:  # noqa: ANN401 a path or file
    """Ask a ZIP everything: each file against the manifest, the PDF, the record, the trail."""
    with zipfile.ZipFile(file) as archive:
        manifest = json.loads(held(archive, "manifest.json", LONGEST_MANIFEST))
        names = archive.namelist()
        need(len(names) == len(set(names)), "A name is there twice.")
        listed = {row["name"]: row for row in manifest["files"]}
        lacking, strange = (
            sorted(set(listed) - set(names)),
            sorted(set(names) - set(listed) - {"manifest.json"}),
        )
        need(
            not lacking and not strange,
            f"Missing: {lacking or 'nothing'}; not listed: {strange or 'nothing'}.",
        )
        need(
            names == [*listed, "manifest.json"],
            "The files stand in another order than the manifest lists them.",
        )
        yield passed("manifest", f"{len(listed)} files, each listed, in this order.")
        for name, row in listed.items():
            actual = digest_of(archive, name, row["size"])
            yield Check("file", actual == row["sha256"], f"{name}, SHA-256 {actual}.")
        checks, pack = examine(held(archive, manifest["dossier"], LONGEST_DOSSIER), roots, noted)
        yield from checks
        yield of_evidence(listed, manifest["withheld"], pack)
        record = canonical(pack).encode()
        same = record == held(archive, "pack.json", len(record))
        yield Check(
            "pack", same, "pack.json is the record in the PDF." if same else "pack.json is another record."
        )
        with archive.open("trail.jsonl") as lines:
            yield of_trail(lines_of(lines), pack.get("trail", {}), manifest["trail"])


def held(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """Return what a file of the archive holds, provided it is not longer than this."""
    with archive.open(name) as content:
        raw = content.read(most + 1)
    need(len(raw) <= most, f"{name} is longer than it can be.")
    return raw


def lines_of(content: Any) -> Iterator[bytes]:  # noqa: ANN401 a file in the archive
    while line := content.readline(LONGEST_LINE + 1):
        need(len(line) <= LONGEST_LINE, "The trail has an entry longer than any of ours.")
        yield line


def digest_of(archive: zipfile.ZipFile, name: str, size: int) -> str:
    """Return the digest of a file; what is longer than listed is not read on."""
    seen, length = hashlib.sha256(), 0
    with archive.open(name) as content:
        while chunk := content.read(CHUNK):
            length += len(chunk)
            need(length <= size, f"{name} is longer than listed.")
            seen.update(chunk)
    return seen.hexdigest()


EVIDENCE = re.compile(r"evidence/(.+)\.json")


def of_evidence(listed: dict[str, Any], withheld: list[dict[str, Any]], pack: dict[str, Any]) -> Check:
    """Ask the evidence handed out and left out: the sealed record names each by its digest."""
    stated = {item["reference"]: item["sha256"] for item in pack.get("evidence", [])}
    given = {found[1]: row for name, row in listed.items() if (found := EVIDENCE.fullmatch(name))}
    strange = [row["name"] for reference, row in given.items() if stated.get(reference) != row["sha256"]]
    strange += [row["name"] for row in withheld if row["sha256"] not in stated.values()]
    if strange:
        return differs("evidence", f"The record does not name these: {strange}.")
    return passed(
        "evidence", f"{len(given)} files handed out and {len(withheld)} left out are named in the record."
    )


def of_trail(lines: Iterator[bytes], printed: dict[str, Any], head: dict[str, Any]) -> Check:
    """Ask the extract: every entry told in full has the digest it states and is bound to the one before it."""
    last: dict[str, Any] = {}
    told, met = 0, printed.get("seq") in (None, 0)
    for line in lines:
        entry = json.loads(line)
        need(
            not last or entry["seq"] == last["seq"] + 1, f"The trail has a hole before entry {entry['seq']}."
        )
        if "verb" in entry:
            told += 1
            need(entry_digest(entry) == entry["digest"], f"Entry {entry['seq']} of the trail was altered.")
            bound_here = not last or entry["previous"] == last["digest"]
            need(bound_here, f"Entry {entry['seq']} of the trail is not bound to the one before.")
        if entry["seq"] == printed.get("seq"):
            met = entry["digest"] == printed["hash"]
        last = entry
    need(met, "The trail does not have the entry that the dossier prints.")
    need((last.get("seq"), last.get("digest")) == (head["seq"], head["digest"]), "The trail ends elsewhere.")
    return passed("trail", f"{told} entries in full, bound to entry {last['seq']}, SHA-256 {last['digest']}.")


def entry_digest(entry: dict[str, Any]) -> str:
    content = {key: held for key, held in entry.items() if key != "digest"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


# --- For people

CONCLUSIONS = (
    "Intact.",
    "ALTERED. This is not what Annex made.",
    "Undecided: a signature cannot be checked here.",
)
UNTRUSTED = "NOT TRUSTED. Not altered, but signed by somebody for whom none of your roots vouches."


def main(words: list[str] | None = None) -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(
        description="Check an Annex dossier without Annex. Ends with 0 intact, 1 altered, 2 unreadable."
    )
    parser.add_argument("file", type=Path, help="a dossier, or the ZIP for auditors")
    parser.add_argument("--trust", type=Path, metavar="ROOTS.pem", help="root certificates that you trust")
    parser.add_argument(
        "--noted", metavar="SHA256", default="", help="the PDF's digest that the register noted"
    )
    options = parser.parse_args(words)
    try:
        roots = certificates_of(options.trust.read_bytes()) if options.trust else []
        checks = found_in(options.file, roots, options.noted)
    except (OSError, Stranger) as trouble:
        print(f"Unreadable. {trouble}")
        return 2
    for check in checks:
        print(f"{MARKS[check.passed]} {check.name:<12} {check.says}")
    code = concluded(checks)
    failed = {check.name for check in checks if check.passed is False}
    print(UNTRUSTED if failed == {"trust"} else CONCLUSIONS[code])
    return code


def concluded(checks: list[Check]) -> int:
    """Return the exit code that the checks come to."""
    if any(check.passed is False for check in checks):
        return 1
    return 2 if any(check.undecided for check in checks) else 0


def found_in(path: Path, roots: list[Certificate], noted: str) -> list[Check]:
    """Return what is found in a file of either kind."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return examine(path.read_bytes(), roots, noted)[0]
    checks: list[Check] = []
    try:
        checks.extend(examine_zip(path, roots, noted))
    except (*DAMAGE, zipfile.BadZipFile, NotImplementedError, EOFError) as fault:
        checks.append(damage("zip", fault))
    return checks


if __name__ == "__main__":
    sys.exit(main())
