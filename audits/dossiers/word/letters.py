"""Which characters a Word document may hold."""

import unicodedata

# XML 1.0 knows no other controls, and no reader should meet one that turns text around.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
KEPT = frozenset("\t\n\u200b\u200c\u200d\u00ad")


def lettered(text: str) -> str:
    """Return the text with every invisible control written as its Unicode number.

    Unlike a PDF, Word brings its own typefaces: any letter stays.
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return composed.translate({ord(letter): _shown(letter) for letter in set(composed)})


def _shown(letter: str) -> str:
    if letter in KEPT or unicodedata.category(letter) not in HIDDEN:
        return letter
    return f"[U+{ord(letter):04X}]"
