"""What an outline is: the chapters of one kind of dossier, in order, and what its cover says."""

from collections.abc import Callable
from dataclasses import dataclass

from audits.dossiers.blocks import Section
from audits.dossiers.fronts import Front
from audits.dossiers.places import Chapter, Place
from audits.dossiers.sections.missing import missing_section
from audits.packs.kinds import Kind
from audits.packs.pack import Pack

MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The chapters of a kind; before the last one stands the list of everything that all of them lack.

    A short form, such as a declaration to be signed, has neither that list nor a table of contents.
    """

    kind: Kind
    front: Callable[[Pack], Front]
    chapters: tuple[Chapter, ...]
    short: bool = False

    def order(self, pack: Pack) -> tuple[str, ...]:
        """Return the ids of the sections as they are numbered."""
        *first, last = (chapter.id for chapter in self.chapters if chapter.when(pack))
        return (*first, last) if self.short else (*first, MISSING, last)

    def write(self, pack: Pack) -> tuple[Section, ...]:
        """Return the sections in order; a gap is a part of them like any other."""
        numbers = {name: number for number, name in enumerate(self.order(pack), start=1)}
        places = {name: Place(number, numbers) for name, number in numbers.items()}
        needed = (chapter for chapter in self.chapters if chapter.id in places)
        written = tuple(chapter.write(pack, places[chapter.id]) for chapter in needed)
        if self.short:
            return written
        return (*written[:-1], missing_section(pack, places[MISSING], written), written[-1])
