"""Tables: columns, fields, rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from audits.dossiers.blocks.flowing import LONGEST_SHORT, MOST_LINES, Block, lines
from audits.dossiers.blocks.texts import Mark, Text, direction, say

# About how many letters go into a line across a table.
NARROW_LINE, WIDE_LINE = 92, 124


@dataclass(frozen=True)
class Cell:
    """One field of a table: its text, a quieter line below it, and a mark."""

    text: Text = ()
    below: Text = ()
    mark: Mark | None = None

    @property
    def direction(self) -> str:
        """Whether its text runs from left to right or from right to left."""
        return direction(self.text)

    @property
    def below_direction(self) -> str:
        """The same of the quieter line, which is a block of its own."""
        return direction(self.below)


@dataclass(frozen=True)
class Column:
    """A column's heading, its share of the table's width in per cent, and whether it holds numbers."""

    title: str
    width: int
    numeric: bool = False

    @property
    def kind(self) -> str:
        return "number" if self.numeric else "words"


@dataclass(frozen=True)
class Table(Block):
    """A table whose first column heads its rows; a wide one also takes the margin."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: bool = False
    note: str = ""

    @property
    def short(self) -> bool:
        """Whether the table should stay on one page."""
        return len(self.rows) <= LONGEST_SHORT and self.lines <= MOST_LINES

    @property
    def lines(self) -> int:
        """About how many lines the table takes: of each row those of its longest field."""
        return sum(max((self._in(column, cell) for column, cell in row), default=1) for row in self.grid)

    def _in(self, column: Column, cell: Cell) -> int:
        width = (WIDE_LINE if self.wide else NARROW_LINE) * column.width // 100
        told = [text for text in (cell.text, cell.below) if text]
        return max(1, lines(told, max(1, width)))

    @property
    def grid(self) -> Iterable[Iterable[tuple[Column, Cell]]]:
        """Return the rows with each cell beside its column."""
        return (tuple(zip(self.columns, row, strict=True)) for row in self.rows)


def cell(text: str, below: str = "", mark: Mark | None = None) -> Cell:
    """Return a plain field of a table."""
    return Cell(say(text), say(below), mark)
