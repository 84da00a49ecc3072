"""A unit's systems, tier by tier, on pages that lie on their side."""

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
from audits.dossiers.sections.finding import tier_mark
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.portfolio.glance import GRAVEST
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, breakable, capital, cut, day, plain, several, shortened
from audits.dossiers.wording import tier as in_words
from audits.packs.pack import Pack
from audits.packs.parts import Gap
from audits.packs.portfolio import PortfolioSystem

LONGEST_NAME = 80
COLUMNS = (
    Column("System", 27),
    Column("Roles and lifecycle", 13),
    Column("Unit", 13),
    Column("Owner", 12),
    Column("Judged", 11),
    Column("Lawyer", 10),
    Column("Duties", 14),
)


def inventory_section(pack: Pack, place: Place) -> Section:
    """Write the list of a unit's systems, a clause for each tier, the gravest first."""
    systems = pack.portfolio.systems
    points = (
        Point("A finding for each system", tuple(_open(place, one) for one in systems if not _judged(one))),
        *recorded(pack, place),
    )
    clauses = [_of_tier(tier, tuple(one for one in systems if one.tier == tier)) for tier in GRAVEST]
    filled = [clause for clause in clauses if clause.blocks]
    if not filled:
        filled = [Clause("Systems", (Paragraph(say("No system is registered here.")),))]
    lead = say("Each system with the finding of its newest version.")
    return Section(place.number, "Systems", lead, numbered(place.number, filled), points, landscape=True)


def _judged(one: PortfolioSystem) -> bool:
    return bool(one.edition) and one.tier != "undetermined"


def _open(place: Place, one: PortfolioSystem) -> Gap:
    questions = several(one.open_questions, "open question", "open questions")
    why = f"{questions} could still raise its tier" if one.edition else "it was never judged"
    return Gap(section=place.number, what=f"{one.reference} {cut(one.name, 160)}: {why}.", owner=one.owner)


def _of_tier(tier: str, systems: tuple[PortfolioSystem, ...]) -> Clause:
    word = tier_mark(tier).word
    if not systems:
        return Clause(word, ())
    rows, note = capped(tuple(map(_row, systems)))
    caption = f"{word}: {several(len(systems), 'system', 'systems')}"
    return Clause(word, (Table(caption, COLUMNS, rows, wide=True, note=note),))


def _row(one: PortfolioSystem) -> tuple[Cell, ...]:
    roles = capital(", ".join(plain(role) for role in one.roles)) or DASH
    return (
        cell(cut(one.name, 300), " · ".join(filter(None, (one.reference, one.version)))),
        cell(roles, capital(one.lifecycle)),
        cell(breakable(shortened(one.unit, LONGEST_NAME))),
        cell(breakable(shortened(one.owner, LONGEST_NAME)) or DASH),
        cell(day(one.judged_on) or "Never", _least(one)),
        cell(capital(one.position) or DASH),
        _duties(one),
    )


def _least(one: PortfolioSystem) -> str:
    if one.tier != "undetermined" or not one.at_least:
        return ""
    return f"at least {in_words(one.at_least).lower()}"


def _duties(one: PortfolioSystem) -> Cell:
    if one.overdue:
        return cell(
            f"{one.duties} open",
            f"next {day(one.next_due)}" if one.next_due else "",
            Mark(f"{one.overdue} overdue", Tone.BAD),
        )
    return cell(
        f"{one.duties} open" if one.duties else DASH, f"next {day(one.next_due)}" if one.next_due else ""
    )
