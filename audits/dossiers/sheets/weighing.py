"""About how high a piece of a dossier will be, in millimetres of a page, before anything is laid out."""

from collections.abc import Iterable
from math import ceil

from audits.dossiers.blocks import Block, Cell, Chart, Clause, Facts, Items, Notice, Paragraph, Table, Text

PAGE = 235.0
HEADING, OPENING, CHART, OTHER = 11.0, 34.0, 72.0, 20.0
TEXT_LINE, TABLE_LINE, PADDING = 5.1, 3.9, 2.6
# Letters in a line of text, of a fact, of a remark; and letters in a hundredth of a table's width.
TEXT_WIDTH, FACT_WIDTH, NOTICE_WIDTH = 78, 58, 90
COLUMN_LETTERS, WIDE_COLUMN_LETTERS = 0.95, 1.3


def weight(block: Block) -> float:
    """Return about how high a block is, without the rows of a table."""
    if isinstance(block, Paragraph):
        return _lines(_length(block.text), TEXT_WIDTH) * TEXT_LINE + 2.4
    if isinstance(block, Facts):
        return sum(_lines(_length(said), FACT_WIDTH) * TABLE_LINE + PADDING for _, said in block.rows) + 3.4
    if isinstance(block, Items):
        return sum(_lines(_length(item), TEXT_WIDTH) * TEXT_LINE + 1 for item in block.items) + 2.4
    if isinstance(block, Notice):
        return _lines(_length(block.text), NOTICE_WIDTH) * 4.2 + 6
    if isinstance(block, Table):
        return HEADING + TABLE_LINE
    return CHART if isinstance(block, Chart) else OTHER


def row_weights(table: Table) -> Iterable[float]:
    """Yield about how high each row is."""
    letters = WIDE_COLUMN_LETTERS if table.wide else COLUMN_LETTERS
    widths = [max(1.0, column.width * letters) for column in table.columns]
    for row in table.rows:
        lines = (_cell_lines(cell, width) for cell, width in zip(row, widths, strict=True))
        yield max(lines, default=1) * TABLE_LINE + PADDING


def clause_weight(clause: Clause) -> float:
    """Return about how high a clause is, with everything in it."""
    rows = (sum(row_weights(block)) for block in clause.blocks if isinstance(block, Table))
    beside = clause.margin.height * 4 + 2
    return HEADING + max(beside, sum(map(weight, clause.blocks)) + sum(rows))


def _cell_lines(cell: Cell, width: float) -> int:
    own = _lines(_length(cell.text), width) if cell.text or not cell.mark else 0
    return own + bool(cell.mark) + (_lines(_length(cell.below), width) if cell.below else 0)


def _length(text: Text) -> int:
    return sum(len(run.text) for run in text)


def _lines(letters: int, width: float) -> int:
    return max(1, ceil(letters / width))
