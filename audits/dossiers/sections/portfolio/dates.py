"""What the next legal dates change, and for which systems."""

from itertools import groupby

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Section, Table, cell, numbered, say
from audits.dossiers.places import Place
from audits.dossiers.sections.citing import cited
from audits.dossiers.sections.gaps import recorded
from audits.dossiers.sections.portfolio.quarters import named
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import cut, day, several
from audits.packs.pack import Pack
from audits.packs.portfolio import PortfolioChange

COLUMNS = (
    Column("What changes", 52),
    Column("Provision", 16),
    Column("Systems", 8, numeric=True),
    Column("Which", 24),
)


def dates_section(pack: Pack, place: Place) -> Section:
    """Write the enacted changes ahead, a clause for each day."""
    changes = pack.portfolio.changes
    clauses = [_of_day(when, tuple(those)) for when, those in groupby(changes, key=lambda one: one.date)]
    if not clauses:
        clauses = [Clause("Dates", (Paragraph(say("No enacted change of the law concerns these systems.")),))]
    lead = say("Enacted law that does not apply yet, as far as it concerns the findings above.")
    return Section(
        place.number,
        "What the next legal dates change",
        lead,
        numbered(place.number, clauses),
        recorded(pack, place),
        landscape=bool(changes),
    )


def _of_day(when: str, changes: tuple[PortfolioChange, ...]) -> Clause:
    rows, note = capped(tuple(map(_row, changes)))
    caption = f"From {day(when)}: {several(len(changes), 'change', 'changes')}"
    return Clause(day(when), (Table(caption, COLUMNS, rows, wide=True, note=note),))


def _row(one: PortfolioChange) -> tuple[Cell, ...]:
    return (
        cell(cut(one.says, 900)),
        Cell(cited(one.provision)),
        cell(str(len(one.systems))),
        cell(named(one.systems)),
    )
