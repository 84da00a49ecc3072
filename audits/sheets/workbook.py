"""A document's fields as a workbook: text stays text, whatever it begins with."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from audits.sheets.blank import Need
from audits.sheets.filling import Filling, Slot

HEADINGS = ("Field", "Provision", "Name", "Content", "State", "Needed", "By", "At", "Source", "Evidence")
WIDTHS = (22, 24, 36, 80, 18, 18, 22, 22, 32, 32)
LONGEST_CELL = 32_767
# A reader who edits such a cell would have it taken for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NEEDS = {Need.ALWAYS: "always", Need.WHERE_APPLICABLE: "where applicable", Need.OPTIONAL: "optional"}


def workbook(filling: Filling, reference: str) -> bytes:
    """Return an XLSX file with a row for each field that is submitted or owed.

    Text that a cell cannot hold is cut, and ends in an ellipsis; letters that XML forbids are left out.
    """
    book = Workbook()
    page = book.create_sheet(filling.blank.id, 0)
    book.remove(book.worksheets[1])
    _write(page, 1, (f"{filling.blank.title}, {reference}",))
    _write(page, 2, HEADINGS)
    for row, slot in enumerate(filling.slots, start=3):
        _write(page, row, _row(slot))
    _dress(page)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(slot: Slot) -> tuple[str, ...]:
    entry = slot.entry
    said = entry.said if entry and entry.said.value else None
    return (
        slot.field.id,
        slot.field.point.cite,
        slot.field.label,
        slot.text,
        slot.state.label,
        NEEDS[slot.field.need],
        entry.by if entry and said else "",
        entry.at if entry and said else "",
        said.source if said else (slot.known.source if slot.known else ""),
        said.evidence if said else "",
    )


def _write(page: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for column, text in enumerate(texts, start=1):
        _set(page.cell(row=row, column=column), text)


def _set(cell: Cell | MergedCell, text: str) -> None:
    kept = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.value = kept if len(kept) <= LONGEST_CELL else kept[: LONGEST_CELL - 1] + "…"
    cell.data_type = "s"
    cell.quotePrefix = kept.startswith(FORMULA_STARTS)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _dress(page: Worksheet) -> None:
    for column, width in enumerate(WIDTHS):
        page.column_dimensions["ABCDEFGHIJ"[column]].width = width
    for cell in (page["A1"], *page[2]):
        cell.font = Font(bold=True)
    for cell in page[2]:
        cell.fill = PatternFill("solid", fgColor="E8ECF1")
    page["A1"].alignment = Alignment(wrap_text=False)
    page.freeze_panes = "A3"
