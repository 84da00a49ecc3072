"""A dossier as a Word document, from cover to end."""

from collections.abc import Sequence
from datetime import datetime

from audits.dossiers.blocks import Clause, Section
from audits.dossiers.cover import Cover, cover_of
from audits.dossiers.coverage import coverage
from audits.dossiers.kinds import outline_of
from audits.dossiers.paging import Progress
from audits.dossiers.word.blocks import block_in
from audits.dossiers.word.closing import closed
from audits.dossiers.word.nodes import Node, bookmark_in, inside, paragraph_in, run_in
from audits.dossiers.word.sheet import Sheet
from audits.dossiers.word.tables import after_table, cell_in, row_in, table_in
from audits.dossiers.word.texts import mark_in, text_in
from audits.packs import Pack, settled

UNSEALED = "This is an editable copy. It is not sealed: only the PDF of the same reference proves itself."


def word(pack: Pack, progress: Progress = lambda *_: None) -> bytes:
    """Return the dossier as a Word document (.docx); same pack, same bytes.

    Progress: called as sections are written.
    Raises: kinds.UnknownKind.
    """
    record = settled(pack)
    outline = outline_of(record)
    progress("writing", 0, 0)
    sections = outline.write(record)
    cover = cover_of(record, coverage(sections))
    at = datetime.fromisoformat(record.document.created_at)
    sheet = Sheet(cover, at, record.letterhead.paper or "A4")
    cover_in(sheet, cover, UNSEALED)
    if not outline.short:
        _contents(sheet, sections)
    for done, section in enumerate(sections, start=1):
        _section(sheet, section)
        progress("writing", done, len(sections))
    return closed(sheet.close())


def cover_in(sheet: Sheet, cover: Cover, remark: str) -> None:
    """Add the first page."""
    run_in(paragraph_in(sheet.body, "Subtitle"), cover.kicker)
    run_in(paragraph_in(sheet.body, "Title"), cover.name)
    if cover.purpose:
        run_in(paragraph_in(sheet.body, "Lead"), cover.purpose)
    verdict = paragraph_in(sheet.body, "Notice")
    mark_in(verdict, cover.mark)
    run_in(verdict, f"  {cover.headline}" if cover.headline else "")
    table = table_in(sheet, (24, 76))
    for name, value in cover.rows:
        row = row_in(table)
        run_in(paragraph_in(cell_in(row), "CellHead"), name)
        text_in(sheet, paragraph_in(cell_in(row), "Cell"), value)
    after_table(sheet)
    run_in(paragraph_in(sheet.body, "Quiet"), remark)


def heading_in(sheet: Sheet, words: str, level: int, anchor: str = "", *, new_page: bool = False) -> Node:
    """Add a numbered heading that references can lead to."""
    heading = paragraph_in(sheet.body, f"Heading{level}")
    if new_page:
        inside(heading[0], "w:pageBreakBefore")
    if anchor:
        bookmark_in(heading, anchor, sheet.next_number())
    run_in(heading, words)
    return heading


def _contents(sheet: Sheet, sections: Sequence[Section]) -> None:
    """Add a table of contents: filled already, and Word fills it anew, with page numbers, on request."""
    title = paragraph_in(sheet.body, "TOCHeading")
    inside(title[0], "w:pageBreakBefore")
    run_in(title, "Contents")
    begin = paragraph_in(sheet.body, "TOC1")
    for kind in ("begin", "instr", "separate"):
        run = inside(begin, "w:r")
        if kind == "instr":
            inside(run, "w:instrText").text = ' TOC \\o "1-2" \\h \\u '
        else:
            inside(run, "w:fldChar", {"fldCharType": kind})
    for section in sections:
        _listed(sheet, f"{section.number}  {section.title}", section.anchor, "TOC1")
        for clause in section.listed:
            _listed(sheet, f"{clause.number}  {clause.short}", clause.anchor, "TOC2")
    inside(inside(paragraph_in(sheet.body, "TOC1"), "w:r"), "w:fldChar", {"fldCharType": "end"})


def _listed(sheet: Sheet, words: str, anchor: str, style: str) -> None:
    link = inside(paragraph_in(sheet.body, style), "w:hyperlink", {"anchor": anchor})
    run_in(link, words)


def _section(sheet: Sheet, section: Section) -> None:
    heading_in(sheet, section.title, 1, section.anchor, new_page=True)
    text_in(sheet, paragraph_in(sheet.body, "Lead"), section.lead)
    for clause in section.clauses:
        _clause(sheet, clause)


def _clause(sheet: Sheet, clause: Clause) -> None:
    heading_in(sheet, clause.title, 2, clause.anchor)
    if clause.margin.filled:
        _beside(sheet, clause)
    for block in clause.blocks:
        block_in(sheet, block)


def _beside(sheet: Sheet, clause: Clause) -> None:
    """Add what stands in the margin of the PDF as a quiet line under the heading."""
    margin, paragraph = clause.margin, paragraph_in(sheet.body, "Beside")
    text_in(sheet, paragraph, margin.provision)
    if margin.mark:
        run_in(paragraph, " · " if margin.provision else "")
        mark_in(paragraph, margin.mark)
    for line in margin.lines:
        run_in(paragraph, f" · {line}")
