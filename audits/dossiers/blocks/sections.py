"""Numbered sections: their clauses, the points they have to make, and which of those they cannot."""

from dataclasses import dataclass

from audits.dossiers.blocks.clauses import Clause
from audits.dossiers.blocks.texts import Mark, Text, Tone
from audits.packs.parts import Gap

MOST_LISTED = 40


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
