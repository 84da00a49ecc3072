"""The query for scores, and its answer: each score of each group and outcome, or narrow bins of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from audits.fairness import sql, weighing
from audits.fairness.labels import Unreadable
from audits.fairness.margins import Rates
from audits.fairness.scores.calibration import TENTHS
from audits.fairness.scores.fine import UNKNOWN, Fine, Places, gathered
from audits.fairness.spec import Spec
from audits.fairness.stored.profiles import LARGEST
from audits.fairness.stored.scores import Group, Unscored

# As many lines as fit comfortably into memory; a file of no more rows is counted score by score.
MOST_LINES = 1_000_000
MOST_DISTINCT, FINEST, COARSEST = 60_000, 1 << 16, 1 << 10
CUTS, UNITS = 1 << 7, 2**53
USABLE, ABSENT, INVALID = range(3)

Run = Callable[[str], pa.Table]


class Span(NamedTuple):
    """The range of usable scores, and roughly how many different ones there are."""

    low: float
    high: float
    distinct: int


def asked(run: Run, spec: Spec, source: sql.Source, outcomes: Mapping[str, int], size: int) -> Fine:
    """Return the scores of every group and outcome as the engine that holds the rows counts them.

    `run` answers a query with a table; `outcomes` say which spelling is 1 and which 0; `size` is the larger
    of the file's rows and of three times its groups.
    Cost: one scan of the named columns, two more where there are over a million rows.
    Raises: Unreadable, when no score is a number.
    """
    span = None
    if size > MOST_LINES:
        (one,) = run(_span(spec, source)).to_pylist()
        span = Span(**one) if one["low"] is not None else None
    in_bins = span is not None and span.distinct > MOST_DISTINCT and span.low < span.high
    query = _in_bins(spec, source, span) if in_bins and span else _one_by_one(spec, source)
    return _read(run(query), spec, outcomes, span if in_bins else None)


def _one_by_one(spec: Spec, source: sql.Source) -> str:
    """Return the query for every score as it stands."""
    value, state = _value(spec, source), _state(spec, source)
    return (
        f"SELECT {_keys(spec, source)}, CASE WHEN {state} = {USABLE} THEN {value} END AS value, "  # noqa: S608 - built by sql.py
        f"{state} AS state, CAST({sql.people(spec, source)[0]} AS DOUBLE) AS n{_weights(spec, source)} "
        f"FROM {source.table} GROUP BY ALL"
    )


def _in_bins(spec: Spec, source: sql.Source, span: Span) -> str:
    """Return the query for narrow bins, none of which reaches across a threshold or a tenth.

    Scores are summed as whole units of the range, so that no order of rows changes the last digit.
    """
    value, state = _value(spec, source), _state(spec, source)
    share = f"({value} - {span.low!r}) / {span.high - span.low!r}"
    steps = [f"CAST({value} > {cut!r} AS INTEGER)" for cut in TENTHS]
    steps += [f"CAST({value} >= {float(cut)!r} AS INTEGER)" for cut in _thresholds(spec)]
    place = f"CAST(least(floor({share} * {FINEST}), {FINEST - 1}) AS BIGINT) * {CUTS} + {' + '.join(steps)}"
    line = sql.line(spec, source) or "1"
    units = f"CAST(round({share} * {UNITS}) AS HUGEINT) * {line}"
    return (
        f"SELECT {_keys(spec, source)}, CASE WHEN {state} = {USABLE} THEN {place} END AS place, "  # noqa: S608 - built by sql.py
        f"{state} AS state, CAST({sql.people(spec, source)[0]} AS DOUBLE) AS n, "
        f"CAST(sum(CASE WHEN {state} = {USABLE} THEN {units} END) AS DOUBLE) AS units{_weights(spec, source)} "
        f"FROM {source.table} GROUP BY ALL"
    )


def _weights(spec: Spec, source: sql.Source) -> str:
    """Return the columns of summed weights and squares of weights, nothing where nobody is weighted."""
    if (weight := sql.weight(spec, source)) is None:
        return ""
    sums = weighing.doubles(weight, sql.line(spec, source))
    return f", {sums[0]} AS weight, {sums[1]} AS squared"


def _span(spec: Spec, source: sql.Source) -> str:
    """Return the query for the range of usable scores."""
    usable = f"CASE WHEN {_state(spec, source)} = {USABLE} THEN {_value(spec, source)} END"
    return (
        f"SELECT min(v) AS low, max(v) AS high, approx_count_distinct(v) AS distinct "  # noqa: S608 - built by sql.py
        f"FROM (SELECT {usable} AS v FROM {source.table})"
    )


def _keys(spec: Spec, source: sql.Source) -> str:
    """Return the columns that scores are counted by: groups, then outcome, as spelt."""
    words = sql.words(spec, source)[: len(spec.by) + 1]
    return ", ".join(f"CAST({expression} AS VARCHAR) AS k{i}" for i, expression in enumerate(words))


def _value(spec: Spec, source: sql.Source) -> str:
    """Return the score as a number."""
    return sql.number(source, str(spec.scored))


def _state(spec: Spec, source: sql.Source) -> str:
    """Return whether the score is usable, absent, or something that is no usable number."""
    value = _value(spec, source)
    return (
        f"CASE WHEN {sql.absent(spec, source, str(spec.scored))} THEN {ABSENT} "
        f"WHEN {value} IS NULL OR NOT abs({value}) < {LARGEST!r} THEN {INVALID} ELSE {USABLE} END"
    )


def _thresholds(spec: Spec) -> list[float]:
    """Return every threshold that is to be tried."""
    return [*spec.sweep, *([] if spec.score_threshold is None else [spec.score_threshold])]


def _read(table: pa.Table, spec: Spec, outcomes: Mapping[str, int], span: Span | None) -> Fine:
    """Return the engine's answer as a Fine."""
    words, which = _groups(table, spec)
    spelt, outcome = _coded(table, f"k{len(spec.by)}")
    n, state = table["n"].to_numpy(), table["state"].to_numpy()
    usable = (state == USABLE) & (n > 0)
    if not usable.any():
        raise Unreadable("score", f"'{spec.scored}' holds no usable number.")
    keys = {"group": which[usable], "outcome": outcome[usable]}
    digits = [outcomes.get(text, UNKNOWN) if text is not None else UNKNOWN for text in spelt]
    unscored = tuple(_unscored(words, which, state, n))
    if span is None:
        values, totals = table["value"].to_numpy(), None
    else:
        values = table["place"].to_numpy()
        totals = (span.low * n + table["units"].to_numpy() / UNITS * (span.high - span.low))[usable]
    weights = [table[name].to_numpy()[usable] for name in ("weight", "squared") if spec.weight is not None]
    return gathered(
        spec.by, (words, digits), keys, n[usable], values=values[usable], totals=totals, unscored=unscored,
        weights=(weights[0], weights[1]) if weights else None,
    )  # fmt: skip


