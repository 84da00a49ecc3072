"""The section that identifies the system: which system, whose, for what, built from what."""

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Margin,
    Paragraph,
    Point,
    Section,
    Table,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import lacking, notices, point, recorded
from audits.dossiers.wording import DASH, LONGEST_PARAGRAPH, answer, brief, capital, country, cut, day, plain
from audits.packs.pack import Pack
from audits.packs.parts import Component, Gap


def system_section(pack: Pack, place: Place) -> Section:
    """Write the section that identifies the system and whoever answers for it."""
    points = _points(pack, place)
    clauses = (_identity(pack), _purpose(pack), _operators(pack), _components(pack))
    lead = say(f"{_called(pack)}, as the register held it on {day(pack.document.created_at)}.")
    shown = _with_notices(clauses, lacking(points))
    return Section(place.number, "The system", lead, numbered(place.number, shown), points)


def _called(pack: Pack) -> str:
    name = cut(pack.system.name, 120) or "A system without a name"
    return f"{name}, version {pack.system.version}" if pack.system.version else name


def _with_notices(clauses: tuple[Clause, ...], gaps: tuple[Gap, ...]) -> tuple[Clause, ...]:
    if not gaps:
        return clauses
    return (*clauses, Clause("What this section lacks", notices(gaps)))


def _points(pack: Pack, place: Place) -> tuple[Point, ...]:
    wanted = (
        ("Name", "The system has no name.", pack.system.name),
        ("Intended purpose", "The intended purpose is not described.", pack.system.purpose),
        ("Owner", "No owner is named for the system.", pack.system.owner),
        ("Version", "The version of the system is not stated.", pack.system.version),
        ("Operator roles", "The operator roles under Art. 3 are not stated.", pack.system.roles),
        ("Organisation", "The organisation is not named.", pack.organisation.name),
        ("Components", "No model, dataset or product is recorded as a component.", pack.components),
    )
    points = (point(pack, place, name, "" if present else lack) for name, lack, present in wanted)
    return (*points, *recorded(pack, place))


def _identity(pack: Pack) -> Clause:
    system = pack.system
    rows = (
        ("Name", cut(system.name)),
        ("Reference", system.reference),
        ("External identifier", system.external_id),
        ("Version", system.version),
        ("Version date", day(system.version_date)),
        ("Lifecycle", capital(system.lifecycle)),
        ("Unit", cut(system.unit)),
        ("Owner", cut(system.owner)),
    )
    return Clause("Identity", (_facts(rows),))


def _purpose(pack: Pack) -> Clause:
    blocks: list[Block] = [
        Paragraph(say(cut(pack.system.purpose, LONGEST_PARAGRAPH) or "No purpose is recorded."))
    ]
    if pack.system.description:
        blocks.append(Paragraph(say(cut(pack.system.description, LONGEST_PARAGRAPH))))
    return Clause("Intended purpose", tuple(blocks), Margin(say("Art. 3(12)")))


def _operators(pack: Pack) -> Clause:
    whose = pack.organisation
    rows = (
        ("Organisation", cut(whose.name)),
        ("Its roles for this system", capital(", ".join(plain(role) for role in pack.system.roles))),
        ("Size class", capital(whose.size)),
        ("Sector", cut(whose.sector)),
        ("Established in", cut(country(whose.establishment))),
        ("Public body", "" if whose.public_body is None else answer(whose.public_body)),
    )
    return Clause("Organisation and roles", (_facts(rows),), Margin(say("Art. 3(3) to (8)")))


def _facts(rows: tuple[tuple[str, str], ...]) -> Facts:
    return Facts(
        tuple((name, say(value or "Not recorded", "" if value else "quiet")) for name, value in rows)
    )


def _components(pack: Pack) -> Clause:
    if not pack.components:
        return Clause("Components", (Paragraph(say("No component is recorded."), "quiet"),))
    columns = (Column("Component", 40), Column("Kind", 20), Column("Version", 16), Column("Supplier", 24))
    rows = tuple(map(_component, pack.components))
    return Clause("Components", (Table("Models, datasets and products in this version", columns, rows),))


def _component(part: Component) -> tuple[Cell, ...]:
    name = cell(cut(part.name, 300), " · ".join(filter(None, (part.reference, cut(part.use, 300)))))
    return (
        name,
        cell(capital(part.kind)),
        cell(part.version or DASH),
        cell(brief(part.supplier, 80) or DASH),
    )
