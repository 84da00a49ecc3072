"""What a unit owes, quarter by quarter: each duty once, with the systems that owe it."""

from collections.abc import Iterable
from itertools import groupby

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Point, Section, Table, cell, numbered, say
from audits.dossiers.places import Place
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, cut, day, plain, several, shortened
from audits.packs.pack import Pack
from audits.packs.parts import Gap
from audits.packs.portfolio import PortfolioDuty

OVERDUE, SLEEPING = "Overdue", "Without a day of their own"
MOST_NAMED, MOST_OWNERS = 12, 4
LONGEST_NAME = 60
COLUMNS = (
    Column("Duty", 30),
    Column("Provision", 12),
    Column("As", 10),
    Column("Due", 16),
    Column("Systems", 20),
    Column("Owners", 12),
)
READINGS = "Where the law is read in two ways the effective day decides, and the literal one stands below it."


def quarters_section(pack: Pack, place: Place) -> Section:
    """Write what is not met yet, the overdue first, then by the quarter in which it falls due."""
    duties, today = pack.portfolio.duties, pack.document.created_at[:10]
    points = _points(pack, place, duties, today)
    by_quarter = groupby(
        sorted(duties, key=lambda duty: _order(duty, today)), key=lambda duty: _when(duty, today)
    )
    clauses = [_of_quarter(when, tuple(those)) for when, those in by_quarter]
    if not clauses:
        clauses = [Clause("Duties", (Paragraph(say("No duty is open.")),))]
    owed = several(sum(len(duty.systems) for duty in duties), "open duty", "open duties")
    lead = say(f"{owed}. {READINGS}" if duties else "Nothing is owed that is not met.")
    return Section(
        place.number, "Duties by quarter", lead, numbered(place.number, clauses), points, landscape=True
    )


def overdue_owed(duties: Iterable[PortfolioDuty], today: str) -> tuple[PortfolioDuty, ...]:
    """Return the duties whose effective day had passed."""
    return tuple(duty for duty in duties if "" < duty.due_effective < today)


def _points(pack: Pack, place: Place, duties: tuple[PortfolioDuty, ...], today: str) -> tuple[Point, ...]:
    late = tuple(
        _gap(place, duty, f"overdue since {day(duty.due_effective)}") for duty in overdue_owed(duties, today)
    )
    orphans = tuple(
        _gap(place, duty, f"{duty.ownerless} without an owner") for duty in duties if duty.ownerless
    )
    return (
        Point("No duty overdue", late),
        Point("An owner for each duty", orphans),
        *recorded(pack, place),
    )


def _gap(place: Place, duty: PortfolioDuty, how: str) -> Gap:
    systems = several(len(duty.systems), "system", "systems")
    what = f"{cut(duty.title, 160)} ({cut(duty.provision.cite, 60)}), {systems}: {how}."
    return Gap(section=place.number, what=what, owner=", ".join(duty.owners[:3]))


def _order(duty: PortfolioDuty, today: str) -> tuple[int, str, str]:
    late = "" < duty.due_effective < today
    return (0 if late else 1 if duty.due_effective else 2, duty.due_effective, duty.title)


def _when(duty: PortfolioDuty, today: str) -> str:
    if not duty.due_effective:
        return SLEEPING
    if duty.due_effective < today:
        return OVERDUE
    year, month = duty.due_effective[:4], int(duty.due_effective[5:7])
    return f"Quarter {(month - 1) // 3 + 1} of {year}"


def _of_quarter(when: str, duties: tuple[PortfolioDuty, ...]) -> Clause:
    rows, note = capped(tuple(map(_row, duties)))
    caption = f"{when}: {several(len(duties), 'duty', 'duties')}"
    return Clause(when, (Table(caption, COLUMNS, rows, wide=True, note=note),))


def _row(duty: PortfolioDuty) -> tuple[Cell, ...]:
    literal = f"literally {day(duty.due_literal)}" if duty.due_literal not in ("", duty.due_effective) else ""
    nobody = f"{duty.ownerless} without owner" if duty.ownerless else ""
    return (
        cell(cut(duty.title, 300)),
        Cell(cited(duty.provision)),
        cell(plain(duty.role) or DASH),
        cell(day(duty.due_effective) or "No date", literal),
        cell(named(duty.systems)),
        cell(_owners(duty), nobody),
    )


def _owners(duty: PortfolioDuty) -> str:
    """Return who owns it, the first few where they are many; the record names all."""
    shown = ", ".join(shortened(owner, LONGEST_NAME) for owner in duty.owners[:MOST_OWNERS])
    left = len(duty.owners) - MOST_OWNERS
    return f"{shown} and {left} more" if left > 0 else shown


def named(systems: tuple[str, ...]) -> str:
    """Return systems by their references, the first few where they are many."""
    if len(systems) <= MOST_NAMED:
        return ", ".join(systems)
    return f"{', '.join(systems[:MOST_NAMED])} and {len(systems) - MOST_NAMED} more"
