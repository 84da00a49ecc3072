"""The section that lists everything the others lack."""

from audits.dossiers.blocks import Cell, Clause, Column, Paragraph, Section, Table, Text, cell, numbered, say
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import NOBODY
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, brief, cut
from audits.packs.pack import Pack

COLUMNS = (Column("Section", 12), Column("What is missing", 60), Column("Owner", 28))


def missing_section(pack: Pack, place: Place, filled: tuple[Section, ...]) -> Section:
    """Write the list of gaps: those found while writing, and those that the register recorded elsewhere."""
    printed = {item for section in filled for item in section.gaps}
    rows = [_row(str(item.section), item.what, item.owner) for section in filled for item in section.gaps]
    rows += [_row(DASH, item.what, item.owner) for item in pack.gaps if item not in printed]
    if not rows:
        blocks = (Paragraph(say("Nothing that Annex looks for is missing from this dossier.")),)
        clause = Clause("Gaps and their owners", blocks)
        return Section(place.number, "What is missing", _lead(0), numbered(place.number, (clause,)))
    shown, note = capped(tuple(rows))
    clause = Clause(
        "Gaps and their owners", (Table("Gaps in this dossier", COLUMNS, shown, wide=True, note=note),)
    )
    return Section(place.number, "What is missing", _lead(len(rows)), numbered(place.number, (clause,)))


def _lead(count: int) -> Text:
    if not count:
        return say("No gap was found.")
    return say(
        f"{count} {'gap' if count == 1 else 'gaps'}. A gap is printed as a gap; nothing stands in for it."
    )


def _row(section: str, what: str, owner: str) -> tuple[Cell, ...]:
    return (cell(section), cell(cut(what, 900)), cell(brief(owner, 120) or NOBODY.capitalize()))
