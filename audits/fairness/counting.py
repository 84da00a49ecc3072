"""One GROUP BY over the file where it lies, by DuckDB locked to that file: rows in, cells out."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audits.fairness import engine, sql
from audits.fairness.cells import Cells
from audits.fairness.coding import Codes, codes_for
from audits.fairness.encodings import single_byte_of
from audits.fairness.files import Progress, Shape, absent, refuse_endless_end, shape, silent
from audits.fairness.hashed import Hashed, hashed
from audits.fairness.labels import Unreadable
from audits.fairness.laying_out import Laid, laid_out
from audits.fairness.querying import Query
from audits.fairness.quoting import literal
from audits.fairness.small_cells import with_weights
from audits.fairness.sorting import refuse_what_is_no_group, sorted_into_cells
from audits.fairness.spec import Spec
from audits.fairness.watching import watched

if TYPE_CHECKING:
    import pyarrow as pa

Known = Callable[[], Mapping[str, Any]]
FIRST_LOOK = 20_000
# Below, everything is over before codes would begin to pay.
CODED_FROM = 500_000
# Eleven kilobytes of Parquet can hold two hundred million equal rows: its size says nothing of the work.
MOST_ROWS = 1_000_000_000
UNEVEN = "state machine reached an invalid state"
NOT_UTF8 = re.compile("unicode|utf-8", re.IGNORECASE)
RAGGED = re.compile(r"Line: (\d+).*Expected Number of Columns: (\d+) Found: (\d+)", re.DOTALL)
NESTED = re.compile(r"STRUCT|MAP|UNION|BLOB|.*\[\d*\]$", re.DOTALL)
LINE = re.compile(r"CSV Error on Line: (\d+)")


class NotUtf8(Exception):
    """A text that began as UTF-8 is none."""


class Uneven(Exception):
    """The lines of a text end in different ways."""


def count(path: Path, spec: Spec, progress: Progress = silent, before: Hashed | None = None) -> Cells:
    """Return the cells of a CSV, TSV, Parquet, Arrow or XLSX file: everything a measure needs, and no row.

    `before` is the digest that was taken when the file was written, if it was.
    Cost: one scan of the named columns and, beside it, one of the bytes for the digest where it is not known; within
    engine.MEMORY.
    Raises: Unreadable, naming the option or the column's role to change.
    """
    path = Path(path)
    form, size = shape(path, spec.columns), path.stat().st_size
    with hashed(path, before) as sha256:

        def known() -> dict[str, Any]:
            told = {"sha256": sha256(), "bytes": size}
            progress("digest", size, size)
            return told

        try:
            return _cells(path, form, spec, known, progress)
        except NotUtf8:
            return _cells(path, replace(form, encoding=single_byte_of(path)), spec, known, progress)
        except Uneven:
            return _cells(path, replace(form, uneven=True), spec, known, progress)


def _cells(path: Path, form: Shape, spec: Spec, known: Known, progress: Progress) -> Cells:
    """Return the cells of a file of this form, with what is known of the file.

    Raises: Unreadable; NotUtf8, when a text turns out to be in another encoding than it began in; Uneven.
    """
    with tempfile.TemporaryDirectory(prefix="annex-count-") as folder:
        laid = laid_out(path, form, spec.roles, Path(folder))
        return cells_of(laid, Path(folder), spec, known, progress)


def cells_of(laid: Laid, folder: Path, spec: Spec, known: Known, progress: Progress) -> Cells:
    """Return the cells of rows that lie ready, with what is known of where they came from once they are counted.

    Raises: Unreadable, NotUtf8, Uneven.
    """
    with locked_to(laid.path, folder) as (connection, inside):
        try:
            source = plain_source(connection, inside, laid.form, spec)
            with watched(connection, progress, "count", _extent(connection, inside, laid)):
                rows = _counted(connection, inside, source, spec)
                if laid.form.format == "text":
                    refuse_endless_end(laid.path)
                told = {"rows": sum(row.rows for row in rows), **known(), **laid.told}
                cells = sorted_into_cells(rows, spec, told)
                if spec.scored is None:
                    return cells
                # SciPy and more, which most files do without: a second of every small upload.
                with_numbers = import_module("audits.fairness.beside").with_numbers
                numbered: Cells = with_numbers(cells, partial(_table, connection, inside), spec, source)
                return numbered
        except engine.Error as error:
            if laid.told.get("encoding") == "utf-8" and NOT_UTF8.search(str(error)):
                raise NotUtf8 from error
            if laid.form.format == "text" and not laid.form.uneven and UNEVEN in str(error):
                raise Uneven from error
            raise in_words(error) from error


def _extent(connection: engine.Connection, inside: str, laid: Laid) -> int:
    """Return how much there is to read: the rows of Parquet, the bytes of a text."""
    return laid.path.stat().st_size if laid.form.format == "text" else rows_of(connection, inside)


def rows_of(connection: engine.Connection, inside: str) -> int:
    """Return how many rows the footers of Parquet state."""
    told = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", [inside]).fetchone()
    return int(told[0]) if told and told[0] is not None else 0


@contextmanager
def locked_to(path: Path, folder: Path) -> Iterator[tuple[engine.Connection, str]]:
    """Yield a connection that can read this one file or the files of this one folder, and their name for it."""
    # The file goes by a plain name: in one with * or [ in it DuckDB would see a pattern.
    inside = path
    if not path.is_dir():
        inside = folder / "input"
        inside.symlink_to(path.resolve())
    files = [literal(str(file)) for file in (path.iterdir() if path.is_dir() else (inside,))]
    with engine.opened(folder) as connection:
        connection.execute(f"SET allowed_paths = [{', '.join(files)}]")
        if path.is_dir():
            # To list them; what their links point to is allowed above, one by one.
            connection.execute(f"SET allowed_directories = [{literal(f'{path}/')}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET parquet_metadata_cache = true")
        # How far a scan has come can be asked for; nothing is drawn.
        connection.execute("SET enable_progress_bar = true")
        connection.execute("SET enable_progress_bar_print = false")
        connection.execute("SET lock_configuration = true")
        yield connection, f"{inside}/*" if path.is_dir() else str(inside)


def plain_source(connection: engine.Connection, inside: str, form: Shape, spec: Spec) -> sql.Source:
    """Return where the rows come from, once every named column is there and holds plain values."""
    if form.format == "text":
        names, types = form.header, dict.fromkeys(form.header, "VARCHAR")
    else:
        _refuse_too_long(connection, inside)
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [inside]).fetchall()
        names, types = tuple(row[0] for row in described), {row[0]: row[1] for row in described}
    for name, role in spec.roles.items():
        if name not in names:
            raise absent(names, name, role)
        if names.count(name) > 1:
            raise Unreadable(role, f"the file has {names.count(name)} columns named '{name}'.")
        if NESTED.match(types[name]):
            raise Unreadable(
                role, f"'{name}' holds {types[name].split('(')[0].lower()} values, not plain ones."
            )
    return sql.text_source(form) if form.format == "text" else sql.parquet_source(spec.columns, types)


def _refuse_too_long(connection: engine.Connection, inside: str) -> None:
    """Refuse a Parquet file by the number of rows that its footer states, before any is read."""
    if (rows := rows_of(connection, inside)) > MOST_ROWS:
        raise Unreadable("file", f"holds {rows:,} rows; at most {MOST_ROWS:,} can be counted at once.")


def _counted(
    connection: engine.Connection, inside: str, source: sql.Source, spec: Spec
) -> Sequence[sql.Counted]:
    """Return the counted rows of the whole file, after a first look that stops hopeless columns early."""
    rows = [sql.counted(row, spec) for row in counted_raw(connection, inside, source, spec)]
    refuse_what_is_no_group(rows, spec)
    return rows if spec.weight is None else with_weights(connection, inside, source, spec, rows)


def counted_raw(
    connection: engine.Connection, inside: str, source: sql.Source, spec: Spec
) -> list[tuple[Any, ...]]:
    """Return the answer of the one query as it comes, after the first look."""
    plain = Query(spec, source)
    first = connection.execute(plain.first(FIRST_LOOK).text, [inside]).fetchall()
    refuse_what_is_no_group([sql.counted(row, spec) for row in first], spec)
    codes = _codes(spec, source, first)
    if codes is None or (rows := rows_of(connection, inside)) < CODED_FROM:
        return connection.execute(plain.text, [inside]).fetchall()
    counted = connection.execute(Query(spec, source, codes).text, [inside]).fetchall()
    # Rows that are in no group hold a text that the first look did not see, or none.
    if sum(row[len(sql.words(spec, source)) + 1] for row in counted) < rows:
        counted += connection.execute(plain.rest(codes).text, [inside]).fetchall()
    return counted


def _codes(spec: Spec, source: sql.Source, first: Sequence[tuple[Any, ...]]) -> Codes | None:
    """Return codes for the texts of a first look, None where no column of texts is grouped by."""
    seen = {text: [row[i] for row in first] for i, text in enumerate(sql.words(spec, source))}
    return codes_for({text: words for text, words in seen.items() if text in source.repeated})


def _table(connection: engine.Connection, inside: str, query: str) -> "pa.Table":
    """Return the answer to a query over the file."""
    import_module("duckdb")  # tables are of the larger half
    return connection.sql(query, params=[inside]).to_arrow_table()


def in_words(error: engine.Error) -> Unreadable:
    """Return what went wrong in the file, in a sentence without paths or options of the engine."""
    text = str(error)
    if isinstance(error, engine.OutOfMemoryException):
        return Unreadable(
            "by", "has too many different combinations to count; group by fewer or coarser columns."
        )
    if ragged := RAGGED.search(text):
        line, expected, found = ragged.groups()
        return Unreadable("file", f"line {line} has {found} values where the header has {expected}.")
    if line := LINE.search(text):
        return Unreadable(
            "file", f"cannot be read as a table at line {line.group(1)} (quotes, length or encoding)."
        )
    return Unreadable(
        "file", "cannot be read as a table; it may be damaged or of another kind than it seems."
    )
