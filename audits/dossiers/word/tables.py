"""Tables of a Word dossier: names with values, and grids whose header row is repeated on every page."""

from collections.abc import Iterable, Sequence

from audits.dossiers.blocks import Cell, Facts, Table
from audits.dossiers.word.nodes import Node, field_in, inside, paragraph_in, run_in
from audits.dossiers.word.sheet import Sheet
from audits.dossiers.word.texts import mark_in, text_in

NAMES_SHARE = 30
LINE = {"val": "single", "sz": 4, "space": 0, "color": "D5DBE1"}


def facts_in(sheet: Sheet, facts: Facts) -> None:
    """Add names with their values."""
    table = table_in(sheet, (NAMES_SHARE, 100 - NAMES_SHARE))
    for name, value, direction in facts.directed:
        row = row_in(table)
        run_in(paragraph_in(cell_in(row), "CellHead"), name)
        text_in(sheet, paragraph_in(cell_in(row), "Cell", direction), value)
    after_table(sheet)


def grid_in(sheet: Sheet, table: Table) -> None:
    """Add a table with its numbered caption, its header row and its note."""
    caption_in(sheet, "Table", table.caption)
    made = table_in(sheet, [column.width for column in table.columns])
    head_in(made, [column.title for column in table.columns])
    numeric = [column.numeric for column in table.columns]
    for cells in table.rows:
        row = row_in(made)
        for cell, is_number in zip(cells, numeric, strict=True):
            _field(sheet, cell_in(row), cell, right=is_number)
    if table.note:
        run_in(paragraph_in(sheet.body, "Note"), table.note)
    else:
        after_table(sheet)


def caption_in(sheet: Sheet, what: str, words: str) -> None:
    """Add a caption that Word numbers: Table 1, Figure 1."""
    paragraph = paragraph_in(sheet.body, "Caption")
    run_in(paragraph, f"{what} ")
    field_in(paragraph, f"SEQ {what} \\* ARABIC", "#")
    if words:
        run_in(paragraph, f". {words}")


def table_in(sheet: Sheet, shares: Sequence[int]) -> Node:
    """Add an empty table whose columns have these shares of the text's width, in per cent."""
    table = inside(sheet.body, "w:tbl")
    settings = inside(table, "w:tblPr")
    inside(settings, "w:tblW", {"w": sheet.width, "type": "dxa"})
    borders = inside(settings, "w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        inside(borders, f"w:{side}", LINE)
    inside(settings, "w:tblLayout", {"type": "fixed"})
    inside(settings, "w:tblLook", {"firstRow": 1, "firstColumn": 1, "noHBand": 1, "noVBand": 1})
    grid = inside(table, "w:tblGrid")
    for share in shares:
        inside(grid, "w:gridCol", {"w": sheet.width * share // 100})
    return table


def head_in(table: Node, titles: Iterable[str]) -> None:
    """Add the header row, repeated on every page."""
    row = row_in(table, head=True)
    for title in titles:
        run_in(paragraph_in(cell_in(row), "CellHead"), title)


def row_in(table: Node, *, head: bool = False) -> Node:
    """Add a row that no page break cuts."""
    row = inside(table, "w:tr")
    settings = inside(row, "w:trPr")
    inside(settings, "w:cantSplit")
    if head:
        inside(settings, "w:tblHeader")
    return row


def cell_in(row: Node) -> Node:
    """Add a cell; it must be given a paragraph, or Word calls the file damaged."""
    cell = inside(row, "w:tc")
    inside(cell, "w:tcPr")
    return cell


def after_table(sheet: Sheet) -> None:
    """Keep what follows apart: Word would join two tables that touch."""
    paragraph_in(sheet.body, "Note")


def _field(sheet: Sheet, parent: Node, cell: Cell, *, right: bool) -> None:
    paragraph = paragraph_in(parent, "Cell", cell.direction)
    if right:
        inside(paragraph[0], "w:jc", {"val": "right"})
    text_in(sheet, paragraph, cell.text)
    if cell.mark:
        if cell.text:
            run_in(paragraph, " ")
        mark_in(paragraph, cell.mark)
    if cell.below:
        text_in(sheet, paragraph_in(parent, "Note", cell.below_direction), cell.below)
