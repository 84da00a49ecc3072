"""What moved between two findings, in words and side by side."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from risk.engine import Finding
from risk.engine.moving import LATER, Moved
from risk.queries.opinions import Cited
from risk.queries.opinions.reading import STATES
from risk.queries.supposing import Contrast
from risk.vocabulary import addressee

NOT_OWED, NO_DAY = "not owed", "owed, no day yet"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("Rules", frozenset({"rule"})),
    ("Obligations", frozenset({"opened", "fallen", "dated", "amended"})),
    ("Dates to come", frozenset({"announced", "withdrawn"})),
)


@dataclass(frozen=True)
class Row:
    """One thing as it is on the record, and as it would be."""

    title: str
    was: str
    now: str
    provision: Cited | None = None


@dataclass(frozen=True)
class Part:
    """Rows of one sort."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Difference:
    """Two findings beside each other; parts without a row are left out."""

    recorded: Finding
    supposed: Finding
    parts: tuple[Part, ...]

    @property
    def same(self) -> bool:
        """Whether nothing would be otherwise."""
        return not self.parts and self.recorded.tier == self.supposed.tier


def told(contrast: Contrast) -> Difference:
    """Return a contrast as a page shows it. No query."""
    moved = contrast.movement.parts
    parts = (Part(title, tuple(_rows(moved, kinds))) for title, kinds in GROUPS)
    return Difference(contrast.recorded, contrast.supposed, tuple(part for part in parts if part.rows))


def _rows(moved: Iterable[Moved], kinds: frozenset[str]) -> Iterable[Row]:
    for part in moved:
        if part.what in kinds:
            role = f" ({addressee(part.role).lower()})" if part.role else ""
            cited = Cited(str(part.provision["cite"]), str(part.provision["url"]))
            yield Row(part.title + role, *_words(part), cited)


def _words(part: Moved) -> tuple[str, str]:
    """Return what is and what would be, in words."""
    if part.what == "rule":
        return _state(part.was), _state(part.now)
    if part.what in {"announced", "withdrawn"}:
        return _dated(part.was), _dated(part.now)
    if part.what == "amended":
        return "owed", "owed, worded differently"
    was = NOT_OWED if part.what == "opened" else _day(part.was)
    return was, NOT_OWED if part.what == "fallen" else _day(part.now)


def _state(word: str) -> str:
    state = word.removesuffix(LATER)
    later = ", from a later day" if word != state else ""
    return f"{STATES[state]}{later}" if state else "Not considered"


def _day(text: str) -> str:
    return f"due {_dated(text)}" if text else NO_DAY


def _dated(text: str) -> str:
    return ISO_DAY.sub(lambda found: f"{date.fromisoformat(found[0]):%-d %B %Y}", text)
