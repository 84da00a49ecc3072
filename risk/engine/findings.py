"""What an opinion consists of: unchangeable values, and the JSON every face and file shows.

Named tuples, because an opinion has hundreds of them and they are made several times faster.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from governance.vocabulary import Tier
from risk.engine.provisions import Provision
from risk.engine.writing import Fragment

Json = dict[str, object]


def day(value: date | None) -> str | None:
    """Return a date as ISO text, or nothing.

    Source: ISO 8601.
    """
    return value.isoformat() if value else None


class ToldOfFact(NamedTuple):
    """A question and the answer given to it."""

    fact: str
    question: str
    answer: object
    labels: tuple[str, ...]
    cites: tuple[str, ...]


class Decided(ToldOfFact):
    """A fact that decided a rule; it decides many, so it keeps the JSON that records share."""

    @cached_property
    def fragment(self) -> Json:
        return self.as_json()

    def as_json(self) -> Json:
        answer = list(self.answer) if isinstance(self.answer, list) else self.answer
        return {
            "fact": self.fact, "question": self.question, "answer": answer, "labels": list(self.labels),
            "cites": list(self.cites),
        }  # fmt: skip


class Considered(NamedTuple):
    """An exception that was looked at, to which rule it is one, and why it does or does not help."""

    rule: str
    to: str
    title: str
    state: str
    provision: Provision
    why: str

    def as_json(self) -> Json:
        return {
            "rule": self.rule, "to": self.to, "title": self.title, "state": self.state, "why": self.why,
            "provision": self.provision.as_json(),
        }  # fmt: skip


class ToldOfRule(NamedTuple):
    """What there is to say of one rule."""

    rule: str
    kind: str
    title: str
    says: str
    note: str
    state: str
    provision: Provision
    applies_from: date | None
    until: date | None
    applies: bool
    addresses: tuple[str, ...]
    facts: tuple[Decided, ...]
    missing: tuple[str, ...]
    exceptions: tuple[Considered, ...]


class RuleFinding(ToldOfRule):
    """What became of one rule; most systems share most of them, so each keeps the JSON that records share."""

    @cached_property
    def fragment(self) -> Fragment:
        return Fragment(self._told([fact.fragment for fact in self.facts]))

    def as_json(self) -> Json:
        return self._told([fact.as_json() for fact in self.facts])

    def _told(self, facts: list[Json]) -> Json:
        return {
            "rule": self.rule, "kind": self.kind, "title": self.title, "says": self.says, "note": self.note,
            "state": self.state, "provision": self.provision.as_json(),
            "applies_from": day(self.applies_from), "until": day(self.until), "applies": self.applies,
            "addresses": list(self.addresses), "facts": facts, "missing": list(self.missing),
            "exceptions": [exception.as_json() for exception in self.exceptions],
        }  # fmt: skip


class Due(NamedTuple):
    """When an obligation bites; no effective day means it sleeps, and the note says until what."""

    effective: date | None
    literal: date | None
    note: str

    def as_json(self) -> Json:
        return {"effective": day(self.effective), "literal": day(self.literal), "note": self.note}


class Owed(NamedTuple):
    """One obligation of one role, because of the rules named."""

    id: str
    title: str
    says: str
    role: str
    provision: Provision
    due: Due
    recurrence: str
    limit: str
    fine: Mapping[str, object] | None
    evidence: tuple[str, ...]
    because: tuple[str, ...]
    note: str
    concerns: str

    def as_json(self) -> Json:
        return {
            "id": self.id, "title": self.title, "says": self.says, "role": self.role,
            "provision": self.provision.as_json(), "due": self.due.as_json(), "recurrence": self.recurrence,
            "limit": self.limit, "fine": dict(self.fine) if self.fine else None,
            "evidence": list(self.evidence), "because": list(self.because), "note": self.note,
            "concerns": self.concerns,
        }  # fmt: skip


class OpenQuestion(NamedTuple):
    """A fact not known yet, and the tiers it could still lead to."""

    fact: str
    question: str
    could: tuple[Tier, ...]
    provision: Provision
    kept: str

    def as_json(self) -> Json:
        return {
            "fact": self.fact, "question": self.question, "could": [tier.value for tier in self.could],
            "provision": self.provision.as_json(), "kept": self.kept,
        }  # fmt: skip


class Flip(NamedTuple):
    """One answer that alone would change the tier."""

    fact: str
    question: str
    answer: object
    labels: tuple[str, ...]
    becomes: Tier

    def as_json(self) -> Json:
        return {
            "fact": self.fact,
            "question": self.question,
            "answer": list(self.answer) if isinstance(self.answer, list) else self.answer,
            "labels": list(self.labels),
            "becomes": self.becomes.value,
        }


class Upcoming(NamedTuple):
    """A day on which a rule that holds, or still could, begins or ceases to apply."""

    on: date
    rule: str
    title: str
    says: str
    state: str
    becomes: Tier | None
    provision: Provision

    def as_json(self) -> Json:
        return {
            "on": day(self.on), "rule": self.rule, "title": self.title, "says": self.says,
            "state": self.state, "becomes": self.becomes.value if self.becomes else None,
            "provision": self.provision.as_json(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A whole opinion on one record under one edition as on one day."""

    tier: Tier
    at_least: Tier
    could: tuple[Tier, ...]
    headline: str
    edition: str
    on: date
    findings: tuple[RuleFinding, ...]
    obligations: tuple[Owed, ...]
    possible_obligations: tuple[str, ...]
    open_questions: tuple[OpenQuestion, ...]
    flips: tuple[Flip, ...]
    upcoming: tuple[Upcoming, ...]
    gpai: bool | None

    def as_json(self) -> Json:
        """Return the finding as JSON of the caller's own."""
        return self._told([finding.as_json() for finding in self.findings])

    def as_record(self) -> Json:
        """Return the same JSON to be stored; its parts are shared with other findings and never changed."""
        return self._told([finding.fragment for finding in self.findings])

    def _told(self, findings: Sequence[Json]) -> Json:
        return {
            "tier": self.tier.value, "at_least": self.at_least.value,
            "could": [tier.value for tier in self.could],
            "headline": self.headline, "edition": self.edition, "on": day(self.on),
            "findings": findings,
            "obligations": [owed.as_json() for owed in self.obligations],
            "possible_obligations": list(self.possible_obligations),
            "open_questions": [question.as_json() for question in self.open_questions],
            "flips": [flip.as_json() for flip in self.flips],
            "upcoming": [change.as_json() for change in self.upcoming], "gpai": self.gpai,
        }  # fmt: skip
