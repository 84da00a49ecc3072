"""The query for sums of powers of targets and predictions, and its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, hypot, log2
from typing import Any

import pyarrow as pa

from audits.fairness import sql
from audits.fairness.labels import Unreadable
from audits.fairness.spec import Spec
from audits.fairness.stored.moments import POWERS, WIDTH, WITH_ERROR, MomentRow, Moments, empty, in_order
from audits.fairness.stored.profiles import LARGEST

Run = Callable[[str], pa.Table]
USABLE, ABSENT, INVALID = range(3)
UNITS, UNITS_WITH_COUNTS = 48, 40  # bits below one
FINEST, WIDEST = 90, 118  # of weighted terms, in bits below one and in all
# Means differ in the last digit with the order of rows; this far below a step, they round to the same.
NUDGE = 1e-9


@dataclass(frozen=True)
class Span:
    """What rows with both numbers are like: enough to centre and scale them, and to add that of other rows.

    `weight` is the largest weight and `line` the most people that one row stands for.
    """

    n: int
    y: float
    p: float
    spread_y: float
    spread_p: float
    weight: float
    line: int


@dataclass(frozen=True)
class Frame:
    """How numbers are made ready to be summed: (value - centre) / scale, weights over the heaviest, in units."""

    centre: float
    scale: float
    heaviest: float | None
    units: float


def asked(run: Run, spec: Spec, source: sql.Source) -> Moments:
    """Return the sums of every group as the engine that holds the rows computes them.

    Numbers are centred on the mean target and divided by their spread first, so that little is lost when
    large sums are taken from one another, and summed as whole units, so that no order of rows changes the
    last digit.
    Cost: two scans of the named columns.
    Raises: Unreadable, when no row holds both numbers.
    """
    found = span(run, spec, source)
    if found is None:
        raise Unreadable("target", f"no row holds numbers in both '{spec.target}' and '{spec.prediction}'.")
    frame = framed(found, spec)
    rows = summed(run, spec, source, frame)
    return Moments(str(spec.target), spec.prediction, frame.centre, frame.scale, rows, frame.heaviest)


def span(run: Run, spec: Spec, source: sql.Source) -> Span | None:
    """Return what rows with both numbers are like, None where there are none.

    Cost: one scan of the named columns.
    """
    (told,) = run(_span(spec, source)).to_pylist()
    return Span(**told) if told["n"] else None


def framed(found: Span, spec: Spec) -> Frame:
    """Return a centre and a scale near the data's, but round: their last digits depend on the order of rows.

    With this scale no number lies further from the centre than the root of the number of rows, so sums of
    fourth powers cannot overflow.
    """
    spread = max(found.spread_y, hypot(found.spread_p, found.p - found.y))
    scale = 2.0 ** ceil(log2(spread) - NUDGE) if spread > 0 else 1.0
    centre = round(found.y / scale + NUDGE) * scale
    if spec.weight is None:
        return Frame(centre, scale, None, 2.0 ** (UNITS if spec.count is None else UNITS_WITH_COUNTS))
    heaviest = 2.0 ** ceil(log2(found.weight)) if found.weight > 0 else 1.0
    bits = WIDEST - ceil(log2(max(1, found.line)) + 2 * log2(found.n))
    return Frame(centre, scale, heaviest, 2.0 ** min(FINEST, bits))


def summed(run: Run, spec: Spec, source: sql.Source, frame: Frame) -> tuple[MomentRow, ...]:
    """Return the people and the sums of every group.

    Cost: one scan of the named columns.
    """
    rows: dict[tuple[str | None, ...], MomentRow] = {}
    for line in run(_sums(spec, source, frame)).to_pylist():
        _add(rows, line, spec, frame)
    return in_order(rows.values())


def _add(
    rows: dict[tuple[str | None, ...], MomentRow], line: dict[str, Any], spec: Spec, frame: Frame
) -> None:
    """Add one line of the answer to its group, whose missing words may have been spelt differently."""
    words = (line[f"k{i}"] for i in range(len(spec.by)))
    group = tuple(None if word is None or word.strip() in spec.missing else word for word in words)
    n, state = int(line["n"]), line["state"]
    new = empty(group, weighted=frame.heaviest is not None)
    if state != USABLE:
        new = new._replace(missing=n * (state == ABSENT), invalid=n * (state == INVALID))
    else:
        new = new._replace(n=n, sums=_of(line, "s", frame))
        if frame.heaviest is not None:
            weight, squared = (float(line[name]) / frame.units for name in ("weight", "squared"))
            new = new._replace(weight=weight, squared=squared, squares=_of(line, "q", frame))
    rows[group] = rows[group].plus(new) if group in rows else new


def _of(line: dict[str, Any], letter: str, frame: Frame) -> tuple[float, ...]:
    return tuple(float(line[f"{letter}{i}"]) / frame.units for i in range(WIDTH))


def _span(spec: Spec, source: sql.Source) -> str:
    """Return the query for means and spreads of usable targets and predictions."""
    target, prediction = (sql.number(source, str(name)) for name in (spec.target, spec.prediction))
    return (
        f"SELECT count(*) AS n, avg(y) AS y, avg(p) AS p, stddev_pop(y) AS spread_y, stddev_pop(p) AS spread_p, "  # noqa: S608 - built by sql.py
        f"CAST(max(w) AS DOUBLE) AS weight, CAST(max(line) AS BIGINT) AS line "
        f"FROM (SELECT {target} AS y, {prediction} AS p, {sql.weight(spec, source) or 1} AS w, "
        f"{sql.line(spec, source) or 1} AS line FROM {source.table} WHERE {_state(spec, source)} = {USABLE})"
    )


def _sums(spec: Spec, source: sql.Source, frame: Frame) -> str:
    """Return the query for people and sums by group and usability."""
    state = _state(spec, source)
    columns = [
        f"CAST({word} AS VARCHAR) AS k{i}" for i, word in enumerate(sql.words(spec, source)[: len(spec.by)])
    ]
    columns += [
        f"CASE WHEN {state} = {USABLE} "
        f"THEN ({sql.number(source, str(name))} - {frame.centre!r}) / {frame.scale!r} END AS {letter}"
        for name, letter in ((spec.target, "y"), (spec.prediction, "p"))
    ]
    if frame.heaviest is not None:
        columns.append(
            f"CASE WHEN {state} = {USABLE} THEN {sql.weight(spec, source)} / {frame.heaviest!r} END AS w"
        )
    keys = ", ".join(f"k{i}" for i in range(len(spec.by)))
    sums = ", ".join(f"{_whole(term, frame)} AS {name}" for name, term in _terms(frame))
    line = f"CAST({sql.line(spec, source) or 1} AS HUGEINT)"
    return (
        f"SELECT {keys}, state, CAST(sum(n) AS DOUBLE) AS n, {sums} "  # noqa: S608 - built by sql.py
        f"FROM (SELECT {', '.join(columns)}, {state} AS state, {line} AS n FROM {source.table}) "
        f"GROUP BY {keys}, state"
    )


def _terms(frame: Frame) -> list[tuple[str, str]]:
    """Return the name and the expression of everything that is summed."""
    terms = [_power(*powers) for powers in POWERS]
    terms += [f"abs(p - y) * {_power(*powers)}" for powers in WITH_ERROR]
    if frame.heaviest is None:
        return [(f"s{i}", term) for i, term in enumerate(terms)]
    weighted = [(f"s{i}", f"w * ({term})") for i, term in enumerate(terms)]
    squares = [(f"q{i}", f"w * w * ({term})") for i, term in enumerate(terms)]
    return [*weighted, *squares, ("weight", "w"), ("squared", "w * w")]


def _whole(term: str, frame: Frame) -> str:
    """Return the sum of a term in whole units."""
    return f"CAST(coalesce(sum(CAST(round(({term}) * {frame.units!r}) AS HUGEINT) * n), 0) AS DOUBLE)"


def _power(y: int, p: int) -> str:
    """Return a product of powers in SQL."""
    return " * ".join(["y"] * y + ["p"] * p) or "1"


def _state(spec: Spec, source: sql.Source) -> str:
    """Return whether both numbers are usable, one is absent, or one is no finite number."""
    absent, invalid = [], []
    for name in (str(spec.target), spec.prediction):
        value = sql.number(source, name)
        absent.append(sql.absent(spec, source, name))
        invalid.append(f"{value} IS NULL OR NOT abs({value}) < {LARGEST!r}")
    return (
        f"CASE WHEN {' OR '.join(absent)} THEN {ABSENT} WHEN {' OR '.join(invalid)} THEN {INVALID} "
        f"ELSE {USABLE} END"
    )
