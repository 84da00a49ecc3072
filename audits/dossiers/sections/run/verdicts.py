"""What the run comes to: every verdict first, the gravest on top, then in sentences that can be quoted."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from audits.charts import label
from audits.charts.hidden import hidden_groups
from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Items,
    Margin,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    numbered,
    say,
)
from audits.dossiers.measured import Measured, Reading, gravest, gravity, mapping, read_measured
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.marks import verdict_mark
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, brief, capital, cut, day, decimal, several, thousands
from audits.packs.pack import Pack
from audits.packs.parts import FairnessRun

COLUMNS = (
    Column("Measure", 23),
    Column("Groups", 19),
    Column("Value", 9, numeric=True),
    Column("95 % interval", 18, numeric=True),
    Column("Threshold", 10, numeric=True),
    Column("Verdict", 21),
)
MOST_SENTENCES = 60
SILENCE = (
    "A measured difference is not a finding of discrimination, and its absence is no finding of lawfulness. "
    "The Act sets no numeric threshold; who chose those used here, and why, stands in "
)


def verdicts_section(pack: Pack, place: Place) -> Section:
    """Write the verdicts of a run."""
    run = next(iter(pack.fairness), None)
    measured = read_measured(run.result if run else {})
    readings = sorted(measured.readings, key=gravity)
    none = "" if readings else "The result holds no reading against a threshold."
    points = (point(pack, place, "Readings against thresholds", none), *recorded(pack, place))
    clauses = (
        _brief(place, run, measured),
        *((_table(readings, run), _sentences(readings)) if readings else ()),
        *((Clause("What this section lacks", notices(lacking(points))),) if lacking(points) else ()),
    )
    return Section(place.number, "Verdicts", _lead(readings), numbered(place.number, clauses), points)


def _lead(readings: list[Reading]) -> Text:
    if not readings:
        return say("The run reached no verdict.")
    counted = Counter(reading.label or capital(reading.verdict) for reading in readings)
    return say(", ".join(f"{word}: {count}" for word, count in counted.items()) + ".")


def _brief(place: Place, run: FairnessRun | None, measured: Measured) -> Clause:
    first = gravest(measured.readings)
    rows: tuple[tuple[str, Text], ...] = (
        ("Gravest verdict", say(verdict_mark(first).word if first else "None", "strong")),
        ("Run", say(" · ".join(filter(None, (run.reference, cut(run.name, 300)))) if run else DASH)),
        ("Finished", say(day(run.finished_at) if run else DASH)),
        ("Measured on", say(several(measured.n, "person", "persons"))),
    )
    blocks: tuple[Block, ...] = (
        Facts(rows),
        Paragraph((*say(SILENCE), *place.see("thresholds", "this report"), *say(".")), "quiet"),
    )
    return Clause("In brief", blocks, Margin(mark=verdict_mark(first) if first else None))


def _table(readings: list[Reading], run: FairnessRun | None) -> Clause:
    result = run.result if run else {}
    rows, note = capped(tuple(_row(item, result) for item in readings))
    return Clause(
        "Every reading", (Table("Readings, the gravest first", COLUMNS, rows, wide=True, note=note),)
    )


def _row(item: Reading, result: Mapping[str, Any]) -> tuple[Cell, ...]:
    between = DASH if None in (item.low, item.high) else f"{decimal(item.low)} to {decimal(item.high)}"
    apart = [_counted(name, item, result) for name in (item.worst_group, item.best_group) if name]
    return (
        cell(label(item.measure), " · ".join(filter(None, (capital(item.kind), _by(item))))),
        cell(" to ".join(apart) or DASH),
        cell(decimal(item.value)),
        cell(between),
        cell(decimal(item.threshold, 2)),
        Cell(mark=verdict_mark(item)),
    )


def _counted(name: str, item: Reading, result: Mapping[str, Any]) -> str:
    """Return a group with how many people it has, where that may be shown."""
    alone = mapping(mapping(result.get("by_column")).get(" ".join(item.by)))
    part = result if list(item.by) == list(result.get("by") or ()) else alone
    count = mapping(mapping(part.get("by_group")).get(name)).get("count")
    shown = isinstance(count, int | float) and name not in hidden_groups(part)
    return f"{brief(name)} (n\u00a0=\u00a0{thousands(count)})" if shown and count is not None else brief(name)


def _by(item: Reading) -> str:
    return f"by {', '.join(map(brief, item.by))}" if item.by else ""


def _sentences(readings: list[Reading]) -> Clause:
    said = tuple(say(cut(reading.sentence, 1_500)) for reading in readings if reading.sentence)
    blocks: list[Block] = [Items(said[:MOST_SENTENCES])]
    if len(said) > MOST_SENTENCES:
        left = several(len(said) - MOST_SENTENCES, "further sentence stands", "further sentences stand")
        blocks.append(Paragraph(say(f"{left} in the attached record."), "quiet"))
    return Clause("In sentences", tuple(blocks))
