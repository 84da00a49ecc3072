"""What kind of file this is, told from its bytes and never from its name."""

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from audits.fairness.encodings import SINGLE_BYTE, encoding_of
from audits.fairness.labels import Unreadable, shown

HEAD = 1 << 20
CHUNK = 1 << 22
MOST_COLUMNS = 10_000  # the engine's time grows with their square
DELIMITERS = (",", ";", "\t", "|")
ARROW = {b"PAR1": "parquet", b"ARROW1": "arrow", b"\xff\xff\xff\xff": "arrow-stream"}
KNOWN_AS_OTHER = {
    b"FEA1": "is a Feather file of version 1; write it as version 2 (Arrow) or Parquet.",
    b"\xd0\xcf\x11\xe0": "is an old or protected workbook (.xls); save it as .xlsx without a password, or as CSV.",
}
COMPRESSED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2"}
# A workbook's archive opens with one of these entries; its directory, which may be huge, is not looked at here.
WORKBOOK = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/")
LOCAL_HEADER = 30
LONGEST_LINE = 2_097_152  # DuckDB's own limit, which it does not keep for the last line of a large file
LINE_END = re.compile(r"[\r\n]")

Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Take note of no progress."""


@dataclass(frozen=True)
class Shape:
    """How to read the file: by its format; a text also by encoding, delimiter and header.

    `uneven` says that its lines end in different ways, or its header takes several lines after a mark: such a
    text is laid out anew.
    """

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    header: tuple[str, ...] = ()
    uneven: bool = False


def digest(path: Path, progress: Progress = silent) -> str:
    """Return the SHA-256 of the file's bytes in hexadecimal, reporting bytes read."""
    total, done, seen = path.stat().st_size, 0, hashlib.sha256()
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            seen.update(chunk)
            done += len(chunk)
            progress("digest", done, total)
    return seen.hexdigest()


def shape(path: Path, wanted: Collection[str]) -> Shape:
    """Return how to read the file; a text's delimiter is the one under which the wanted columns appear.

    Raises: Unreadable, for no file, no bytes, or bytes that are no table.
    """
    if not path.is_file():
        raise Unreadable("file", f"there is no file '{path}'.")
    with path.open("rb") as source:
        head = source.read(HEAD)
    if not head:
        raise Unreadable("file", "is empty.")
    if known := _told_by_magic(head):
        return Shape(known)
    encoding = encoding_of(head, whole=len(head) < HEAD)
    text = head.decode(SINGLE_BYTE.get(encoding, encoding), errors="ignore").removeprefix("\ufeff")
    if "\0" in text:
        raise Unreadable(
            "file", "holds binary content; CSV, TSV, Parquet, Arrow and XLSX workbooks can be read."
        )
    found = _text_shape(text, encoding, wanted)
    # DuckDB takes the end of the first name's first line for that of the header then, and the rest for a row.
    marked = head.startswith(codecs.BOM_UTF8) and bool(LINE_END.search(found.header[0]))
    return replace(found, uneven=marked)


def refuse_endless_end(path: Path) -> None:
    """Refuse a text whose last line is longer than a line may be: DuckDB leaves such a one out and says nothing.

    Raises: Unreadable.
    """
    size = path.stat().st_size
    if size <= LONGEST_LINE:
        return
    with path.open("rb") as source:
        source.seek(size - LONGEST_LINE)
        end = source.read().rstrip(b"\r\n")
    if b"\n" not in end and b"\r" not in end:
        raise Unreadable(
            "file", f"ends in a line of more than {LONGEST_LINE:,} bytes (quotes, length or encoding)."
        )


def absent(columns: Collection[str], wanted: str, role: str) -> Unreadable:
    """Return the refusal for a column that is not in the file, with the nearest names."""
    near = get_close_matches(wanted, columns, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return Unreadable(role, f"there is no column '{wanted}'.{hint} The file has {shown(columns)}.")


def _told_by_magic(head: bytes) -> str | None:
    """Return the format that the first bytes announce, None for what may be a text.

    Raises: Unreadable, for a format that is known and not read here.
    """
    for magic, name in ARROW.items():
        if head.startswith(magic):
            return name
    for magic, words in KNOWN_AS_OTHER.items():
        if head.startswith(magic):
            raise Unreadable("file", words)
    if head.startswith(b"PK\x03\x04") and head[LOCAL_HEADER:].startswith(WORKBOOK):
        return "xlsx"
    for magic, name in COMPRESSED.items():
        if head.startswith(magic):
            raise Unreadable(
                "file", f"is compressed or packed ({name}); unpack it, or export it as CSV or Parquet."
            )
    return None


def _text_shape(text: str, encoding: str, wanted: Collection[str]) -> Shape:
    """Return the delimiter and header under which most wanted columns appear, then most columns."""
    headers = {delimiter: _first_row(text, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda d: (len(set(wanted) & set(headers[d])), len(headers[d])))
    header = headers[best]
    if not any(header):
        raise Unreadable("file", "has no header line.")
    if len(header) > MOST_COLUMNS:
        raise Unreadable("file", f"has {len(header):,} columns; export only those that the plan names.")
    return Shape("text", encoding, best, header)


def _first_row(text: str, delimiter: str) -> tuple[str, ...]:
    """Return the names of the first line, without blanks around them; none when it cannot be taken apart."""
    try:
        return tuple(
            name.strip() for name in next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        )
    except csv.Error:
        return ()
