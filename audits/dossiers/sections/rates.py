"""The numbers of a fairness run: a table by group, a chart for each chosen rate, a table of readings."""

from collections.abc import Mapping
from typing import Any

from audits.charts import label
from audits.dossiers.blocks import (
    Block,
    Cell,
    Chart,
    Clause,
    Column,
    Items,
    Paragraph,
    Table,
    cell,
    say,
)
from audits.dossiers.measured import Measured, Reading
from audits.dossiers.sections.marks import verdict_mark
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, brief, capital, cut, decimal, percent, thousands
from audits.packs.parts import FairnessRun

RATES = (
    ("base_rate", "Base rate"),
    ("selection_rate", "Selected"),
    ("tpr", "TPR"),
    ("fpr", "FPR"),
    ("fnr", "FNR"),
    ("precision", "Precision"),
)
MOST_RATES = 5
MOST_CHARTS = 6
KEY = (
    "TPR true-positive, FPR false-positive, FNR false-negative rate. A dash: not defined, or too few to show."
)


def results_clause(run: FairnessRun, measured: Measured, prefix: str) -> Clause:
    """Write the rates by group, as a table and as charts."""
    blocks: list[Block] = [_table(measured)]
    defined = [measure for measure in run.charts[:MOST_CHARTS] if _anyone_has(measured, measure)]
    blocks.extend(_chart(run.result, measure) for measure in defined)
    return Clause(f"{prefix}Results by group", tuple(blocks))


def readings_clause(measured: Measured, prefix: str) -> Clause:
    """Write each verdict with its threshold and interval, then in a sentence that can be quoted."""
    title = f"{prefix}Readings"
    if not measured.readings:
        return Clause(title, (Paragraph(say("The result holds no reading against a threshold."), "quiet"),))
    columns = (
        Column("Measure", 27),
        Column("Value", 11, numeric=True),
        Column("95 % interval", 21, numeric=True),
        Column("Threshold", 13, numeric=True),
        Column("Reading", 28),
    )
    rows, note = capped(tuple(map(_reading, measured.readings)))
    sentences = Items(tuple(say(cut(r.sentence, 900)) for r in measured.readings[:40] if r.sentence))
    return Clause(
        title, (Table("Disparities between groups and how they read", columns, rows, note=note), sentences)
    )


def _table(measured: Measured) -> Table:
    shown = [pair for pair in RATES if _anyone_has(measured, pair[0])][:MOST_RATES]
    columns = (
        Column("Group", 30),
        Column("n", 12, numeric=True),
        *(Column(title, 58 // max(len(shown), 1), numeric=True) for _, title in shown),
    )
    names = sorted(measured.by_group, key=lambda name: (-_count(measured.by_group[name]), name))
    rows = [_group(name, {} if name in measured.hidden else measured.by_group[name], shown) for name in names]
    if measured.overall:
        rows.append(_group("All", measured.overall, shown))
    printed, note = capped(tuple(rows))
    return Table(
        "Rates by group, largest group first", columns, printed, note=" ".join(filter(None, (KEY, note)))
    )


def _anyone_has(measured: Measured, measure: str) -> bool:
    everyone = (measured.overall, *measured.by_group.values())
    return any(rates.get(measure) is not None for rates in everyone)


def _group(name: str, rates: Mapping[str, Any], shown: list[tuple[str, str]]) -> tuple[Cell, ...]:
    return (
        cell(cut(name, 300)),
        cell(thousands(_count(rates)) if rates else "few"),
        *(cell(percent(rates.get(key))) for key, _ in shown),
    )


def _count(rates: Mapping[str, Any]) -> float:
    return rates.get("count") or 0


def _chart(result: Mapping[str, Any], measure: str) -> Chart:
    caption = (
        f"{label(measure)} by group: points are rates, bars their intervals, the dashed line is everyone."
    )
    return Chart(result, measure, caption)


def _reading(item: Reading) -> tuple[Cell, ...]:
    between = (
        DASH if item.low is None or item.high is None else f"{decimal(item.low)} to {decimal(item.high)}"
    )
    measure = cell(
        label(item.measure), " · ".join(filter(None, (capital(item.kind), brief(item.worst_group))))
    )
    return (
        measure,
        cell(decimal(item.value)),
        cell(between),
        cell(decimal(item.threshold, 2)),
        Cell(mark=verdict_mark(item)),
    )
