"""The disparities of a unit's systems that no later run has closed."""

from audits.charts import label
from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Mark,
    Paragraph,
    Point,
    Section,
    Table,
    Tone,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.marks import VERDICT_TONES
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import counted, cut, day, plain, shortened
from audits.packs.pack import Pack
from audits.packs.parts import Gap
from audits.packs.portfolio import PortfolioDisparity

LONGEST_NAME = 60
COLUMNS = (
    Column("System and plan", 20),
    Column("Measure", 14),
    Column("What the last run says", 40),
    Column("Verdict", 13),
    Column("To be settled", 13),
)
SILENCE = (
    "A measured difference is not a finding of discrimination, and its absence is no finding of lawfulness."
)


def disparities_section(pack: Pack, place: Place) -> Section:
    """Write the disparities that are open, then those that somebody accepted for a time and a reason."""
    found, today = pack.portfolio.disparities, pack.document.created_at[:10]
    opened = tuple(one for one in found if not one.accepted_by)
    accepted = tuple(one for one in found if one.accepted_by)
    late = tuple(_late(place, one) for one in opened if one.due and one.due < today)
    points = (Point("No disparity open past its day", late), *recorded(pack, place))
    clauses = [
        *([_listed("Open", opened)] if opened else []),
        *([_listed("Accepted for a time", accepted)] if accepted else []),
    ] or [Clause("Disparities", (Paragraph(say("No disparity is open, and none is accepted.")),))]
    lead = say(f"{counted(len(found), 'disparity', 'disparities')} not closed. {SILENCE}")
    return Section(
        place.number, "Disparities", lead, numbered(place.number, clauses), points, landscape=bool(found)
    )


def _late(place: Place, one: PortfolioDisparity) -> Gap:
    what = f"{one.reference} of {one.system} {cut(one.name, 120)} was to be settled by {day(one.due)}."
    return Gap(section=place.number, what=what, owner=one.owner)


def _listed(title: str, found: tuple[PortfolioDisparity, ...]) -> Clause:
    rows, note = capped(tuple(map(_row, found)))
    return Clause(title, (Table(f"Disparities: {title.lower()}", COLUMNS, rows, wide=True, note=note),))


def _row(one: PortfolioDisparity) -> tuple[Cell, ...]:
    mark = Mark(one.label or plain(one.verdict), VERDICT_TONES.get(one.verdict, Tone.OPEN))
    until = (
        f"accepted until {day(one.accepted_until)} by {shortened(one.accepted_by, LONGEST_NAME)}"
        if one.accepted_by
        else ""
    )
    reason = f"Accepted because: {cut(one.accepted_reason, 600)}" if one.accepted_reason else ""
    return (
        cell(cut(one.name, 200), f"{one.system} · {cut(one.plan, 160)}"),
        cell(label(one.measure), cut(f"by {', '.join(map(plain, one.by))}", 160) if one.by else ""),
        cell(cut(one.sentence, 900), reason),
        Cell(mark=mark),
        cell(day(one.due), until or shortened(one.owner, LONGEST_NAME)),
    )
