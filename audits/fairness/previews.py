"""What a file holds, told before any of it is kept: its columns, what they seem to be, and what to mind."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from audits.fairness import engine, sql
from audits.fairness.columns import MOST_COLUMNS, Column, Preview
from audits.fairness.counting import NOT_UTF8, in_words, locked_to
from audits.fairness.encodings import SINGLE_BYTE_NAMES, single_byte_of
from audits.fairness.files import Shape, shape
from audits.fairness.laying_out import Laid, laid_out
from audits.fairness.proposing import NUMBERS, proposed_role
from audits.fairness.quoting import literal
from audits.fairness.sorting import MOST_NUMBERS, MOST_WORDS
from audits.fairness.spec import MISSING_TEXTS
from audits.fairness.special import special_category

GONE = ", ".join(literal(text) for text in MISSING_TEXTS)
MOST_ROWS = 1_000_000
# A value that so many rows share tells of nobody; a longer one is a text that somebody wrote.
SHARED_BY, LONGEST = 10, 60
SHOWN = 8
QUARTERS = 4


def preview(path: Path) -> Preview:
    """Return what a file holds, from its first million rows and two hundred columns. Nothing is kept.

    Raises: Unreadable.
    """
    path = Path(path)
    form = shape(path, ())
    try:
        return _looked_at(path, form)
    except engine.Error as error:
        if form.encoding != "utf-8" or not NOT_UTF8.search(str(error)):
            raise in_words(error) from error
    try:
        return _looked_at(path, replace(form, encoding=single_byte_of(path)))
    except engine.Error as error:
        raise in_words(error) from error


def _looked_at(path: Path, form: Shape) -> Preview:
    with tempfile.TemporaryDirectory(prefix="annex-preview-") as folder:
        laid = laid_out(path, form, {}, Path(folder))
        with locked_to(laid.path, Path(folder)) as (connection, inside):
            names, types = _columns(connection, inside, laid)
            source = sql.text_source(laid.form) if laid.form.format == "text" else sql.parquet_source(names)
            picked = ", ".join(f"{source.texts[name]} AS v{i}" for i, name in enumerate(names[:MOST_COLUMNS]))
            connection.execute(
                f"CREATE TEMP TABLE seen AS SELECT {picked} FROM {source.table} LIMIT {MOST_ROWS + 1}",  # noqa: S608 - quoted
                [inside],
            )
            (rows,) = connection.execute("SELECT count(*) FROM seen").fetchone() or (0,)
            columns = tuple(
                _column(connection, place, name, types[name], rows)
                for place, name in enumerate(names[:MOST_COLUMNS])
            )
    all_rows = rows <= MOST_ROWS
    return Preview(dict(laid.told), min(rows, MOST_ROWS), all_rows, columns, _warnings(laid, names, rows))


def _columns(
    connection: engine.Connection, inside: str, laid: Laid
) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the names of the columns, each once, and the type of each."""
    if laid.form.format == "text":
        return tuple(dict.fromkeys(laid.form.header)), dict.fromkeys(laid.form.header, "text")
    described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [inside]).fetchall()
    return tuple(row[0] for row in described), {row[0]: _plain_type(row[1]) for row in described}


def _column(connection: engine.Connection, place: int, name: str, stored: str, rows: int) -> Column:
    """Return what one column holds."""
    distinct: int
    missing, distinct = connection.execute(
        f"SELECT count(*) FILTER (WHERE coalesce(trim(v{place}), '') IN ({GONE})), "  # noqa: S608 - ours
        f"count(DISTINCT v{place}) FROM seen"
    ).fetchone() or (rows, 0)
    counts = _counts(connection, place) if distinct <= 2 * MOST_WORDS else ()
    few = len(counts) <= MOST_WORDS
    values = counts if few else ()
    special = special_category(name)
    kind = _type(connection, place, stored)
    role = proposed_role(name, kind, [value for value, _ in values], distinct)
    crowded = role == "group" and kind in NUMBERS and distinct > MOST_NUMBERS
    bands = (f"{distinct:,} different numbers: as groups they need bands (edges).",) if crowded else ()
    return Column(
        name=name,
        type=kind,
        distinct=distinct,
        missing=missing,
        values=tuple(pair for pair in values if pair[1] >= SHARED_BY and len(pair[0]) <= LONGEST)[:SHOWN],
        quartiles=_quartiles(connection, place) if kind in NUMBERS else None,
        role=role,
        special=special,
        warnings=(*_column_warnings(name, values, special), *bands),
    )