def _groups(table: pa.Table, spec: Spec) -> tuple[list[Group], Places]:
    """Return every combination of group words, missing ones as None, and which of them each line has."""
    gone = frozenset(spec.missing)
    columns = [_coded(table, f"k{i}") for i in range(len(spec.by))]
    code = np.zeros(table.num_rows, dtype=np.int64)
    for texts, codes in columns:
        code = code * len(texts) + codes
    combinations, which = np.unique(code, return_inverse=True)
    words: list[Group] = []
    for combination in combinations:
        parts, rest = [], int(combination)
        for texts, _ in reversed(columns):
            rest, place = divmod(rest, len(texts))
            text = texts[place]
            parts.append(None if text is None or text.strip() in gone else text)
        words.append(tuple(reversed(parts)))
    return words, which


def _coded(table: pa.Table, name: str) -> tuple[list[str | None], Places]:
    """Return the distinct texts of a column, None among them, and which of them each line has."""
    column = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
    texts: list[Any] = column.dictionary.to_pylist()
    return texts, column.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _unscored(words: Sequence[Group], which: Places, state: Places, n: Rates) -> list[Unscored]:
    """Return how many people of each group have no usable score."""
    counts = np.zeros((3, len(words)))
    np.add.at(counts, (state, which), n)
    totals: dict[Group, list[int]] = {}
    for group, absent, invalid in zip(words, *counts[[ABSENT, INVALID]], strict=True):
        total = totals.setdefault(group, [0, 0])
        total[0] += int(absent)
        total[1] += int(invalid)
    return [Unscored(group, *total) for group, total in totals.items() if any(total)]
