"""The query for sums of powers of targets and predictions, and its answer."""

from collections.abc import Callable
from math import ceil, hypot, log2
from typing import Any

import pyarrow as pa

from audits.fairness import sql
from audits.fairness.labels import Unreadable
from audits.fairness.spec import Spec
from audits.fairness.stored.moments import POWERS, WIDTH, WITH_ERROR, MomentRow, Moments
from audits.fairness.stored.profiles import LARGEST

Run = Callable[[str], pa.Table]
USABLE, ABSENT, INVALID = range(3)
UNITS, UNITS_WITH_COUNTS = 48, 40  # bits below one


def asked(run: Run, spec: Spec, source: sql.Source) -> Moments:
    """Return the sums of every group as the engine that holds the rows computes them.

    Numbers are centred on the mean target and divided by their spread first, so that little is lost when
    large sums are taken from one another, and summed as whole units, so that no order of rows changes the
    last digit.
    Cost: two scans of the named columns.
    Raises: Unreadable, when no row holds both numbers.
    """
    (told,) = run(_span(spec, source)).to_pylist()
    if not told["n"]:
        raise Unreadable("target", f"no row holds numbers in both '{spec.target}' and '{spec.prediction}'.")
    centre, scale = _round(told)
    rows: dict[tuple[str | None, ...], MomentRow] = {}
    for line in run(_sums(spec, source, centre, scale)).to_pylist():
        _add(rows, line, spec)
    return Moments(str(spec.target), spec.prediction, centre, scale, tuple(rows.values()))


def _add(rows: dict[tuple[str | None, ...], MomentRow], line: dict[str, Any], spec: Spec) -> None:
    """Add one line of the answer to its group, whose missing words may have been spelt differently."""
    words = (line[f"k{i}"] for i in range(len(spec.by)))
    group = tuple(None if word is None or word.strip() in spec.missing else word for word in words)
    was = rows.get(group, MomentRow(group, 0, (0.0,) * WIDTH))
    n, state = int(line["n"]), line["state"]
    if state != USABLE:
        missing, invalid = (n * (state == which) for which in (ABSENT, INVALID))
        rows[group] = was._replace(missing=was.missing + missing, invalid=was.invalid + invalid)
        return
    sums = tuple(total + float(line[f"s{i}"]) / _units(spec) for i, total in enumerate(was.sums))
    rows[group] = was._replace(n=was.n + n, sums=sums)


def _round(told: dict[str, Any]) -> tuple[float, float]:
    """Return a centre and a scale near the data's, but round: their last digits depend on the order of rows.

    With this scale no number lies further from the centre than the root of the number of rows, so sums of
    fourth powers cannot overflow.
    """
    off = told["p"] - told["y"]
    spread = max(told["spread_y"], hypot(told["spread_p"], off))
    scale = 2.0 ** ceil(log2(spread)) if spread > 0 else 1.0
    return round(told["y"] / scale) * scale, scale


def _units(spec: Spec) -> float:
    """Return in how many whole units one is summed: fewer where rows stand for many people."""
    return 2.0 ** (UNITS if spec.count is None else UNITS_WITH_COUNTS)


def _span(spec: Spec, source: sql.Source) -> str:
    """Return the query for means and spreads of usable targets and predictions."""
    target, prediction = (sql.number(source, str(name)) for name in (spec.target, spec.prediction))
    return (
        f"SELECT count(*) AS n, avg(y) AS y, avg(p) AS p, stddev_pop(y) AS spread_y, stddev_pop(p) AS spread_p "  # noqa: S608 - built by sql.py
        f"FROM (SELECT {target} AS y, {prediction} AS p FROM {source.table} WHERE {_state(spec, source)} = {USABLE})"
    )


def _sums(spec: Spec, source: sql.Source, centre: float, scale: float) -> str:
    """Return the query for people and sums by group and usability."""
    state = _state(spec, source)
    columns = [
        f"CAST({word} AS VARCHAR) AS k{i}" for i, word in enumerate(sql.words(spec, source)[: len(spec.by)])
    ]
    columns += [
        f"CASE WHEN {state} = {USABLE} "
        f"THEN ({sql.number(source, str(name))} - {centre!r}) / {scale!r} END AS {letter}"
        for name, letter in ((spec.target, "y"), (spec.prediction, "p"))
    ]
    keys = ", ".join(f"k{i}" for i in range(len(spec.by)))
    terms = [_power(*powers) for powers in POWERS]
    terms += [f"abs(p - y) * {_power(*powers)}" for powers in WITH_ERROR]
    units = [f"CAST(round(({term}) * {_units(spec)!r}) AS HUGEINT)" for term in terms]
    sums = ", ".join(f"CAST(coalesce(sum({unit} * n), 0) AS DOUBLE) AS s{i}" for i, unit in enumerate(units))
    line = f"CAST({sql.line(spec, source) or 1} AS HUGEINT)"
    return (
        f"SELECT {keys}, state, CAST(sum(n) AS DOUBLE) AS n, {sums} "  # noqa: S608 - built by sql.py
        f"FROM (SELECT {', '.join(columns)}, {state} AS state, {line} AS n FROM {source.table}) "
        f"GROUP BY {keys}, state"
    )


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
