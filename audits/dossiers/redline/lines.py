"""An outline as lines: headings, paragraphs, names with values, rows of tables, each in plain words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Facts,
    Items,
    Margin,
    Notice,
    Paragraph,
    Section,
    Table,
    Text,
)

NAMES = (30, 70)


class Shape(StrEnum):
    """What a line is; it decides how it is set and with which lines it can be compared."""

    SECTION = "section"
    CLAUSE = "clause"
    MARGIN = "margin"
    LEAD = "lead"
    TEXT = "text"
    NOTICE = "notice"
    FACT = "fact"
    ITEM = "item"
    HEAD = "head"
    ROW = "row"
    CAPTION = "caption"


@dataclass(frozen=True)
class Line:
    """One line of a document; a row has a field for each column, everything else one or two.

    `shares` are the widths of its columns in per cent: they lay it out and make no difference.
    """

    shape: Shape
    fields: tuple[str, ...]
    shares: tuple[int, ...] = field(default=(), compare=False)


def lines(sections: Iterable[Section]) -> tuple[Line, ...]:
    """Return a dossier's sections as lines, in the order in which they are read.

    A heading's number is left out: a clause that moved down by one has not changed. A chart is its caption;
    the numbers it draws stand in the tables.
    """
    return tuple(line for section in sections for line in _section(section))


def _section(section: Section) -> Iterator[Line]:
    yield Line(Shape.SECTION, (section.title,))
    if section.lead:
        yield Line(Shape.LEAD, (_words(section.lead),))
    for clause in section.clauses:
        yield from _clause(clause)


def _clause(clause: Clause) -> Iterator[Line]:
    yield Line(Shape.CLAUSE, (clause.title,))
    if beside := margin_words(clause.margin):
        yield Line(Shape.MARGIN, (beside,))
    for block in clause.blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph(text=text):
            yield Line(Shape.TEXT, (_words(text),))
        case Notice(word=word, text=text):
            yield Line(Shape.NOTICE, (f"{word}. {_words(text)}",))
        case Facts(rows=rows):
            yield from (Line(Shape.FACT, (name, _words(value)), NAMES) for name, value in rows)
        case Items(items=items):
            yield from (Line(Shape.ITEM, (_words(item),)) for item in items)
        case Table():
            yield from _table(block)
        case _:
            yield Line(Shape.CAPTION, (getattr(block, "caption", ""),))


def _table(table: Table) -> Iterator[Line]:
    if table.caption:
        yield Line(Shape.CAPTION, (table.caption,))
    shares = tuple(column.width for column in table.columns)
    yield Line(Shape.HEAD, tuple(column.title for column in table.columns), shares)
    for row in table.rows:
        yield Line(Shape.ROW, tuple(map(cell_words, row)), shares)
    if table.note:
        yield Line(Shape.CAPTION, (table.note,))


def margin_words(margin: Margin) -> str:
    """Return what stands beside a clause as one line."""
    mark = margin.mark.word if margin.mark else ""
    return " · ".join(filter(None, (_words(margin.provision), mark, *margin.lines)))


def cell_words(cell: Cell) -> str:
    """Return a field of a table as one line: its text, its mark, what stands below."""
    mark = cell.mark.word if cell.mark else ""
    return " · ".join(filter(None, (_words(cell.text), mark, _words(cell.below))))


def _words(text: Text) -> str:
    return "".join(run.text for run in text)
