"""What kind of file this is, told from its bytes and never from its name."""

import csv
import hashlib
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from audits.fairness.labels import Unreadable, shown

HEAD = 1 << 20
CHUNK = 1 << 22
MOST_COLUMNS = 10_000  # the engine's time grows with their square
DELIMITERS = (",", ";", "\t", "|")
COMPRESSED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2"}
MARKS = {
    b"\xef\xbb\xbf": ("utf-8", "utf-8-sig"),
    b"\xff\xfe": ("utf-16", "utf-16"),
    b"\xfe\xff": ("utf-16", "utf-16"),
}

Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Take note of no progress."""


@dataclass(frozen=True)
class Shape:
    """How to read the file: as Parquet, or as text with this encoding, delimiter and header."""

    format: str
    encoding: str | None = None
    delimiter: str | None = None
    header: tuple[str, ...] = ()


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
    if head.startswith(b"PAR1"):
        return Shape("parquet")
    for magic, name in COMPRESSED.items():
        if head.startswith(magic):
            raise Unreadable(
                "file", f"is compressed or packed ({name}); unpack it, or export it as CSV or Parquet."
            )
    encoding, text = _decoded(head)
    if "\0" in text:
        raise Unreadable("file", "holds binary content; CSV, TSV and Parquet can be read.")
    return _text_shape(text, encoding, wanted)


def absent(columns: Collection[str], wanted: str, role: str) -> Unreadable:
    """Return the refusal for a column that is not in the file, with the nearest names."""
    near = get_close_matches(wanted, columns, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return Unreadable(role, f"there is no column '{wanted}'.{hint} The file has {shown(columns)}.")


def _decoded(head: bytes) -> tuple[str, str]:
    """Return encoding and text of the head: by its mark, else UTF-8 if valid, else Latin-1."""
    for mark, (name, codec) in MARKS.items():
        if head.startswith(mark):
            return name, head.decode(codec, errors="ignore")
    try:
        return "utf-8", head.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_mid_letter = len(head) == HEAD and error.start > HEAD - 4
        if cut_mid_letter:
            return "utf-8", head[: error.start].decode("utf-8")
        return "latin-1", head.decode("latin-1")


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
