"""Where a section stands: its number, the numbers of the others, and how to refer to one of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from audits.dossiers.blocks import Run, Section, Text, say
from audits.packs.pack import Pack


@dataclass(frozen=True)
class Place:
    """A section's number in its dossier, and the numbers of all sections by their ids."""

    number: int
    others: Mapping[str, int]

    def see(self, section: str, otherwise: str = "") -> Text:
        """Return a reference such as "section 6 (page 14)", linked; other words where no such section is."""
        number = self.others.get(section)
        if number is None:
            return say(otherwise)
        return (Run(f"section {number}", "see", f"#section-{number}"),)


@dataclass(frozen=True)
class Chapter:
    """A section yet to be written: the id by which others refer to it, who writes it, and whether it is needed."""

    id: str
    write: Callable[[Pack, Place], Section]
    when: Callable[[Pack], bool] = lambda _: True
