"""Where a dossier is cut into sheets: by its content alone, so that every machine cuts it in the same places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from audits.dossiers.blocks import Block, Chart, Clause, Section, Table, Text
from audits.dossiers.sheets.weighing import HEADING, OPENING, PAGE, clause_weight, row_weights, weight

# What is shorter stays in one piece; a sheet is about so many pages, and there is an even number of them.
SHORT, SHEET = 17 * PAGE, 11 * PAGE
# How full a sheet must be for a cut before a section, before a clause, within a table.
AT_SECTION, AT_CLAUSE, AT_ROW = 0.6, 0.95, 1.15
# The last sheet is no rest of a few lines; a table has some rows on either side of a cut.
LEAST_REST, LEAST_ROWS = 0.4, 8

LISTED_ON_A_PAGE = 60

Place = tuple[int, int, int, int]


@dataclass(frozen=True)
class Part:
    """What of a section stands on one sheet; its heading is not said again where it goes on from the one before."""

    section: Section
    clauses: tuple[Clause, ...]
    begins: bool = True

    @property
    def number(self) -> int:
        return self.section.number

    @property
    def title(self) -> str:
        return self.section.title

    @property
    def lead(self) -> Text:
        return self.section.lead

    @property
    def anchor(self) -> str:
        return self.section.anchor

    @property
    def landscape(self) -> bool:
        return self.section.landscape


@dataclass(frozen=True)
class Sheet:
    """Parts of sections that are laid out together, and how many tables and figures were numbered before."""

    parts: tuple[Part, ...]
    tables: int = 0
    figures: int = 0


@dataclass(frozen=True)
class _Atom:
    """The smallest piece between two places where a dossier can be cut, and how full a sheet must be for it."""

    place: Place
    height: float
    full: float


def whole(sections: Sequence[Section]) -> Sheet:
    """Return a dossier in one piece."""
    return Sheet(tuple(Part(section, section.clauses) for section in sections))


def cut(sections: Sequence[Section]) -> tuple[Sheet, ...]:
    """Return the sheets of a dossier in their order; one where it is short."""
    atoms = [atom for number, section in enumerate(sections) for atom in _atoms(number, section)]
    height = sum(atom.height for atom in atoms)
    if height <= SHORT:
        return (whole(sections),)
    ends: list[Place] = [*_cuts(atoms, height), (len(sections), 0, 0, 0)]
    sheets: list[Sheet] = []
    tables = figures = 0
    for begin, end in zip([(0, 0, 0, 0), *ends], ends, strict=False):
        sheet = Sheet(tuple(_parts(sections, begin, end)), tables, figures)
        sheets.append(sheet)
        blocks = [block for part in sheet.parts for clause in part.clauses for block in clause.blocks]
        tables += sum(isinstance(block, Table) and bool(block.caption) for block in blocks)
        figures += sum(isinstance(block, Chart) for block in blocks)
    return tuple(sheets)


def heaviest(sections: Sequence[Section]) -> tuple[str, int]:
    """Return the number and title of the longest clause, and about how many pages it takes."""
    found = [(clause_weight(clause), clause) for section in sections for clause in section.clauses]
    if not found:
        return "", 0
    height, clause = max(found, key=lambda pair: pair[0])
    return f"{clause.number} {clause.short}", max(1, round(height / PAGE))


def likely_pages(sheets: Sequence[Sheet], *, listed: int) -> dict[str, int]:
    """Return the page on which each section and clause probably begins, behind so many lines of contents."""
    found: dict[str, int] = {}
    filled = 1 + ceil(listed / LISTED_ON_A_PAGE)
    for sheet in sheets:
        height = 0.0
        for part in sheet.parts:
            if part.begins:
                found[part.anchor] = filled + int(height / PAGE) + 1
                height += OPENING
            for clause in part.clauses:
                found.setdefault(clause.anchor, filled + int(height / PAGE) + 1)
                height += clause_weight(clause)
        filled += ceil(height / PAGE)
    return found


def _atoms(number: int, section: Section) -> Iterator[_Atom]:
    full, height = AT_SECTION, OPENING
    for position, clause in enumerate(section.clauses):
        place, height = (number, position, 0, 0), height + HEADING
        for index, block in enumerate(clause.blocks):
            height += weight(block)
            rows = tuple(row_weights(block)) if isinstance(block, Table) else ()
            kept = len(rows) if clause.whole else LEAST_ROWS
            height += sum(rows[:kept])
            for row in range(kept, len(rows)):
                if row + LEAST_ROWS <= len(rows):
                    yield _Atom(place, height, full)
                    place, height, full = (number, position, index, row), 0.0, AT_ROW
                height += rows[row]
        yield _Atom(place, height, full)
        full, height = AT_CLAUSE, 0.0
    if not section.clauses:
        yield _Atom((number, 0, 0, 0), height, full)


def _cuts(atoms: Sequence[_Atom], height: float) -> Iterator[Place]:
    """Yield where the second sheet begins, and each one after it."""
    # An even number, because two processes that share the work should end together.
    sheet = height / (2 * max(1, round(height / SHEET / 2)))
    filled, left = 0.0, height
    for atom in atoms:
        if filled >= atom.full * sheet and left >= LEAST_REST * sheet:
            yield atom.place
            filled = 0.0
        filled += atom.height
        left -= atom.height


def _parts(sections: Sequence[Section], begin: Place, end: Place) -> Iterator[Part]:
    for number, section in enumerate(sections):
        if (number, len(section.clauses), 0, 0) < begin or (number, 0, 0, 0) >= end:
            continue
        begins = (number, 0, 0, 0) >= begin
        clauses = tuple(_clauses(number, section, begin, end))
        if clauses or begins:
            yield Part(section, clauses, begins)


def _clauses(number: int, section: Section, begin: Place, end: Place) -> Iterator[Clause]:
    for position, clause in enumerate(section.clauses):
        here, after = (number, position, 0, 0), (number, position + 1, 0, 0)
        if after <= begin or here >= end:
            continue
        blocks = tuple(_blocks(number, position, clause, begin, end))
        if here >= begin:
            yield replace(clause, blocks=blocks)
        else:
            yield replace(clause, blocks=blocks, title="", number="", margin=type(clause.margin)())


def _blocks(number: int, position: int, clause: Clause, begin: Place, end: Place) -> Iterator[Block]:
    for index, block in enumerate(clause.blocks):
        here = (number, position, index)
        first = begin[3] if here == begin[:3] else 0
        if (*here, 0) < begin and not first:
            continue
        if (*here, 0) >= end:
            break
        last = end[3] if here == end[:3] else 0
        if isinstance(block, Table) and (first or last):
            rows = block.rows[first : last or None]
            caption, note = ("" if first else block.caption), ("" if last else block.note)
            yield replace(block, rows=rows, caption=caption, note=note)
        else:
            yield block
