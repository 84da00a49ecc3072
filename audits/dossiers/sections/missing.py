"""The section that lists everything the others lack."""

from audits.dossiers.blocks import (
    Cell,
    Clause,
    Column,
    Paragraph,
    Run,
    Section,
    Table,
    Text,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.gaps import NOBODY
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, brief, cut
from audits.packs.pack import Pack

COLUMNS = (Column("Section", 18), Column("What is missing", 56), Column("Owner", 26))


def missing_section(pack: Pack, place: Place, filled: tuple[Section, ...]) -> Section:
    """Write the list of gaps: those found while writing, and those that the register recorded elsewhere."""
    printed = {item for section in filled for item in section.gaps}
    rows = [
        _row(_where(section, first=position == 0), item.what, item.owner)
        for section in filled
        for position, item in enumerate(section.gaps)
    ]
    rows += [_row(cell(DASH), item.what, item.owner) for item in pack.gaps if item not in printed]
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


def _where(section: Section, *, first: bool) -> Cell:
    """Return where a gap is, with the page for the first of a section: thousands of links would cost minutes."""
    if not first:
        return cell(str(section.number))
    return Cell((Run(f"Section {section.number}", "see", f"#{section.anchor}"),))


def _row(section: Cell, what: str, owner: str) -> tuple[Cell, ...]:
    return (section, cell(cut(what, 900)), cell(brief(owner, 120) or NOBODY.capitalize()))
