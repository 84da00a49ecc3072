"""Whether two files say the same: how many pages they have, and how much of a dossier's words they show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from audits.dossiers import outline
from audits.dossiers.redline import lines
from audits.packs import Pack


@dataclass(frozen=True)
class Contents:
    """The pages of a file, and which part of the letters it ought to show it does show."""

    pages: int
    shown: float


def letters_of(pack: Pack) -> Counter[str]:
    """Return how often each letter and digit stands in a dossier's sections, running heads and charts left out."""
    return _counted(field for line in lines(outline(pack)) for field in line.fields)


def contents(path: Path, wanted: Counter[str]) -> Contents:
    """Return what a PDF holds of the letters wanted."""
    with pypdfium2.PdfDocument(path) as opened:
        found = _counted(page.get_textpage().get_text_bounded() for page in opened)
        return Contents(len(opened), (found & wanted).total() / wanted.total())


def _counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(letter for text in texts for letter in text.casefold() if letter.isalnum())
