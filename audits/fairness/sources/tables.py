"""Tables of a database: equal rows are counted where they lie, and only the counts travel."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import ibis
import psycopg
from ibis.common.exceptions import IbisError, TableNotFound
from ibis.expr import types as ir
from pyarrow import compute, parquet

from audits.fairness.cells import Cells
from audits.fairness.counting import FIRST_LOOK, cells_of
from audits.fairness.engine import MEMORY
from audits.fairness.files import Progress, Shape, absent, silent
from audits.fairness.labels import Unreadable
from audits.fairness.laying_out import Laid
from audits.fairness.sorting import MOST_WORDS
from audits.fairness.spec import Spec

PEOPLE, UNUSABLE, ROWS = "annex_people", "annex_unusable", "annex_rows"
PIECE = 100_000
LARGEST_LINE = 9_000_000_000_000_000
# Asked of PostgreSQL itself, so that no slip of ours could write, and no query outlives whoever asked.
POSTGRES = (
    "-c default_transaction_read_only=on -c client_connection_check_interval=5000 -c statement_timeout="
)
NO_DIGEST = (
    "The rows of a database have no digest. Instead: when the snapshot was taken, by the database's own clock, "
    "and how many rows it had."
)


def count_table(
    at: str, table: str, spec: Spec, dataset: Mapping[str, Any], *, seconds: int, progress: Progress = silent
) -> Cells:
    """Return the cells of a table, `schema.table` where it is not in the default schema.

    Cost: one GROUP BY in the database over the named columns, after a first look at a few rows. What travels
    is one row for each combination of values that occurs.
    Raises: Unreadable, in words without the address; ConnectionError.
    """
    progress("connect", 0, 1)
    connection = _connected(at, seconds)
    try:
        rows = _named(connection, table)
        _refuse_misfits(rows, spec)
        _refuse_crowds(connection, rows, spec)
        (moment,) = _by_the_piece(connection, ibis.now().as_table()).read_all().columns[0].to_pylist()
        told = {**dataset, "sha256": None, "snapshot_at": moment.isoformat(), "statement": NO_DIGEST}
        progress("count", 0, 1)
        with _fetched(connection, _counted(rows, spec), told) as (laid, folder, known):
            return cells_of(laid, folder, replace(spec, count=PEOPLE), lambda: known, progress)
    except psycopg.errors.QueryCanceled as error:
        raise Unreadable("source", f"the database took longer than {seconds:,} seconds.") from error
    except psycopg.OperationalError as error:
        if _answers(connection):
            raise Unreadable("source", f"the database refused ({type(error).__name__}).") from error
        raise ConnectionError(f"The source broke off while it was read ({type(error).__name__}).") from error
    except (IbisError, psycopg.Error, duckdb.Error) as error:
        raise Unreadable("source", f"the database refused ({type(error).__name__}).") from error
    finally:
        connection.disconnect()


def look_at_table(at: str, table: str, spec: Spec | None, *, seconds: int) -> list[str]:
    """Return the columns of a table, once it was seen that a specification could be counted there.

    Raises: as `count_table`.
    """
    connection = _connected(at, seconds)
    try:
        rows = _named(connection, table)
        if spec:
            _refuse_misfits(rows, spec)
        return list(rows.columns)
    finally:
        connection.disconnect()


def list_tables(at: str, *, seconds: int) -> list[str]:
    """Return the tables of a database's default schema.

    Raises: as `count_table`.
    """
    connection = _connected(at, seconds)
    try:
        if connection.name == "duckdb":
            # As below: ibis 12 lists tables by a method that DuckDB 2 has no more.
            found = connection.con.sql("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
            return sorted(name for (name,) in found)
        return sorted(connection.list_tables())
    except (IbisError, psycopg.Error, duckdb.Error) as error:
        raise Unreadable("source", f"the database refused ({type(error).__name__}).") from error
    finally:
        connection.disconnect()


def _connected(at: str, seconds: int) -> Any:  # noqa: ANN401 - one class for each engine
    """Return a connection that can only read, wherever the engine lets us ask for it."""
    scheme = at.split("://", 1)[0]
    asked: dict[str, Any] = {}
    if scheme in ("postgres", "postgresql"):
        asked = {"options": f"{POSTGRES}{seconds * 1000}", "connect_timeout": 10}
    elif scheme == "duckdb":
        asked = {"read_only": True, "memory_limit": MEMORY, "threads": 2}
    try:
        return ibis.connect(at, **asked)
    except (psycopg.OperationalError, duckdb.IOException) as error:
        raise ConnectionError(f"The source does not answer ({type(error).__name__}).") from error


def _answers(connection: Any) -> bool:  # noqa: ANN401 - one class for each engine
    """Return whether a connection of PostgreSQL is still there: what broke it off may be over in a while."""
    return not connection.con.broken


def _named(connection: Any, table: str) -> ir.Table:  # noqa: ANN401 - one class for each engine
    """Return the table, its name quoted by ibis."""
    schema, _, name = table.rpartition(".")
    try:
        return connection.table(name, database=schema or None)
    except (TableNotFound, IbisError, psycopg.Error, duckdb.Error) as error:
        raise Unreadable("table", f"there is no table '{table}' in this source.") from error


def _refuse_misfits(rows: ir.Table, spec: Spec) -> None:
    """Refuse columns that are not there or hold no plain values."""
    for name, role in spec.roles.items():
        if name not in rows.columns:
            raise absent(rows.columns, name, role)
        kind = rows[name].type()
        if kind.is_nested() or kind.is_binary():
            raise Unreadable(role, f"'{name}' holds {kind.name.lower()} values, not plain ones.")
        if role == "count" and not kind.is_numeric():
            raise Unreadable("count", f"'{name}' is no column of numbers.")


def _refuse_crowds(connection: Any, rows: ir.Table, spec: Spec) -> None:  # noqa: ANN401
    """Refuse columns that hold too many values to be groups, from a few rows: before all are grouped."""
    names = [name for name in (*spec.by, spec.stratum) if name and name not in spec.edges]
    few = rows.select(*names).limit(FIRST_LOOK) if names else None
    if few is None:
        return
    (seen,) = connection.to_pyarrow(
        few.aggregate(**{name: few[name].nunique() for name in names})
    ).to_pylist()
    for name, distinct in seen.items():
        if distinct > MOST_WORDS:
            raise Unreadable(
                "by", f"'{name}' holds more than {MOST_WORDS} different values; choose a coarser column."
            )


def _counted(rows: ir.Table, spec: Spec) -> ir.Table:
    """Return each combination of values that occurs, as the database spells them, and how often it does."""
    names = [name for name in spec.columns if name != spec.count]
    people, unusable = rows.count(), ibis.literal(0)
    if spec.count is not None:
        value = rows[spec.count]
        whole = (value >= 0) & (value <= LARGEST_LINE) & (value == value.floor())
        usable = whole.fill_null(ibis.literal(value=False))
        people = ibis.ifelse(usable, value, 0).cast("int64").sum().cast("int64")
        unusable = ibis.ifelse(usable, 0, 1).sum().cast("int64")
    grouped = rows.group_by(names).aggregate(**{PEOPLE: people, UNUSABLE: unusable, ROWS: rows.count()})
    return grouped.mutate(**{name: grouped[name].cast("string") for name in names})


@contextmanager
def _fetched(
    connection: Any,  # noqa: ANN401
    counted: ir.Table,
    told: Mapping[str, Any],
) -> Iterator[tuple[Laid, Path, dict[str, Any]]]:
    """Yield the counts as Parquet in a folder of their own, and the rows they stand for beside what is known."""
    with tempfile.TemporaryDirectory(prefix="annex-table-") as folder:
        target, rows, unusable = Path(folder) / "counts", 0, 0
        reader = _by_the_piece(connection, counted)
        with parquet.ParquetWriter(target, reader.schema) as writer:
            for batch in reader:
                rows += compute.sum(batch[ROWS]).as_py() or 0
                unusable += compute.sum(batch[UNUSABLE]).as_py() or 0
                writer.write_batch(batch)
        if unusable:
            raise Unreadable("count", f"{unusable} rows hold no whole number of zero or more.")
        form = {"format": "table", "encoding": None, "delimiter": None}
        yield Laid(target, Shape("parquet"), form), Path(folder), {**told, "rows": rows}


def _by_the_piece(connection: Any, counted: ir.Table) -> Any:  # noqa: ANN401
    """Return a reader of the answer."""
    if connection.name == "duckdb":
        # ibis 12 asks DuckDB 2 for methods that are gone or on their way.
        return connection.con.sql(connection.compile(counted)).to_arrow_reader(PIECE)
    return connection.to_pyarrow_batches(counted, chunk_size=PIECE)
