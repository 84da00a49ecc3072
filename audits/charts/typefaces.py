"""The typefaces that we ship, and which characters they can draw."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
SANS = FOLDER / "Inter-Regular.ttf"
COMPLETE = (
    "Inter-Regular.ttf",
    "NotoSerif-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoEmoji-Regular.ttf",
)
# They draw nothing and only steer line breaks; a reader loses nothing without them.
SILENT = dict.fromkeys(map(ord, "\u00ad\u2060\ufeff\ufe0e\ufe0f\u200e\u200f"))

# Controls, formats, surrogates, private and unassigned code points, whatever a typeface may hold for them;
# except the joiners, without which Persian and many emoji fall apart, and the space that only allows a break.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
NEWLINES = "\r\x0b\x0c\x85\u2028\u2029"
KEPT = "\u200b\u200c\u200d"


@cache
def drawable() -> frozenset[int]:
    """Return the code points that at least one of our typefaces can draw."""
    return frozenset().union(*(_covered(FOLDER / name) for name in COMPLETE))


def printable(text: str) -> str:
    """Return the text with every character drawable: what no typeface has appears as its Unicode number.

    A missing glyph would be an empty box to the eye, nothing to a screen reader and a breach of PDF/UA;
    a control that turns text around (U+202E) would let one name pose as another.
    """
    composed = unicodedata.normalize("NFC", text).translate(SILENT)
    return composed.translate({ord(letter): _shown(letter) for letter in set(composed)})


def _shown(character: str) -> str:
    if character in NEWLINES:
        return "\n"
    if character in "\n\t" or (ord(character) in drawable() and _visible(character)):
        return character
    return f"[U+{ord(character):04X}]"


def _visible(character: str) -> bool:
    return character in KEPT or unicodedata.category(character) not in HIDDEN


def _covered(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
