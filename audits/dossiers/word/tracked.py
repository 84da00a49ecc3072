"""Two dossiers of one record as one Word document in which every change is tracked, to accept or reject."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from audits.dossiers.cover import cover_of
from audits.dossiers.coverage import coverage
from audits.dossiers.kinds import outline_of
from audits.dossiers.redline import Piece, State, compared, lines
from audits.dossiers.redline.lines import Shape
from audits.dossiers.redline.pieces import Field
from audits.dossiers.word.closing import closed
from audits.dossiers.word.dossier import cover_in
from audits.dossiers.word.nodes import Node, inside, paragraph_in, run_in
from audits.dossiers.word.sheet import Sheet
from audits.dossiers.word.tables import after_table, cell_in, row_in, table_in
from audits.packs import Pack, settled

AUTHOR = "Annex"
STYLES = {
    Shape.SECTION: "Heading1", Shape.CLAUSE: "Heading2", Shape.MARGIN: "Beside", Shape.LEAD: "Lead",
    Shape.TEXT: "Normal", Shape.NOTICE: "Notice", Shape.ITEM: "ListBullet", Shape.CAPTION: "Caption",
}  # fmt: skip
IN_TABLES = (Shape.FACT, Shape.HEAD, Shape.ROW)
TRACKS = {State.ADDED: "w:ins", State.REMOVED: "w:del"}


def word_redline(before: Pack, after: Pack) -> bytes:
    """Return the later dossier as a Word document with every change since the earlier one tracked.

    Rejecting all changes gives the words of the earlier, accepting all those of the later.
    """
    old, new = settled(before), settled(after)
    sections = outline_of(new).write(new)
    cover = cover_of(new, coverage(sections))
    at = datetime.fromisoformat(new.document.created_at).astimezone(UTC)
    sheet = Sheet(cover, at)
    cover_in(sheet, cover, _remark(old, new))
    pieces = compared(lines(outline_of(old).write(old)), lines(sections))
    writer = _Writer(sheet, at)
    for together, run in groupby(pieces, key=_table_of):
        if together:
            writer.table(tuple(run), together)
        else:
            for piece in run:
                writer.paragraph(piece)
    return closed(sheet.close())


def _remark(old: Pack, new: Pack) -> str:
    return (
        f"Changes from {old.document.reference} to {new.document.reference} are tracked: reject them all to "
        "read the earlier, accept them all to read the later. Only the PDFs prove themselves."
    )


def _table_of(piece: Piece) -> tuple[int, ...]:
    """Return the columns of the piece's table, none for running text: equal neighbours share a table."""
    return piece.shares if piece.shape in IN_TABLES else ()


class _Writer:
    """Writes pieces with their fate; every tracked element has a number of its own."""

    def __init__(self, sheet: Sheet, at: datetime) -> None:
        self.sheet, self.date = sheet, at.strftime("%Y-%m-%dT%H:%M:%SZ")

    def paragraph(self, piece: Piece) -> None:
        paragraph = paragraph_in(self.sheet.body, STYLES[piece.shape])
        self._fated(paragraph, piece.state)
        self._field(paragraph, piece.fields[0] if piece.fields else ())

    def table(self, pieces: Sequence[Piece], shares: Sequence[int]) -> None:
        made = table_in(self.sheet, shares)
        for piece in pieces:
            row = row_in(made, head=piece.shape is Shape.HEAD)
            if piece.state in TRACKS:
                self._track(row[0], piece.state)
            for place, field in enumerate(piece.fields):
                first = piece.shape is Shape.HEAD or (piece.shape is Shape.FACT and place == 0)
                paragraph = paragraph_in(cell_in(row), "CellHead" if first else "Cell")
                self._fated(paragraph, piece.state)
                self._field(paragraph, field)
        after_table(self.sheet)

    def _fated(self, paragraph: Node, state: State) -> None:
        """Track the paragraph's own end, so that a rejected paragraph leaves no empty line."""
        if state in TRACKS:
            self._track(inside(paragraph[0], "w:rPr"), state)

    def _field(self, paragraph: Node, field: Field) -> None:
        for stretch in field:
            tracked = self._track(paragraph, stretch.state) if stretch.state in TRACKS else paragraph
            run_in(tracked, stretch.text, deleted=stretch.state is State.REMOVED)

    def _track(self, parent: Node, state: State) -> Node:
        number = 1000 + self.sheet.next_number()
        return inside(parent, TRACKS[state], {"id": number, "author": AUTHOR, "date": self.date})
