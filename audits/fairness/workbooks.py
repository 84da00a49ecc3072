"""Workbooks row by row: the sheet with the wanted columns as a text on disk, within bounds that no archive moves."""

import csv
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from audits.fairness.files import MOST_COLUMNS, absent
from audits.fairness.labels import Unreadable

MOST_UNPACKED = 2 << 30
# Shared strings are held in memory: they are the one part that cannot be read a row at a time.
MOST_STRINGS = 192 << 20
MOST_ENTRIES = 2_000
MOST_SHEETS = 100
HEADER_WITHIN = 100  # lines above the table, such as a title

# What openpyxl, the standard library and defusedxml (a ValueError) raise on damaged or hostile parts; an
# OSError with a number is the disk's.
DAMAGED = (
    zipfile.BadZipFile, zlib.error, ParseError, SyntaxError, LookupError, TypeError, ValueError, AttributeError,
    EOFError, OSError, InvalidFileException,
)  # fmt: skip

Row = Sequence[Any]


def as_text(path: Path, wanted: Mapping[str, str], target: Path) -> tuple[str, tuple[str, ...]]:
    """Write the wanted columns of a workbook as UTF-8 CSV; return the sheet they are from and their names.

    The sheet is the first that has all the columns; where nothing is wanted, the first with a header.
    Shape: `wanted` says of each column which role it has, for the refusal where it is absent.
    Raises: Unreadable.
    """
    _refuse_a_bomb(path)
    try:
        # As a stream, for openpyxl judges a path by its ending.
        with path.open("rb") as packed, closing(_opened(packed)) as book:
            sheet, header, rows = _table(book, wanted)
            places = [header.index(name) for name in header if name and (name in wanted or not wanted)]
            names = tuple(header[place] for place in places)
            with target.open("w", encoding="utf-8", newline="") as written:
                writer = csv.writer(written)
                writer.writerow(names)
                writer.writerows(_picked(rows, places))
    except DAMAGED as error:
        if isinstance(error, Unreadable) or getattr(error, "errno", None):
            raise
        raise Unreadable("file", "is a damaged workbook, or none; save it again or export CSV.") from error
    return sheet, names


def spelled(value: object) -> str:
    """Return a cell as the same table exported to CSV would spell it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return str(value)


def _opened(packed: IO[bytes]) -> Any:  # noqa: ANN401 - untyped
    return load_workbook(packed, read_only=True, data_only=True, keep_links=False)


def _refuse_a_bomb(path: Path) -> None:
    """Refuse an archive that unpacks to more than a worker should hold. What it states, zipfile enforces."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("file", "is a damaged workbook, or none; save it again or export CSV.") from error
    strings = sum(e.file_size for e in entries if e.filename.lower().endswith("sharedstrings.xml"))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or strings > MOST_STRINGS or unpacked > MOST_UNPACKED:
        raise Unreadable("file", "unpacks to more than a workbook may; export it as CSV or Parquet.")


def _table(book: Any, wanted: Mapping[str, str]) -> tuple[str, list[str], Iterator[Row]]:  # noqa: ANN401 - untyped
    """Return the name, header and rows of the sheet to read."""
    headers: dict[str, list[str]] = {}
    for sheet in book.worksheets[:MOST_SHEETS]:
        # What a sheet says of its own size may be wrong, and would decide how much is read.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        header = _header(rows, wanted)
        if header and set(wanted) <= set(header):
            return sheet.title, _without_doubles(header, wanted), rows
        headers[sheet.title] = header
    first = next((header for header in headers.values() if header), None)
    if first is None:
        raise Unreadable("file", "is a workbook without a header line.")
    nearest = max(headers.values(), key=lambda names: len(set(names) & set(wanted)))
    lacking = next(name for name in wanted if name not in nearest)
    raise absent([name for name in nearest if name], lacking, wanted[lacking])


def _header(rows: Iterator[Row], wanted: Collection[str]) -> list[str]:
    """Return the first line that names all the wanted columns within reach, else the first that names any."""
    first: list[str] = []
    for _, row in zip(range(HEADER_WITHIN), rows, strict=False):
        names = [spelled(value).strip() for value in row]
        if len(names) > MOST_COLUMNS:
            raise Unreadable("file", f"has {len(names):,} columns; export only those that the plan names.")
        if not any(names):
            continue
        if not wanted or set(wanted) <= set(names):
            return names
        first = first or names
    return first


def _without_doubles(header: list[str], wanted: Mapping[str, str]) -> list[str]:
    for name, role in wanted.items():
        if header.count(name) > 1:
            raise Unreadable(role, f"the file has {header.count(name)} columns named '{name}'.")
    return header


def _picked(rows: Iterable[Row], places: Sequence[int]) -> Iterator[list[str]]:
    """Yield the wanted values of each line, without the empty lines that sheets end in."""
    for row in rows:
        if any(value is not None for value in row):
            yield [spelled(row[place]) if place < len(row) else "" for place in places]
