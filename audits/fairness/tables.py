"""A result as flat tables: one row a fact, every value with its interval beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Result = Mapping[str, Any]
Row = tuple[Any, ...]

READING = (
    "measure", "kind", "value", "low", "high", "interval_method", "threshold", "threshold_set_by", "threshold_reason",
    "verdict", "worst_group", "best_group", "p_global", "p_pair", "sentence",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One table: its name, what each column is called, and its rows; a list in a cell stays a list."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def tables(result: Result, cells: Result | None) -> tuple[Table, ...]:
    """Return every table of a result and, if given, the counts it was made of, in the order they are read in.

    Shape: `by` names the division, its columns joined by a bar; null stays None. `values` is everything once
    more, one row for each JSON pointer, so that nothing the other tables leave out is lost.
    Source: the JSON of an assessment and of its cells.
    """
    parts = list(_parts(result))
    return (
        Table("readings", ("by", *READING), tuple(_readings(result))),
        Table("groups", ("by", "group", "count", "hidden", "measure", "value", "low", "high"), _all(_groups, parts)),
        Table("overall", ("by", "measure", "value", "low", "high"), _all(_overall, parts[:1])),
        Table(
            "disparities",
            ("by", "measure", "groups", "difference", "difference_low", "difference_high", "ratio", "ratio_low",
             "ratio_high"),
            _all(_disparities, parts),
        ),
        _ragged("global_tests", ("by", "measure"), _all(_global, parts)),
        _ragged("pairwise", ("by", "measure"), _all(_pairwise, parts)),
        Table("impact", ("by", "group", "selected", "rate", "impact_ratio"), _all(_impact, parts)),
        _ragged("suppressed", ("by",), tuple(((by,), one) for by, part in parts for one in part["suppressed"])),
        Table("undefined", ("pointer", "reason"), tuple(result["undefined"].items())),
        Table("missing", ("what", "count"), tuple(_missing(result["missing"]))),
        Table("caveats", ("caveat",), tuple((one,) for one in result["caveats"])),
        *((_ragged("cells", (), [((), _cell(cells["by"], one)) for one in cells["cells"]]),) if cells else ()),
        *(table for table in _of_numbers(parts) if table.rows),
        Table("values", ("pointer", "value"), tuple(_leaves(result, ""))),
    )  # fmt: skip


def _parts(result: Result) -> Iterator[tuple[str, Result]]:
    """Yield the whole division, then each single column where there are several."""
    yield "|".join(result["by"]), result
    yield from result["by_column"].items()


def _all(rows: Any, parts: Sequence[tuple[str, Result]]) -> tuple[Any, ...]:  # noqa: ANN401 a function of a part
    return tuple(row for by, part in parts for row in rows(by, part))


def _readings(result: Result) -> Iterator[Row]:
    for one in result["readings"]:
        low, high = one["interval"] or (None, None)
        told = {**one, "low": low, "high": high}
        yield ("|".join(one["by"]), *(told[name] for name in READING))


def _groups(by: str, part: Result) -> Iterator[Row]:
    hidden = {one["group"] for one in part["suppressed"] if one["display"]}
    for group, rates in part["by_group"].items():
        between = part["intervals"]["by_group"].get(group, {})
        for measure, value in rates.items():
            if measure != "count":
                yield by, group, rates["count"], group in hidden, measure, value, *_ends(between.get(measure))


def _overall(by: str, part: Result) -> Iterator[Row]:
    between = part["intervals"]["overall"]
    for measure, value in part["overall"].items():
        yield by, measure, value, *_ends(between.get(measure))


def _disparities(by: str, part: Result) -> Iterator[Row]:
    for measure, found in part["disparities"].items():
        between = part["intervals"]["disparities"].get(measure) or {}
        ends = {kind: _ends(between.get(kind)) for kind in ("difference", "ratio")}
        yield (
            by, measure, found.get("n_groups_defined"), found["difference"], *ends["difference"], found["ratio"],
            *ends["ratio"],
        )  # fmt: skip


def _global(by: str, part: Result) -> Iterator[tuple[Row, Result]]:
    for measure, test in part["tests"].items():
        if test["global"]:
            yield (by, measure), test["global"]


def _pairwise(by: str, part: Result) -> Iterator[tuple[Row, Result]]:
    for measure, test in part["tests"].items():
        for pair in test["pairwise"]:
            yield (by, measure), pair


def _impact(by: str, part: Result) -> Iterator[Row]:
    impact = part["impact"]
    for group, rate in impact["rates"].items():
        yield by, group, impact["selected"].get(group), rate, impact["impact_ratios"].get(group)


def _of_numbers(parts: Sequence[tuple[str, Result]]) -> tuple[Table, ...]:
    """Return the tables of scores and predicted numbers; without rows where there are none."""
    values = ("by", "group", "n", "hidden", "measure", "value", "low", "high")
    return (
        Table("score_groups", values, tuple(_number_groups(parts, "scores"))),
        Table("number_groups", values, tuple(_number_groups(parts, "regression"))),
        Table(
            "calibration",
            ("by", "ranges", "group", "from", "to", "n", "mean_score", "rate", "rate_low", "rate_high"),
            tuple(_calibration(parts)),
        ),
        Table("thresholds", ("by", "threshold", "exact", "group", "measure", "value"), tuple(_thresholds(parts))),
        _ragged(
            "scoring_rates",
            ("by",),
            [((by,), row) for by, part in parts for row in _scoring_rates(part)],
        ),
    )  # fmt: skip


def _scoring_rates(part: Result) -> Sequence[Result]:
    scores = part.get("scores")
    return scores["scoring_rates"]["rows"] if scores else ()


def _number_groups(parts: Sequence[tuple[str, Result]], key: str) -> Iterator[Row]:
    for by, part in parts:
        hidden = {one["group"] for one in part["suppressed"] if one["display"]}
        for group, found in (part.get(key) or {"by_group": {}})["by_group"].items():
            between = part[key]["intervals"]["by_group"].get(group, {})
            for measure, value in found.items():
                if measure != "n":
                    yield by, group, found["n"], group in hidden, measure, value, *_ends(between.get(measure))


def _calibration(parts: Sequence[tuple[str, Result]]) -> Iterator[Row]:
    for by, part in parts:
        for ranges, told in ((part.get("scores") or {}).get("calibration") or {}).items():
            for group, curve in told["by_group"].items():
                for place, one in enumerate(curve or ()):
                    if one is not None:
                        ends = told["edges"][place : place + 2]
                        yield (
                            by,
                            ranges,
                            group,
                            *ends,
                            one["n"],
                            one["mean_score"],
                            one["rate"],
                            *one["interval"],
                        )


def _thresholds(parts: Sequence[tuple[str, Result]]) -> Iterator[Row]:
    for by, part in parts:
        for tried in ((part.get("scores") or {}).get("sweep") or {"thresholds": ()})["thresholds"]:
            for group, rates in tried["by_group"].items():
                for measure, value in rates.items():
                    yield by, tried["threshold"], tried["exact"], group, measure, value


def _missing(told: Result) -> Iterator[Row]:
    columns = {**told["columns"], "(outcome)": told["outcome"], "(prediction)": told["prediction"]}
    yield from columns.items()


def _cell(by: Sequence[str], cell: Result) -> dict[str, Any]:
    named = (f"by {column}" for column in by)
    return {**dict(zip(named, cell["group"], strict=True)), **{k: v for k, v in cell.items() if k != "group"}}


def _ragged(name: str, fixed: tuple[str, ...], rows: Sequence[tuple[Row, Result]]) -> Table:
    """Return a table whose further columns are the names that any of its rows has; an interval is two columns."""
    flat = [(before, dict(_spread(row))) for before, row in rows]
    named = dict.fromkeys(column for _, row in flat for column in row)
    columns = tuple(column for column in named if f"{column}_low" not in named)
    return Table(
        name, (*fixed, *columns), tuple((*before, *(row.get(c) for c in columns)) for before, row in flat)
    )


def _spread(row: Result) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, list | tuple) and len(value) == 2:  # noqa: PLR2004 an interval's ends
            yield f"{name}_low", value[0]
            yield f"{name}_high", value[1]
        else:
            yield name, value


def _ends(between: Sequence[float | None] | None) -> tuple[float | None, float | None]:
    return (between[0], between[1]) if between else (None, None)


def _leaves(value: Any, pointer: str) -> Iterator[Row]:  # noqa: ANN401 any JSON value
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _leaves(inner, f"{pointer}/{place}")
    else:
        yield pointer, value
