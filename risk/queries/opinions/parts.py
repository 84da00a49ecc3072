"""The parts of a finding as pages show them: plain frozen values, worded and linked."""

from dataclasses import dataclass
from datetime import date, datetime

from governance.vocabulary import Tier
from risk.engine import Edition


@dataclass(frozen=True)
class Cited:
    """Where the law says it."""

    cite: str
    url: str


@dataclass(frozen=True)
class Source:
    """Who gave an answer and when, and what they put beside it: a note, an address where it can be seen."""

    by: str
    at: datetime
    note: str
    evidence: str


@dataclass(frozen=True)
class Step:
    """One fact on the way to a finding: what was asked and what was answered, and by whom where known."""

    fact: str
    question: str
    answer: str
    cites: tuple[str, ...]
    source: Source | None = None


@dataclass(frozen=True)
class Exempting:
    """An exception that was considered, and why it does or does not help."""

    title: str
    state: str
    label: str
    provision: Cited
    why: str


@dataclass(frozen=True)
class Ruling:
    """What became of one rule, with the path that led there."""

    rule: str
    title: str
    says: str
    note: str
    state: str
    label: str
    mark: str
    provision: Cited
    applies_from: date | None
    until: date | None
    applies: bool
    addresses: tuple[str, ...]
    steps: tuple[Step, ...]
    missing: tuple["ToAnswer", ...]
    exceptions: tuple[Exempting, ...]


@dataclass(frozen=True)
class Group:
    """Rulings of one sort: those that hold, those still open, those considered and not met."""

    title: str
    holding: tuple[Ruling, ...]
    open: tuple[Ruling, ...]
    failing: tuple[Ruling, ...]

    @property
    def standing(self) -> tuple[Ruling, ...]:
        return self.holding + self.open


@dataclass(frozen=True)
class ToAnswer:
    """A question that is open, where it is asked, and the tiers it could still lead to."""

    fact: str
    question: str
    section: str
    kept: bool
    could: tuple[Tier, ...] = ()
    provision: Cited | None = None


@dataclass(frozen=True)
class Change:
    """A single answer that would lead to another tier."""

    question: str
    says: str


@dataclass(frozen=True)
class Turn:
    """Every single answer that would lead to one tier."""

    tier: Tier
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Coming:
    """A day on which the law changes for this system."""

    on: date
    says: str
    state: str
    label: str
    becomes: Tier | None
    provision: Cited


@dataclass(frozen=True)
class Opinion:
    """A finding as a page shows it."""

    headline: str
    tier: Tier
    at_least: Tier
    gpai: bool | None
    edition: Edition
    on: date
    groups: tuple[Group, ...]
    to_answer: tuple[ToAnswer, ...]
    turns: tuple[Turn, ...]
    coming: tuple[Coming, ...]

    @property
    def failing(self) -> int:
        """How many rules were considered and not met."""
        return sum(len(group.failing) for group in self.groups)
