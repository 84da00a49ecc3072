"""What the run comes to: every verdict first, the gravest on top, then in sentences that can be quoted."""

from collections import Counter

from audits.charts import label
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
from audits.dossiers.measured import Measured, Reading, gravest, gravity, read_measured
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.marks import verdict_mark
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, capital, cut, day, decimal, several
from audits.packs.pack import Pack
from audits.packs.parts import FairnessRun

COLUMNS = (
    Column("Measure", 26),
    Column("Groups", 16),
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
        *((_table(readings), _sentences(readings)) if readings else ()),
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


def _table(readings: list[Reading]) -> Clause:
    rows, note = capped(tuple(map(_row, readings)))
    return Clause(
        "Every reading", (Table("Readings, the gravest first", COLUMNS, rows, wide=True, note=note),)
    )


def _row(item: Reading) -> tuple[Cell, ...]:
    between = DASH if None in (item.low, item.high) else f"{decimal(item.low)} to {decimal(item.high)}"
    apart = (
        f"{item.worst_group} to {item.best_group}"
        if item.worst_group and item.best_group
        else item.worst_group
    )
    return (
        cell(label(item.measure), " · ".join(filter(None, (capital(item.kind), _by(item))))),
        cell(cut(apart, 200) or DASH),
        cell(decimal(item.value)),
        cell(between),
        cell(decimal(item.threshold, 2)),
        Cell(mark=verdict_mark(item)),
    )


def _by(item: Reading) -> str:
    return f"by {', '.join(item.by)}" if item.by else ""


def _sentences(readings: list[Reading]) -> Clause:
    said = tuple(say(cut(reading.sentence, 1_500)) for reading in readings if reading.sentence)
    blocks: list[Block] = [Items(said[:MOST_SENTENCES])]
    if len(said) > MOST_SENTENCES:
        left = several(len(said) - MOST_SENTENCES, "further sentence stands", "further sentences stand")
        blocks.append(Paragraph(say(f"{left} in the attached record."), "quiet"))
    return Clause("In sentences", tuple(blocks))
