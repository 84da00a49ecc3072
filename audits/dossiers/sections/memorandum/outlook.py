"""What is open, what would change the answer, what the law will change, and where it is read in two ways."""

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Section, Table, cell, numbered, say
from audits.dossiers.opinion import Opinion, Raw, read_opinion, read_provision
from audits.dossiers.places import Place
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.finding import unanswered
from audits.dossiers.sections.gaps import point, recorded
from audits.dossiers.sections.outlook import flips_clause, open_clause, upcoming_clause
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, cut, day
from audits.packs.pack import Pack

READINGS = (
    Column("Duty", 34),
    Column("Provision", 14),
    Column("Effective reading", 17),
    Column("Literal reading", 17),
    Column("Why", 18),
)


def open_section(pack: Pack, place: Place) -> Section:
    """Write the open questions in the order of their weight, and the single answers that would change the tier."""
    opinion = read_opinion(pack.finding)
    points = (
        point(pack, place, "No open question", unanswered(opinion.open_questions)),
        *recorded(pack, place),
    )
    clauses = (open_clause(opinion.open_questions), flips_clause(opinion.flips))
    lead = say("What is not known yet comes first; then what would change the answer if it were otherwise.")
    return Section(
        place.number,
        "Open questions",
        lead,
        numbered(place.number, clauses),
        points,
    )


def ahead_section(pack: Pack, place: Place) -> Section:
    """Write the enacted changes ahead, and both readings wherever the law allows two."""
    opinion = read_opinion(pack.finding)
    clauses = (upcoming_clause(opinion.upcoming), _readings(opinion))
    lead = say("Enacted law that does not apply yet, and dates on which reasonable readers differ.")
    return Section(
        place.number,
        "Changes ahead and both readings",
        lead,
        numbered(place.number, clauses),
        recorded(pack, place),
    )


def _readings(opinion: Opinion) -> Clause:
    title = "Dates that are read in two ways"
    rows = tuple(_reading(duty) for duty in opinion.obligations if _differ(duty))
    if not rows:
        words = "Each duty that follows from this finding has one date."
        return Clause(title, (Paragraph(say(words), "quiet"),))
    shown, note = capped(rows)
    return Clause(title, (Table("Duties with two dates", READINGS, shown, wide=True, note=note),))


def _differ(duty: Raw) -> bool:
    due = duty.get("due") or {}
    return bool(due.get("literal")) and due.get("literal") != due.get("effective")


def _reading(duty: Raw) -> tuple[Cell, ...]:
    due = duty.get("due") or {}
    return (
        cell(cut(str(duty.get("title") or ""), 300)),
        Cell(cited(read_provision(duty.get("provision")))),
        cell(day(str(due.get("effective") or "")) or DASH),
        cell(day(str(due.get("literal") or "")) or DASH),
        cell(cut(str(due.get("note") or ""), 600) or DASH),
    )
