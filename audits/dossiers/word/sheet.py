"""A Word file opened for writing: its properties, running heads, links, pictures."""

import io
from datetime import UTC, datetime

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Length, Mm

from audits.dossiers.cover import Cover
from audits.dossiers.word.letters import lettered
from audits.dossiers.word.nodes import Node, field_in, inside, run_in
from audits.dossiers.word.styles import blank

DXA_PER_EMU = 635


class Sheet:
    """The document being written: `body` takes paragraphs and tables in reading order."""

    def __init__(self, cover: Cover, at: datetime, paper: str = "A4") -> None:
        self.document: Word = blank(paper)
        self.body: Node = self.document.element.body
        self._section = self.document.sections[0]
        self._last = self.body.sectPr
        self.body.remove(self._last)
        self._number = 0
        self._properties(cover, at)
        self._heads(cover)

    @property
    def width(self) -> int:
        """The width of the text, in twentieths of a point."""
        section = self._section
        taken = Length((section.left_margin or 0) + (section.right_margin or 0))
        return ((section.page_width or Mm(210)) - taken) // DXA_PER_EMU

    def next_number(self) -> int:
        """Return a number that nothing else in the document has."""
        self._number += 1
        return self._number

    def outward(self, address: str) -> str:
        """Return the id under which a link to an address outside is known."""
        return self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    def drawing(self, png: bytes, says: str) -> Node:
        """Return a picture over the width of the text, with its text alternative."""
        inline = self.document.part.new_pic_inline(io.BytesIO(png), width=Length(self.width * DXA_PER_EMU))
        inline.docPr.set("descr", lettered(says))
        return inline

    def close(self) -> Word:
        """Put the sheet's own settings back at the end, where Word wants them."""
        self.body.append(self._last)
        return self.document

    def _properties(self, cover: Cover, at: datetime) -> None:
        told = self.document.core_properties
        told.title, told.author, told.subject = (
            lettered(text)[:255] for text in (cover.title, cover.author, cover.subject)
        )
        told.last_modified_by, told.comments, told.keywords, told.language = "Annex", "", "", "en-GB"
        told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None)
        told.revision = 1

    def _heads(self, cover: Cover) -> None:
        section = self._section
        section.different_first_page_header_footer = True
        run_in(section.header.paragraphs[0]._p, cover.head)  # noqa: SLF001 python-docx shows no other way in
        foot = section.footer.paragraphs[0]._p  # noqa: SLF001
        run_in(foot, f"{cover.foot} · Page ")
        field_in(foot, "PAGE")
        run_in(foot, " of ")
        field_in(foot, "NUMPAGES")


def linked(sheet: Sheet, parent: Node, address: str) -> Node:
    """Add a link, to a place of the document or to the Act, and return what takes its words."""
    if address.startswith("#"):
        return inside(parent, "w:hyperlink", {"anchor": address[1:]})
    link = inside(parent, "w:hyperlink")
    link.set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", sheet.outward(address)
    )
    return link
