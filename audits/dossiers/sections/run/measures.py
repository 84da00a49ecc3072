"""Each measure by itself: every group's rate, number of persons and interval, drawn and in a table."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from audits.charts import label
from audits.charts.hidden import hidden_groups
from audits.charts.measures import MOST_GROUPS
from audits.dossiers.blocks import (
    Block,
    Cell,
    Chart,
    Clause,
    Column,
    Paragraph,
    Section,
    Table,
    cell,
    numbered,
    say,
)
from audits.dossiers.measured import gravity, interval_of, mapping, read_measured
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, cut, percent, plain, several, thousands
from audits.packs.pack import Pack

Raw = Mapping[str, Any]
ALWAYS = ("base_rate", "selection_rate", "tpr", "fpr", "fnr", "precision", "accuracy")
MOST_CHARTS = 24
MOST_TOGETHER, MOST_LINES = 12, 18
COLUMNS = (
    Column("Group", 40),
    Column("Persons", 16, numeric=True),
    Column("Rate", 16, numeric=True),
    Column("95 % interval", 28, numeric=True),
)
FEW = "A dash: not defined, or too few persons to show."


def measures_section(pack: Pack, place: Place) -> Section:
    """Write a clause for each measure of each division of the people."""
    result: Raw = pack.fairness[0].result if pack.fairness else {}
    clauses = [
        _clause(title, part, measure, drawn=number < MOST_CHARTS)
        for number, (title, part, measure) in enumerate(_wanted(result))
    ]
    none = "" if clauses else "The result holds no rate by group."
    if not clauses:
        clauses = [Clause("Rates", (Paragraph(say(none)),))]
    points = (point(pack, place, "Rates by group with intervals", none), *recorded(pack, place))
    lead = say("Points are rates, bars their intervals, the dashed line is everyone together.")
    return Section(place.number, "Measure by measure", lead, numbered(place.number, clauses), points)


def divisions(result: Raw) -> Iterator[tuple[str, Raw]]:
    """Yield the whole division of the people, then each single column where there are several."""
    by = [str(name) for name in result.get("by") or ()]
    yield " and ".join(map(plain, by)), result
    for name, part in mapping(result.get("by_column")).items():
        if [name] != by:
            yield plain(str(name)), {"overall": result.get("overall"), **mapping(part)}


def _wanted(result: Raw) -> Iterator[tuple[str, Raw, str]]:
    """Yield what to write of each division: measures with a reading first, the gravest on top."""
    read = sorted(read_measured(result).readings, key=gravity)
    order = dict.fromkeys((*(reading.measure for reading in read), *ALWAYS))
    for title, part in divisions(result):
        everyone = (mapping(part.get("overall")), *map(mapping, mapping(part.get("by_group")).values()))
        yield from (
            (title, part, measure)
            for measure in order
            if any(rates.get(measure) is not None for rates in everyone)
        )


def _clause(title: str, part: Raw, measure: str, *, drawn: bool) -> Clause:
    blocks: list[Block] = []
    if drawn:
        blocks.append(Chart(part, measure, _caption(title, part, measure)))
    table = _table(title, part, measure)
    name = f"{label(measure)} by {title}" if title else label(measure)
    together = len(table.rows) <= MOST_TOGETHER and table.lines <= MOST_LINES
    return Clause(name, (*blocks, table), whole=together)


def _caption(title: str, part: Raw, measure: str) -> str:
    left = len(mapping(part.get("by_group"))) - MOST_GROUPS
    small = several(left, "smaller group is", "smaller groups are")
    more = f" {small} in the table only." if left > 0 else ""
    return f"{label(measure)} by {title or 'group'}.{more}"


def _table(title: str, part: Raw, measure: str) -> Table:
    groups: Raw = mapping(part.get("by_group"))
    hidden = hidden_groups(part)
    names = sorted(groups, key=lambda name: (-_persons(groups[name]), name))
    rows = [_row(name, groups[name], part, measure, hidden) for name in names]
    if everyone := mapping(part.get("overall")):
        rows.append(_row("All", everyone, part, measure, ()))
    shown, note = capped(tuple(rows))
    return Table(
        f"{label(measure)} by {title or 'group'}",
        COLUMNS,
        shown,
        note=" ".join(filter(None, (_dashes(shown), note))),
    )


def _dashes(rows: Iterable[tuple[Cell, ...]]) -> str:
    """Return what a dash means, where there is one."""
    texts = (run.text for row in rows for one in row for run in one.text)
    return FEW if DASH in texts else ""


def _row(name: str, rates: Raw, part: Raw, measure: str, hidden: Iterable[str]) -> tuple[Cell, ...]:
    if name in hidden:
        return (cell(cut(name, 300)), cell("few"), cell(DASH), cell(DASH))
    low, high = interval_of(part, None if name == "All" else name, measure)
    between = DASH if low is None or high is None else f"{percent(low, 1)} to {percent(high, 1)}"
    return (
        cell(cut(name, 300)),
        cell(thousands(_persons(rates))),
        cell(percent(rates.get(measure))),
        cell(between),
    )


def _persons(rates: Raw) -> float:
    count = rates.get("count")
    return count if isinstance(count, int | float) else 0
