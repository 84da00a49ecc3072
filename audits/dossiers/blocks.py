"""What a dossier is made of, before any page exists: sections, clauses, paragraphs, tables, charts, gaps."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import ceil
from typing import Any
from unicodedata import bidirectional

from audits import charts
from audits.dossiers.wording import shortened
from audits.packs.parts import Gap

MOST_LISTED, LONGEST_LISTED = 40, 84
LONGEST_SHORT, MARGIN_LINE = 7, 24
WORDS = re.compile(r"[0-9A-Za-z]+")


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


Text = tuple[Run, ...]


@dataclass(frozen=True)
class Cell:
    """One field of a table: its text, a quieter line below it, and a mark."""

    text: Text = ()
    below: Text = ()
    mark: Mark | None = None


@dataclass(frozen=True)
class Column:
    """A column's heading, its share of the table's width in per cent, and whether it holds numbers."""

    title: str
    width: int
    numeric: bool = False

    @property
    def kind(self) -> str:
        return "number" if self.numeric else "words"


@dataclass(frozen=True)
class Block:
    """Anything that stands in a clause; its kind chooses the template."""

    @property
    def kind(self) -> str:
        return type(self).__name__.lower()


@dataclass(frozen=True)
class Paragraph(Block):
    """Running text; the style is `body`, `lead` or `quiet`."""

    text: Text
    style: str = "body"

    @property
    def direction(self) -> str:
        """Return `rtl` when the first letter with a direction runs from right to left."""
        strong = (bidirectional(letter) for run in self.text for letter in run.text)
        first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
        return "ltr" if first == "L" else "rtl"


@dataclass(frozen=True)
class Facts(Block):
    """Names with their values, one under the other."""

    rows: tuple[tuple[str, Text], ...]

    @property
    def short(self) -> bool:
        """Whether the list should stay on one page."""
        return len(self.rows) <= LONGEST_SHORT


@dataclass(frozen=True)
class Items(Block):
    """A list of sentences."""

    items: tuple[Text, ...]

    @property
    def short(self) -> bool:
        """Whether the list should stay on one page."""
        return len(self.items) <= LONGEST_SHORT


@dataclass(frozen=True)
class Table(Block):
    """A table whose first column heads its rows; a wide one also takes the margin."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: bool = False
    note: str = ""

    @property
    def short(self) -> bool:
        """Whether the table should stay on one page."""
        return len(self.rows) <= LONGEST_SHORT

    @property
    def grid(self) -> Iterable[Iterable[tuple[Column, Cell]]]:
        """Return the rows with each cell beside its column."""
        return (tuple(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True)
class Chart(Block):
    """One rate by group, or the scores where no measure is named, drawn by audits.charts with words of its own."""

    result: Mapping[str, Any]
    measure: str
    caption: str
    drawing: str = "rates_by_group"

    @property
    def svg(self) -> str:
        """Return the picture; drawn only when a page needs it, because that takes matplotlib."""
        if self.measure:
            return charts.rates_by_group(self.result, self.measure)
        picture: str | None = getattr(charts, self.drawing)(self.result)
        return picture or ""


@dataclass(frozen=True)
class Notice(Block):
    """A boxed remark: a gap, or something to be careful about."""

    word: str
    text: Text
    tone: Tone = Tone.OPEN


@dataclass(frozen=True)
class Margin:
    """What stands beside a clause: where the law says it, and how matters stand."""

    provision: Text = ()
    mark: Mark | None = None
    lines: tuple[str, ...] = ()

    @property
    def filled(self) -> bool:
        return bool(self.provision or self.mark or self.lines)

    @property
    def height(self) -> int:
        """About how many lines the margin takes: the clause beside it must be at least as high."""
        texts = ("".join(run.text for run in self.provision), *self.lines)
        return sum(ceil(len(text) / MARGIN_LINE) for text in texts) + bool(self.mark)


@dataclass(frozen=True)
class Clause:
    """A numbered piece of a section, small enough to cite; a `whole` one stays on one page."""

    title: str
    blocks: tuple[Block, ...]
    margin: Margin = field(default_factory=Margin)
    number: str = ""
    whole: bool = False

    @property
    def short(self) -> str:
        """Return the title as the contents can hold it."""
        return shortened(self.title, LONGEST_LISTED)

    @property
    def anchor(self) -> str:
        return f"clause-{'-'.join(WORDS.findall(self.number))}"


@dataclass(frozen=True)
class Point:
    """Something that a dossier of this kind has to say; it is filled when nothing of it is missing."""

    what: str
    gaps: tuple[Gap, ...] = ()

    @property
    def filled(self) -> bool:
        return not self.gaps


@dataclass(frozen=True)
class Section:
    """A numbered section: what fills it, the points it has to make, and which of those it cannot.

    A section of wide tables lies on its side.
    """

    number: int
    title: str
    lead: Text
    clauses: tuple[Clause, ...]
    points: tuple[Point, ...] = ()
    landscape: bool = False

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Return what the section lacks."""
        return tuple(gap for point in self.points for gap in point.gaps)

    @property
    def anchor(self) -> str:
        return f"section-{self.number}"

    @property
    def listed(self) -> tuple[Clause, ...]:
        """Return the clauses that the contents name: hundreds would help nobody and cost minutes."""
        return self.clauses[:MOST_LISTED]

    @property
    def mark(self) -> Mark:
        """How complete the section is: its gaps counted in words."""
        if not self.gaps:
            return Mark("Complete", Tone.GOOD)
        return Mark(f"{len(self.gaps)} {'gap' if len(self.gaps) == 1 else 'gaps'}", Tone.OPEN)


def say(text: str, style: str = "", href: str = "") -> Text:
    """Return text as one run, nothing at all for empty text."""
    return (Run(text, style, href),) if text else ()


def cell(text: str, below: str = "", mark: Mark | None = None) -> Cell:
    """Return a plain field of a table."""
    return Cell(say(text), say(below), mark)


def numbered(section: int, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Number the clauses of a section from one."""
    return tuple(
        replace(clause, number=f"{section}.{position}") for position, clause in enumerate(clauses, start=1)
    )
