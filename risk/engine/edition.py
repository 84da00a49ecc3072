"""One state of the law: its dates, facts, rules, obligations and fines, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from risk.engine.circuit import Circuit
from risk.engine.conditions import Condition
from risk.engine.provisions import Provision

NATIONAL = "national"


class Kind(StrEnum):
    """What a rule is for."""

    DEFINITION = "definition"
    ROLE = "role"
    SCOPE = "scope"
    PROHIBITED = "prohibited"
    ANNEX_III = "annex_iii"
    HIGH_RISK = "high_risk"
    EXCEPTION = "exception"
    TRANSPARENCY = "transparency"
    GPAI = "gpai"
    GRACE = "grace"
    DUTY = "duty"
    AUTHORITY = "authority"
    NOTICE = "notice"


class Concern(StrEnum):
    """What has to be in order so that a duty is met.

    system: the system itself, before it goes out and while it is used. organisation: something that is done
    once for the whole house. occasion: nothing before something happens, such as a request or an incident.
    """

    SYSTEM = "system"
    ORGANISATION = "organisation"
    OCCASION = "occasion"


class Outside(StrEnum):
    """How far a scope rule takes a record out of the Act.

    all: no rule of the Act applies. systems: the rules on AI systems do not, those on models may.
    rest: what Articles 5, 6 and 50 leave over is outside; the rule itself says so in its condition.
    """

    ALL = "all"
    SYSTEMS = "systems"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Moment:
    """A day the law names."""

    id: str
    title: str
    on: date
    provision: Provision
    note: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer among several."""

    id: str
    label: str
    example: str = ""
    provision: Provision | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about the system that the law makes a difference of; `kept` in the register or asked."""

    id: str
    type: str
    section: str
    question: str
    provision: Provision
    help: str = ""
    example: str = ""
    examples: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    ask_when: Condition | None = None
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A sentence of the law that holds, fails or stays open."""

    id: str
    kind: Kind
    title: str
    says: str
    provision: Provision
    when: Condition
    unless: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()
    applies_from: Moment | None = None
    until: Moment | None = None
    grace: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    outside: Outside | None = None
    note: str = ""

    def applies(self, on: date) -> bool:
        begun = self.applies_from is None or self.applies_from.on <= on
        return begun and (self.until is None or on < self.until.on)


@dataclass(frozen=True, slots=True)
class Fine:
    """A ceiling for fines; for the sizes in `lower_for` the lower of the two figures counts.

    Nobody is fined before `applies_from`.
    While the rule `because` holds it stands in for those in `replaces`; "national" stands for obligations
    that have no ceiling of the Act's own. No `percent` means that the amount alone counts.
    """

    id: str
    amount: int
    percent: int
    provision: Provision
    applies_from: Moment | None = None
    lower_for: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class Obligation:
    """What one role owes because a rule holds."""

    id: str
    title: str
    says: str
    role: str
    provision: Provision
    because: tuple[str, ...]
    when: Condition | None = None
    unless: tuple[str, ...] = ()
    applies_from: Moment | None = None
    literal: Moment | None = None
    recurrence: str = ""
    limit: str = ""
    fine: Fine | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""
    concerns: Concern = Concern.SYSTEM


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that an amending edition made, amended or repealed, and the point that says so."""

    what: str
    kind: str
    id: str
    by: str


@dataclass(frozen=True, eq=False)
class Edition:
    """One state of the law, compiled; `draft` is its source, from which amending editions start.

    Two editions are the same only if they are one object, which makes them keys of caches.
    """

    id: str
    title: str
    celex: str
    eli: str
    state: date
    page: str
    based_on: str
    dates: Mapping[str, Moment]
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    obligations: Mapping[str, Obligation]
    fines: Mapping[str, Fine]
    changes: tuple[Change, ...]
    draft: Mapping[str, Mapping[str, Mapping[str, object]]]
    circuit: Circuit
    exceptions: Mapping[str, tuple[tuple[str, str], ...]]
    known_elsewhere: frozenset[str] = frozenset()

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Return the ids of all facts in the order of the questionnaire."""
        return tuple(self.facts)

    @cached_property
    def of_kind(self) -> Mapping[Kind, tuple[Rule, ...]]:
        """Return the rules by kind, each kind in the order of its file."""
        return {kind: tuple(rule for rule in self.rules.values() if rule.kind == kind) for kind in Kind}
