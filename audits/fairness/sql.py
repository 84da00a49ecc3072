"""The one query, written from a specification: quoted, positional, and nothing of a person in its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from audits.fairness import weighing
from audits.fairness.cells import MOST_CELLS
from audits.fairness.files import Shape
from audits.fairness.labels import number as number_of
from audits.fairness.quoting import identifier, literal
from audits.fairness.spec import Spec

NOTHING = "NULL"
RAW_ROWS = MOST_CELLS * 2 + 1  # raw spellings may be twice the cells before missing texts fall together


# Not FLOAT: as a double 0.7 would be 0.699999988, which no threshold of 0.7 lets pass.
EXACT_NUMBERS = ("DOUBLE", "TINYINT", "SMALLINT", "INTEGER", "BIGINT")
BINARY_NUMBERS = ("FLOAT", "DOUBLE")
# Equal where their texts are equal: to be grouped as they are stored, and written out once for each group.
ONE_TEXT_EACH = (
    *EXACT_NUMBERS, "FLOAT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "BOOLEAN", "DATE", "VARCHAR"
)  # fmt: skip


class Counted(NamedTuple):
    """One row of the query's answer: words as spelt, and how many rows and people have them.

    `unusable` rows state no count, `weightless` ones no weight; weight and squared are None without weights.
    """

    group: tuple[str | None, ...]
    outcome: str | None
    prediction: str | None
    stratum: str | None
    people: int
    rows: int
    unusable: int
    weightless: int
    weight: float | None
    squared: float | None
    weights: tuple[tuple[float, int], ...] = ()


@dataclass(frozen=True)
class Source:
    """Where rows come from: a table function over one bound path, an expression for each column's text.

    `numbers` are expressions for the columns that hold numbers already, and the same ones as their texts say.
    `stored` are those of columns that can be grouped as they are stored, by the expressions of their texts;
    `repeated` are the latter for columns of texts.
    """

    table: str
    texts: Mapping[str, str]
    decimal_comma: bool = False
    numbers: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()


def text_source(form: Shape) -> Source:
    """Return the source of a delimited text; columns go by position, so no name reaches the query."""
    names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(form.header)))
    table = (
        f"read_csv(?, auto_detect=false, header=true, delim={literal(form.delimiter or ',')}, quote='\"', "
        f"escape='\"', encoding={literal(form.encoding or 'utf-8')}, columns={{{names}}}, strict_mode=true)"
    )
    texts = {name: f"c{i}" for i, name in enumerate(form.header)}
    return Source(table, texts, decimal_comma=form.delimiter != ",")


def parquet_source(columns: tuple[str, ...], types: Mapping[str, str] | None = None) -> Source:
    """Return the source of a Parquet file with these columns, of these types where they are known."""
    known = types or {}
    # Added to zero, a zero below zero is the one zero there is.
    stored = {
        name: f"({identifier(name)} + 0)" if known.get(name) in BINARY_NUMBERS else identifier(name)
        for name in columns
    }
    texts = {name: _spelt(stored[name], known.get(name, "")) for name in columns}
    numbers = {
        name: f"CAST({identifier(name)} AS DOUBLE)" for name in columns if known.get(name) in EXACT_NUMBERS
    }
    return Source(
        "read_parquet(?)",
        texts,
        numbers=numbers,
        stored={texts[name]: stored[name] for name in columns if known.get(name) in ONE_TEXT_EACH},
        repeated=frozenset(texts[name] for name in columns if known.get(name) == "VARCHAR"),
    )


def _spelt(stored: str, kind: str) -> str:
    """Return the text of a typed value as a CSV would have it: 0.5 where DuckDB writes a decimal as .5."""
    text = f"CAST({stored} AS VARCHAR)"
    return f"regexp_replace({text}, '^(-?)\\.', '\\10.')" if kind.startswith("DECIMAL") else text


def counted(row: tuple[Any, ...], spec: Spec) -> Counted:
    """Return one row of the query's answer with its parts named."""
    width, units = len(spec.by), weighing.fine(counts=spec.count is not None)
    *plain, small, large, small_squared, large_squared = row[width:]
    weight = weighing.added(small, large, units, weighing.COARSE)
    squared = weighing.added(small_squared, large_squared, units, weighing.COARSE_SQUARED)
    return Counted._make((tuple(row[:width]), *plain, weight, squared, ()))


