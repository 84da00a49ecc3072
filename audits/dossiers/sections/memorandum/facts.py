"""The facts on which a memorandum rests: the system, its purpose, and the answers that decided."""

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Margin,
    Paragraph,
    Section,
    Table,
    cell,
    numbered,
    say,
)
from audits.dossiers.opinion import HOLDS, OPEN, Ground, Opinion, read_opinion
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, LONGEST_PARAGRAPH, answer, brief, capital, cut, day, plain
from audits.packs.pack import Pack
from audits.packs.parts import Answer

COLUMNS = (Column("Question", 44), Column("Answer", 30), Column("Given by", 13), Column("On", 13))


def facts_section(pack: Pack, place: Place) -> Section:
    """Write what is taken as given."""
    decisive = decided_by(read_opinion(pack.finding))
    unsourced = "" if pack.answers else "No answer is on record: nothing says where the facts come from."
    points = (
        point(
            pack,
            place,
            "Intended purpose",
            "" if pack.system.purpose else "The intended purpose is not described.",
        ),
        point(
            pack,
            place,
            "Operator roles",
            "" if pack.system.roles else "The operator roles under Art. 3 are not stated.",
        ),
        point(pack, place, "Answers with their source", unsourced),
        *recorded(pack, place),
    )
    clauses = [_system(pack), _purpose(pack)]
    if decisive:
        clauses.append(_decisive(pack, decisive))
    if gaps := lacking(points):
        clauses.append(Clause("What this section lacks", notices(gaps)))
    lead = say("What is taken as given. If a fact is otherwise, the answer may be.")
    return Section(place.number, "Facts", lead, numbered(place.number, clauses), points)


def decided_by(opinion: Opinion) -> tuple[Ground, ...]:
    """Return each fact that decided a rule which holds or is open, once."""
    rulings = (*opinion.in_state(HOLDS), *opinion.in_state(OPEN))
    grounds = {ground.fact: ground for ruling in rulings for ground in ruling.facts}
    return tuple(grounds.values())


def _system(pack: Pack) -> Clause:
    system = pack.system
    parts = ", ".join(
        cut(f"{part.name} ({part.supplier})" if part.supplier else part.name, 160) for part in pack.components
    )
    rows = (
        ("System", " · ".join(filter(None, (cut(system.name), system.reference)))),
        ("Version", " · ".join(filter(None, (system.version, day(system.version_date))))),
        ("Lifecycle", capital(system.lifecycle)),
        ("Organisation", ", ".join(filter(None, (cut(pack.organisation.name, 300), _size(pack))))),
        ("Roles", capital(", ".join(plain(role) for role in system.roles))),
        ("Owner", ", ".join(filter(None, (cut(system.owner, 200), cut(system.unit, 200))))),
        ("Built with", parts),
    )
    told = tuple((name, say(value) or say("Not recorded", "quiet")) for name, value in rows)
    return Clause("The system", (Facts(told),), Margin(say("Art. 3(1), (3) to (8)")))


def _size(pack: Pack) -> str:
    return f"{plain(pack.organisation.size)} undertaking" if pack.organisation.size else ""


def _purpose(pack: Pack) -> Clause:
    words = cut(pack.system.purpose, LONGEST_PARAGRAPH) or "No purpose is recorded."
    blocks: list[Block] = [Paragraph(say(words))]
    if pack.system.description:
        blocks.append(Paragraph(say(cut(pack.system.description, LONGEST_PARAGRAPH))))
    return Clause("Intended purpose", tuple(blocks), Margin(say("Art. 3(12)")))


def _decisive(pack: Pack, grounds: tuple[Ground, ...]) -> Clause:
    given = {item.fact: item for item in pack.answers}
    rows, note = capped(tuple(_row(ground, given.get(ground.fact)) for ground in grounds))
    table = Table("Answers that decided a rule", COLUMNS, rows, wide=True, note=note)
    return Clause("The answers that decided", (table,))


def _row(ground: Ground, given: Answer | None) -> tuple[Cell, ...]:
    note = cut(" ".join(filter(None, (given.note, given.evidence)))) if given else ""
    return (
        cell(cut(ground.question or ground.fact, 600)),
        cell(cut(answer(ground.answer, ground.labels), 600), note),
        cell(brief(given.by) if given else "The register"),
        cell(day(given.at) if given else DASH),
    )
