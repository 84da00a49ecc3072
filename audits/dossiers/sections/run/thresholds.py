"""The thresholds: which, set by whom, why and when."""

from collections.abc import Mapping
from typing import Any

from audits.charts import label
from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Paragraph,
    Section,
    Table,
    Text,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, brief, capital, cut, day, decimal
from audits.packs.pack import Pack

COLUMNS = (
    Column("Measure", 22),
    Column("Kind", 12),
    Column("Threshold", 11, numeric=True),
    Column("Set by", 17),
    Column("Why", 38),
)
OURS = "Annex default"


def thresholds_section(pack: Pack, place: Place) -> Section:
    """Write who decided what counts as a disparity."""
    plan: Mapping[str, Any] = pack.fairness[0].plan if pack.fairness else {}
    listed = [one for one in plan.get("thresholds") or () if isinstance(one, Mapping)]
    by, why = str(plan.get("thresholds_set_by") or ""), str(plan.get("thresholds_reason") or "")
    points = (
        point(
            pack,
            place,
            "Somebody set the thresholds",
            "" if by else "Nobody is named who set the thresholds.",
        ),
        point(
            pack,
            place,
            "A reason for the thresholds",
            "" if why else "No reason is recorded for the thresholds.",
        ),
        *recorded(pack, place),
    )
    clauses = [_adopted(by, why, str(plan.get("thresholds_set_at") or ""))]
    if listed:
        clauses.append(_table(listed))
    if gaps := lacking(points):
        clauses.append(Clause("What this section lacks", notices(gaps)))
    lead = say(
        "No number in this report is set by the Act. These were chosen by people, who answer for them."
    )
    return Section(place.number, "Thresholds", lead, numbered(place.number, clauses), points)


def _adopted(by: str, why: str, at: str) -> Clause:
    rows: tuple[tuple[str, Text], ...] = (
        ("Set by", say(cut(by, 300)) or say("Nobody named", "quiet")),
        *((("On", say(day(at))),) if at else ()),
    )
    blocks: tuple[Block, ...] = (Facts(rows), Paragraph(say(cut(why, 5_000) or "No reason is recorded.")))
    return Clause("Who set them, and why", blocks)


def _table(listed: list[Mapping[str, Any]]) -> Clause:
    rows, note = capped(tuple(map(_row, listed)))
    return Clause("Each threshold", (Table("Thresholds of this run", COLUMNS, rows, wide=True, note=note),))


def _row(one: Mapping[str, Any]) -> tuple[Cell, ...]:
    by = str(one.get("set_by") or "")
    return (
        cell(label(str(one.get("measure") or ""))),
        cell(capital(str(one.get("kind") or ""))),
        cell(decimal(one.get("value"), 2)),
        cell(brief(by, 80) or DASH, "a convention of the tool" if by == OURS else ""),
        cell(cut(str(one.get("reason") or ""), 900) or DASH),
    )