def kept_weights(spec: Spec, source: Source) -> str:
    """Return the query for the distinct weights of the cells in the table `few`."""
    return weighing.kept(words(spec, source), str(weight(spec, source)), line(spec, source), source.table)


def weight(spec: Spec, source: Source) -> str | None:
    """Return the weight as a number, None where nothing is weighted."""
    return None if spec.weight is None else number(source, spec.weight)


def words(spec: Spec, source: Source) -> list[str]:
    """Return the expressions that rows are counted by: group columns, outcome, prediction, stratum."""
    groups = [_banded(spec, source, name) for name in spec.by]
    outcome = source.texts[spec.outcome] if spec.outcome else NOTHING
    stratum = _banded(spec, source, spec.stratum) if spec.stratum else NOTHING
    return [*groups, outcome, _decision(spec, source), stratum]


def band_names(edges: tuple[float, ...]) -> tuple[str, ...]:
    """Return the names of the bands between the edges; a number on an edge belongs to the band above it."""
    inner = tuple(f"{low:g} to under {high:g}" for low, high in pairwise(edges))
    return (f"under {edges[0]:g}", *inner, f"{edges[-1]:g} and over")


def number(source: Source, name: str) -> str:
    """Return the column as a number, NULL where it states none."""
    if name in source.numbers:
        return source.numbers[name]
    text = source.texts[name]
    return f"TRY_CAST({f'replace({text}, chr(44), chr(46))' if source.decimal_comma else text} AS DOUBLE)"


def absent(spec: Spec, source: Source, name: str) -> str:
    """Return whether a column of numbers holds none on purpose: nothing, or a text that is read as missing.

    Where the column holds numbers already, no number needs to be written out to be compared with those texts.
    """
    words = [word for word in spec.missing if word]
    if name in source.numbers and all(number_of(word) is None for word in words):
        nan = f" OR isnan({source.numbers[name]})" if "nan" in words else ""
        return f"({source.numbers[name]} IS NULL{nan})"
    text, gone = source.texts[name], ", ".join(literal(word) for word in spec.missing)
    return f"({text} IS NULL{f' OR trim({text}) IN ({gone})' if gone else ''})"


def _decision(spec: Spec, source: Source) -> str:
    """Return the prediction as spelt, as 1 and 0 on either side of the threshold, or nothing where none is made."""
    text = source.texts[spec.prediction]
    if not spec.decides:
        return NOTHING
    if spec.score_threshold is None:
        return text
    value = number(source, spec.prediction)
    return (
        f"CASE WHEN NOT isfinite({value}) OR {value} IS NULL THEN {text} "
        f"WHEN {value} >= {float(spec.score_threshold)!r} THEN '1' ELSE '0' END"
    )


def _banded(spec: Spec, source: Source, name: str) -> str:
    """Return a group column as spelt, or the band its number falls in."""
    text = source.texts[name]
    if name not in spec.edges:
        return text
    value, edges = number(source, name), spec.edges[name]
    names = band_names(edges)
    steps = " ".join(
        f"WHEN {value} < {float(edge)!r} THEN {literal(band)}"
        for edge, band in zip(edges, names, strict=False)
    )
    otherwise = f"CASE WHEN NOT isfinite({value}) OR {value} IS NULL THEN {text}"
    return f"{otherwise} {steps} ELSE {literal(names[-1])} END"


def people(spec: Spec, source: Source) -> tuple[str, str]:
    """Return the number of people in a group of rows, and the number of rows whose count is unusable."""
    each = line(spec, source)
    if each is None:
        return "count(*)", "0"
    return f"sum({each})", f"count(*) FILTER (WHERE NOT {_usable(number(source, str(spec.count)))})"


def line(spec: Spec, source: Source) -> str | None:
    """Return how many people one row stands for, None where a row is one person."""
    if spec.count is None:
        return None
    value = number(source, spec.count)
    return f"(CASE WHEN {_usable(value)} THEN CAST({value} AS HUGEINT) ELSE 0 END)"


def _usable(value: str) -> str:
    """Return whether a number can be a count."""
    whole = f"isfinite({value}) AND {value} BETWEEN 0 AND 9e15 AND {value} = trunc({value})"
    return f"coalesce({whole}, false)"
