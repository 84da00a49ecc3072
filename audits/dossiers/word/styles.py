"""The look of a Word dossier, as named styles that whoever edits it can change in one place."""

from typing import cast

from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from audits.dossiers.word.nodes import inside, node

# Every Word has them; ours are not installed where the document is opened.
SERIF, SANS, MONO = "Georgia", "Arial", "Courier New"
INK, QUIET, ACCENT = RGBColor(0x1D, 0x27, 0x33), RGBColor(0x5B, 0x67, 0x73), RGBColor(0x14, 0x50, 0x6E)
TONES = {
    "good": RGBColor(0x1B, 0x6B, 0x3A), "care": RGBColor(0x8A, 0x5A, 0x00), "bad": RGBColor(0xA1, 0x1D, 0x1D),
    "open": RGBColor(0x6B, 0x3F, 0xA0), "plain": QUIET,
}  # fmt: skip
SHEETS = {"A4": (Mm(210), Mm(297)), "Letter": (Mm(215.9), Mm(279.4))}
# Name, typeface, size, colour, bold, space before and after, kept with the next.
PARAGRAPHS: tuple[tuple[str, str, float, RGBColor, bool, float, float, bool], ...] = (
    ("Title", SERIF, 26, INK, True, 6, 10, False),
    ("Subtitle", SANS, 9, ACCENT, True, 0, 18, False),
    ("Heading 1", SANS, 16, INK, True, 24, 8, True),
    ("Heading 2", SANS, 11.5, INK, True, 14, 4, True),
    ("Lead", SERIF, 11.5, INK, False, 0, 8, False),
    ("Beside", SANS, 8, QUIET, False, 0, 4, True),
    ("Quiet", SERIF, 9.5, QUIET, False, 0, 6, False),
    ("Notice", SANS, 9.5, INK, False, 6, 8, False),
    ("Caption", SANS, 8.5, QUIET, True, 10, 3, True),
    ("Note", SANS, 8, QUIET, False, 3, 8, False),
    ("Cell", SANS, 8.5, INK, False, 1, 1, False),
    ("Cell Head", SANS, 8, QUIET, True, 1, 1, True),
    ("TOC Heading", SANS, 16, INK, True, 0, 8, True),
    ("TOC 1", SANS, 9.5, INK, True, 6, 1, False),
    ("TOC 2", SANS, 9, INK, False, 0, 1, False),
    ("Header", SANS, 7.5, QUIET, False, 0, 0, False),
    ("Footer", SANS, 7.5, QUIET, False, 0, 0, False),
)


def blank(paper: str = "A4") -> Word:
    """Return an empty document with all styles, numbered headings and the sheet of paper."""
    document = Document()
    _type(document.styles["Normal"], SERIF, 10.5)
    document.styles["Normal"].font.color.rgb = INK
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, face, size, colour, bold, above, below, keep in PARAGRAPHS:
        style = _style(document, name)
        _type(style, face, size)
        style.font.color.rgb, style.font.bold, style.font.italic = colour, bold, False
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after, spacing.keep_with_next = Pt(above), Pt(below), keep
    for tone, colour in TONES.items():
        mark = document.styles.add_style(f"Mark {tone}", WD_STYLE_TYPE.CHARACTER)
        _type(mark, SANS, None)
        mark.font.color.rgb, mark.font.bold = colour, True
    code = document.styles.add_style("Code", WD_STYLE_TYPE.CHARACTER)
    _type(code, MONO, None)
    _number_headings(document)
    section = document.sections[0]
    section.page_width, section.page_height = SHEETS[paper]
    section.left_margin, section.right_margin = Mm(24), Mm(20)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    return document


def _style(document: Word, name: str) -> ParagraphStyle:
    if name in {style.name for style in document.styles}:
        existing = cast("ParagraphStyle", document.styles[name])
        if name == "TOC Heading":  # as a heading it would be numbered like a section
            existing.base_style = document.styles["Normal"]
        return existing
    made = cast("ParagraphStyle", document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    made.base_style = document.styles["Normal"]
    return made


def _type(style: ParagraphStyle, face: str, size: float | None) -> None:
    """Set a typeface for every script, and the size."""
    style.font.name = face
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        faces.set(qn(f"w:{script}"), face)
    if size is not None:
        style.font.size = Pt(size)


def _number_headings(document: Word) -> None:
    """Number sections and clauses as the PDF does: 3 and 3.1, so that both are cited alike."""
    numbering = document.part.numbering_part.element
    plan = node("w:abstractNum", abstractNumId=90)
    inside(plan, "w:multiLevelType", {"val": "multilevel"})
    for level, (text, style) in enumerate((("%1", "Heading1"), ("%1.%2", "Heading2"))):
        step = inside(plan, "w:lvl", {"ilvl": level})
        for tag, value in (("w:start", 1), ("w:numFmt", "decimal"), ("w:pStyle", style), ("w:lvlText", text)):
            inside(step, tag, {"val": value})
        inside(inside(step, "w:pPr"), "w:ind", {"left": 567, "hanging": 567})
    numbering.insert(0, plan)
    used = inside(numbering, "w:num", {"numId": 90})
    inside(used, "w:abstractNumId", {"val": 90})
    for level, name in enumerate(("Heading 1", "Heading 2")):
        settings = document.styles[name].element.get_or_add_pPr().get_or_add_numPr()
        inside(settings, "w:ilvl", {"val": level})
        inside(settings, "w:numId", {"val": 90})
