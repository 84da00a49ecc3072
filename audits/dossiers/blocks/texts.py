"""Text in stretches of one style, and states in a word."""

from dataclasses import dataclass
from enum import StrEnum


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
