"""One measure of one division of a run, as its reader chose them: a picture, a table, and further tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.charts.groups import Mark, by_group
from audits.charts.hidden import hidden_groups
from audits.charts.measures import label
from audits.queries.further import Grid, further
from audits.queries.results import MEASURES, Value, percent, value_of

MOST_DRAWN = 40


@dataclass(frozen=True)
class Line:
    """One group in the table: how many people, the rate, and how far from the group compared with."""

    group: str
    n: str
    rate: Value | None
    apart: str


@dataclass(frozen=True)
class Chosen:
    """What is shown and what could be: pairs of a value for the address and its words."""

    measure: str
    by: str
    measures: tuple[tuple[str, str], ...]
    divisions: tuple[tuple[str, str], ...]
    title: str
    reference: str
    chart: str
    left_out: int
    lines: tuple[Line, ...]
    grids: tuple[Grid, ...]


def chosen(result: Mapping[str, Any], measure: str, by: str) -> Chosen:
    """Return what a reader asked for; of what the result does not have, the first that it has. No query."""
    parts: dict[str, Mapping[str, Any]] = {"+".join(result["by"]): result, **result["by_column"]}
    by = by if by in parts else next(iter(parts))
    part = parts[by]
    columns = tuple(result["by"]) if part is result else (by,)
    known = [name for name in MEASURES if result["overall"].get(name) is not None]
    read = [one["measure"] for one in result["readings"] if one["measure"] in known]
    measure = measure if measure in known else next(iter(read or known), "")
    title = f"{label(measure)} by {' and '.join(columns)}" if measure else ""
    marks = _marks(part, measure) if measure else []
    return Chosen(
        measure=measure,
        by=by,
        measures=tuple((name, label(name)) for name in known),
        divisions=tuple((name, name.replace("+", " and ") if one is result else name) for name, one in parts.items()),
        title=title,
        reference=_reference(part),
        chart=by_group(marks[:MOST_DRAWN], overall=result["overall"][measure], title=title) if marks else "",
        left_out=max(0, len(marks) - MOST_DRAWN),
        lines=tuple(_line(mark, part, measure) for mark in marks),
        grids=further(result, part, columns),
    )  # fmt: skip


def _marks(part: Mapping[str, Any], measure: str) -> list[Mark]:
    """Return the groups, largest first; those too small to show without any number."""
    hidden, groups = hidden_groups(part), part["by_group"]
    between = part["intervals"]["by_group"]
    names = sorted(groups, key=lambda name: (name in hidden, -(groups[name]["count"] or 0), name))
    marks = []
    for name in names:
        low, high = between.get(name, {}).get(measure) or (None, None)
        rates = groups[name]
        marks.append(
            Mark(name, None)
            if name in hidden
            else Mark(name, rates["count"], rates.get(measure), low, high)
        )  # fmt: skip
    return marks


def _reference(part: Mapping[str, Any]) -> str:
    return str(part["against"]["reference"]["group"])


def _line(mark: Mark, part: Mapping[str, Any], measure: str) -> Line:
    if mark.persons is None:
        return Line(mark.name, "few", None, "")
    rate = value_of(mark.rate, (mark.low, mark.high))
    return Line(mark.name, f"{mark.persons:,}", rate, _apart(mark.name, part, measure))


def _apart(group: str, part: Mapping[str, Any], measure: str) -> str:
    """Return the difference from the group compared with, and its interval; nothing where that one is hidden."""
    reference = _reference(part)
    if group == reference:
        return "compared with"
    if reference in hidden_groups(part):
        return ""
    told = part["against"]["reference"]["measures"].get(measure, {}).get(group, {})
    if told.get("difference") is None:
        return percent(None)
    low, high = told["difference_interval"] or (None, None)
    between = "" if low is None or high is None else f" ({100 * low:+.1f} to {100 * high:+.1f})"
    return f"{100 * told['difference']:+.1f} points{between}"