def _counts(connection: engine.Connection, place: int) -> tuple[tuple[str, int], ...]:
    """Return the values of a column and how many rows have each, most frequent first."""
    found = connection.execute(
        f"SELECT v{place}, count(*) FROM seen WHERE coalesce(trim(v{place}), '') NOT IN ({GONE}) "  # noqa: S608 - ours
        "GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return tuple((str(value), int(n)) for value, n in found.fetchall())


def _type(connection: engine.Connection, place: int, stored: str) -> str:
    """Return whether a text column holds numbers throughout, else its type as stored."""
    if stored != "text":
        return stored
    filled, numbers, whole = connection.execute(
        f"SELECT count(*), count(TRY_CAST(replace(v{place}, ',', '.') AS DOUBLE)), "  # noqa: S608 - ours
        f"count(*) FILTER (WHERE regexp_full_match(trim(v{place}), '[+-]?[0-9]+')) "
        f"FROM seen WHERE coalesce(trim(v{place}), '') NOT IN ({GONE})"
    ).fetchone() or (0, 0, 0)
    if filled and filled == whole:
        return "whole number"
    return "number" if filled and filled == numbers else "text"


def _quartiles(connection: engine.Connection, place: int) -> tuple[float, float, float] | None:
    """Return the quartiles of a column of numbers, to two digits, so that they are nobody's own number."""
    filled, found = connection.execute(
        f"SELECT count(x), quantile_cont(x, [0.25, 0.5, 0.75]) FROM "  # noqa: S608 - ours
        f"(SELECT TRY_CAST(replace(v{place}, ',', '.') AS DOUBLE) AS x FROM seen) WHERE isfinite(x)"
    ).fetchone() or (0, None)
    if found is None or filled < QUARTERS * SHARED_BY:
        return None
    low, middle, high = (float(f"{value:.2g}") for value in found)
    return low, middle, high


def _plain_type(stored: str) -> str:
    """Return the engine's type in one of our words."""
    words = {
        "BOOLEAN": "yes or no", "FLOAT": "number", "DOUBLE": "number", "VARCHAR": "text", "DATE": "date",
    }  # fmt: skip
    if stored.startswith("DECIMAL"):
        return "number"
    if "INT" in stored and "[" not in stored and "(" not in stored:
        return "whole number"
    return words.get(
        stored, "moment" if stored.startswith("TIMESTAMP") else stored.split("(", maxsplit=1)[0].lower()
    )


def _column_warnings(name: str, values: Sequence[tuple[str, int]], special: str | None) -> list[str]:
    """Return what to mind about one column."""
    told = []
    if special:
        told.append(
            f"'{name}' sounds like {special}. If it is, mark it special: a legal basis "
            "(AI Act Art. 4a, GDPR Art. 9) must be recorded before a run."
        )
    spellings: dict[str, list[tuple[str, int]]] = {}
    for value, n in values:
        spellings.setdefault(" ".join(value.split()).casefold(), []).append((value, n))
    told += [
        f"{', '.join(repr(value) for value, _ in same)} differ only by case or blanks and would be several groups."
        for same in spellings.values()
        if len(same) > 1 and sum(n for _, n in same) >= SHARED_BY and len(same[0][0]) <= LONGEST
    ]
    return told


def _warnings(laid: Laid, names: Sequence[str], rows: int) -> tuple[str, ...]:
    """Return what to mind about the file."""
    told = []
    if encoding := SINGLE_BYTE_NAMES.get(str(laid.told["encoding"])):
        told.append(f"The file is not UTF-8; it was read as {encoding}, so check the names of groups.")
    if laid.form.format == "text" and len(set(laid.form.header)) < len(laid.form.header):
        told.append("Several columns have one name; none of those can be measured.")
    if len(names) > MOST_COLUMNS:
        told.append(f"Of {len(names):,} columns the first {MOST_COLUMNS} are shown.")
    if rows > MOST_ROWS:
        told.append(f"Only the first {MOST_ROWS:,} rows were looked at.")
    if not rows:
        told.append("The file has a header but no rows.")
    return tuple(told)
