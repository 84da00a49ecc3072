"""Page numbers, written when the last sheet is known: "Page 12 of 345" from the glyphs of one specimen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.dossiers.sheets.engine import Engine, objects_of
from audits.dossiers.sheets.faces import Face

SPECIMEN = "0123456789 Page of"
# The page itself is that of every sheet; only what stands in the place of its number is another.
STYLES = f'@page {{ @bottom-right {{ content: "{SPECIMEN}"; }} }}'
BODY = "<p>.</p><section class='section landscape'><p>.</p></section>"
COLOUR = re.compile(r"([\d.]+ [\d.]+ [\d.]+) rg$")
MATRIX = re.compile(r"1 0 0 -1 ([\d.]+) ([\d.]+) Tm$")
FONT = re.compile(r"/(\w+) ([\d.]+) Tf$")
GLYPHS = re.compile("<([0-9a-f]*)>")


@dataclass
class Pattern:
    """How a kind of page writes its number: where it ends, in what colour and typeface, with which glyphs."""

    right: float
    base: float
    colour: str
    font: str
    size: float
    glyphs: dict[str, tuple[str, int]]

    def stamp(self, page: int, pages: int) -> bytes:
        """Return the content that writes the number of a page, outside of what is read aloud."""
        drawn = [self.glyphs[letter] for letter in f"Page {page} of {pages}"]
        begin = self.right - sum(width for _, width in drawn) * self.size / 1000
        shown = "".join(glyph for glyph, _ in drawn)
        return (
            "/Artifact <</Type /Pagination>> BDC q 0.75 0 0 0.75 0 0 cm "
            f"{self.colour} rg BT 1 0 0 -1 {begin:.4f} {self.base:.4f} Tm /{self.font} {self.size:.6f} Tf "
            f"<{shown}> Tj ET Q EMC"
        ).encode()


def specimen(engine: Engine, empty: str) -> tuple[dict[str, Pattern], list[Face]]:
    """Return the pattern of each kind of page, and the typefaces they are drawn with.

    Shape: `empty` is the dossier's page without anything on it.
    """
    laid = engine.laid(empty.replace("</body>", f"{BODY}</body>"), engine.sheet(STYLES))
    pdf = objects_of(laid)
    fonts = {font.hash: font for font in laid.fonts.values()}
    found = {
        page._page_box.page_type.name: _pattern(pdf.objects[number], pdf, fonts)  # noqa: SLF001
        for page, number in zip(laid.pages, pdf.pages["Kids"][::3], strict=True)
    }
    return found, [Face.of(key, font) for key, font in laid.fonts.items()]


def _pattern(page: Any, pdf: Any, fonts: Mapping[str, Any]) -> Pattern:  # noqa: ANN401
    content = pdf.objects[int(page["Contents"].split()[0])].stream
    lines = [line.decode() if isinstance(line, bytes) else str(line) for line in content]
    at = next(i for i, line in enumerate(lines) if len(_glyphs(line)) == len(SPECIMEN))
    (colour,) = _last(COLOUR, lines[:at])
    x, y = map(float, _last(MATRIX, lines[:at]))
    font, size = _last(FONT, lines[:at])
    glyphs, widths = _glyphs(lines[at]), fonts[font].widths
    known = {letter: (glyph, widths[int(glyph, 16)]) for letter, glyph in zip(SPECIMEN, glyphs, strict=True)}
    right = x + sum(widths[int(glyph, 16)] for glyph in glyphs) * float(size) / 1000
    return Pattern(right, y, colour, font, float(size), known)


def _last(wanted: re.Pattern[str], lines: Sequence[str]) -> tuple[str, ...]:
    """Return what the last line says that is of a kind."""
    return next(found.groups() for line in reversed(lines) if (found := wanted.match(line)))


def _glyphs(line: str) -> list[str]:
    """Return the glyphs of a line of text in the content, none for anything else."""
    if not line.endswith("TJ"):
        return []
    run = "".join(GLYPHS.findall(line))
    return [run[i : i + 4] for i in range(0, len(run), 4)]
