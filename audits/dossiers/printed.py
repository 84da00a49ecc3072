"""What a page says to the eye: the characters its glyphs stand for."""

import re
from collections.abc import Iterator, Mapping

import pikepdf

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
BLOCK = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
GLYPH, UNKNOWN = 2, "\ufffd"


def printed_text(page: pikepdf.Page) -> str:
    """Return the text shown on a page in drawing order, read through each font's own table of characters.

    Raises: whatever pikepdf raises for a page that is damaged.
    """
    fonts = {name: _characters(font) for name, font in page.resources.Font.items()}
    return "".join(_shown(page, fonts))


def _shown(page: pikepdf.Page, fonts: Mapping[str, Mapping[bytes, str]]) -> Iterator[str]:
    current: Mapping[bytes, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            current = fonts.get(str(operands[0]), {})
        elif operator == "Tj":
            yield _decoded(bytes(operands[0]), current)
        elif operator == "TJ":
            strings = (part for part in operands[0] if isinstance(part, pikepdf.String))
            yield _decoded(b"".join(map(bytes, strings)), current)


def _decoded(shown: bytes, characters: Mapping[bytes, str]) -> str:
    glyphs = (shown[i : i + GLYPH] for i in range(0, len(shown), GLYPH))
    return "".join(characters.get(glyph, UNKNOWN) for glyph in glyphs)


def _characters(font: pikepdf.Object) -> dict[bytes, str]:
    """Return which characters each glyph of a font stands for."""
    table = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
    pairs = (pair for block in BLOCK.findall(table) for pair in PAIR.findall(block))
    return {
        bytes.fromhex(glyph.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in pairs
    }
