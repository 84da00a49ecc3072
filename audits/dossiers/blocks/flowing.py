"""What stands in a clause one under the other: paragraphs, names with values, lists, boxed remarks."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from audits.dossiers.blocks.texts import Text, Tone, direction

LONGEST_SHORT, MOST_LINES = 7, 30
# About how many letters go into a line of a list of facts, and of sentences.
FACT_LINE, ITEM_LINE = 60, 80


@dataclass(frozen=True)
class Block:
    """Anything that stands in a clause; its kind chooses the template."""

    @property
    def kind(self) -> str:
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text; the style is `body`, `lead`, `quiet` or `asks`."""

    text: Text
    style: str = "body"

    @property
    def direction(self) -> str:
        """Whether it runs from left to right or from right to left."""
        return direction(self.text)


@dataclass(frozen=True)
class Facts(Block):
    """Names with their values, one under the other."""

    rows: tuple[tuple[str, Text], ...]

    @property
    def directed(self) -> Iterable[tuple[str, Text, str]]:
        """Return each name with its value and the value's direction."""
        return ((name, value, direction(value)) for name, value in self.rows)

    @property
    def short(self) -> bool:
        """Whether the list should stay on one page."""
        return (
            len(self.rows) <= LONGEST_SHORT
            and lines((value for _, value in self.rows), FACT_LINE) <= MOST_LINES
        )


@dataclass(frozen=True)
class Items(Block):
    """A list of sentences."""

    items: tuple[Text, ...]

    @property
    def directed(self) -> Iterable[tuple[Text, str]]:
        """Return each sentence with its direction."""
        return ((item, direction(item)) for item in self.items)

    @property
    def short(self) -> bool:
        """Whether the list should stay on one page."""
        return len(self.items) <= LONGEST_SHORT and lines(self.items, ITEM_LINE) <= MOST_LINES


@dataclass(frozen=True)
class Notice(Block):
    """A boxed remark: a gap, or something to be careful about."""

    word: str
    text: Text
    tone: Tone = Tone.OPEN


def lines(texts: Iterable[Text], line: int) -> int:
    """Return about how many lines these texts take, one under the other, with so many letters to a line."""
    return sum(max(1, ceil(sum(len(run.text) for run in text) / line)) for text in texts)
