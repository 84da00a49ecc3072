"""Text in stretches of one style, and states in a word."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import bidirectional


class Tone(StrEnum):
    """How a state is coloured; the word beside it always says the same, for those who see no colour."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"
    OPEN = "open"
    PLAIN = "plain"


@dataclass(frozen=True)
class Mark:
    """A state in one or two words."""

    word: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; `href` makes it a link."""

    text: str
    style: str = ""
    href: str = ""

    @property
    def words(self) -> str:
        """Return the text without the spaces at its end."""
        return self.text.rstrip(" ")

    @property
    def gap(self) -> bool:
        """Whether a space follows; it gets a box of its own, or a line may end after one word."""
        return self.text.endswith(" ")


Text = tuple[Run, ...]


def say(text: str, style: str = "", href: str = "") -> Text:
    """Return text as one run, nothing at all for empty text."""
    return (Run(text, style, href),) if text else ()


def direction(text: Text) -> str:
    """Return `rtl` when the first letter with a direction runs from right to left."""
    return direction_of(run.text for run in text)


def direction_of(words: Iterable[str]) -> str:
    """Return the direction of a block that begins with these words, as browsers settle it (`dir="auto"`)."""
    strong = (bidirectional(letter) for part in words for letter in part)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"
