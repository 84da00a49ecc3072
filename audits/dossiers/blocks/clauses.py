"""Numbered clauses, small enough to cite, and what stands in the margin beside them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import ceil

from audits.dossiers.blocks.flowing import Block
from audits.dossiers.blocks.texts import Mark, Text
from audits.dossiers.wording import shortened

LONGEST_LISTED, MARGIN_LINE = 66, 24
WORDS = re.compile(r"[0-9A-Za-z]+")


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


def numbered(section: int, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Number the clauses of a section from one."""
    return tuple(
        replace(clause, number=f"{section}.{position}") for position, clause in enumerate(clauses, start=1)
    )
