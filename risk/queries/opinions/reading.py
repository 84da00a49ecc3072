"""From a stored finding to its parts: grouped, worded, each part knowing its provision."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from governance.vocabulary import OperatorRole, Tier
from risk import rulebook
from risk.engine import Edition
from risk.models import Answer, Classification
from risk.queries.opinions.parts import (
    Change,
    Cited,
    Coming,
    Exempting,
    Group,
    Opinion,
    Ruling,
    Source,
    Step,
    ToAnswer,
    Turn,
)
from risk.queries.sheets import section_of
from risk.queries.wording import answer_words, change_words

STATES = {"holds": "Holds", "open": "Open", "fails": "Not met"}
# Title, kinds of rules, and the mark that a rule of the group carries when it holds.
GROUPS: tuple[tuple[str, frozenset[str], str], ...] = (
    ("Does the Act apply, and to whom?", frozenset({"definition", "scope", "role"}), "holds"),
    ("Prohibited practices", frozenset({"prohibited"}), "prohibited"),
    ("High-risk", frozenset({"annex_iii", "high_risk"}), "high"),
    ("Transparency", frozenset({"transparency"}), "transparency"),
    ("General-purpose AI models", frozenset({"gpai"}), "holds"),
    ("Exceptions, grace and further duties", frozenset({"exception", "grace", "duty", "notice"}), "holds"),
    ("Competent authorities", frozenset({"authority"}), "holds"),
)


def opinion(classification: Classification, stated: Mapping[str, Answer] | None = None) -> Opinion:
    """Return a stored finding ready to be read; `stated` tells who gave the answers it rests on. No query.

    Where another answer was given since the finding was made, nobody is named.
    """
    told, edition = classification.finding, rulebook.edition(classification.edition)
    given = unchanged(stated or {}, classification)
    rulings = [(rule["kind"], rule) for rule in told["findings"]]
    return Opinion(
        headline=told["headline"],
        tier=Tier(told["tier"]),
        at_least=Tier(told["at_least"]),
        gpai=told["gpai"],
        edition=edition,
        on=classification.on_date,
        groups=tuple(_groups(rulings, edition, given)),
        to_answer=tuple(_to_answer(question, edition) for question in told["open_questions"]),
        turns=tuple(_turns(told["flips"], classification.facts, edition)),
        coming=tuple(_coming(change) for change in told["upcoming"]),
    )


def unchanged(stated: Mapping[str, Answer], classification: Classification) -> dict[str, Answer]:
    """Return the answers that are still those a classification rests on; a note may have come later. No query."""
    facts = classification.facts
    return {
        fact: row
        for fact, row in stated.items()
        if fact in facts and _comparable(row.value) == _comparable(facts[fact])
    }


def _comparable(value: Any) -> Any:  # noqa: ANN401 whatever the fact's type holds
    return sorted(value) if isinstance(value, list) else value


def _groups(
    rulings: Iterable[tuple[str, Mapping[str, Any]]], edition: Edition, given: Mapping[str, Answer]
) -> Iterable[Group]:
    told = list(rulings)
    for title, kinds, mark in GROUPS:
        of = {
            state: tuple(
                _ruling(rule, mark, edition, given)
                for kind, rule in told
                if kind in kinds and rule["state"] == state
            )
            for state in STATES
        }
        if any(of.values()):
            yield Group(title, of["holds"], of["open"], of["fails"])


def _ruling(told: Mapping[str, Any], mark: str, edition: Edition, given: Mapping[str, Answer]) -> Ruling:
    return Ruling(
        rule=told["rule"],
        title=told["title"],
        says=told["says"],
        note=told["note"],
        state=told["state"],
        label=STATES[told["state"]],
        mark=mark if told["state"] == "holds" else told["state"],
        provision=_cited(told["provision"]),
        applies_from=_day(told["applies_from"]),
        until=_day(told["until"]),
        applies=told["applies"],
        addresses=tuple(OperatorRole(role).label for role in told["addresses"]),
        steps=tuple(_step(fact, edition, given.get(fact["fact"])) for fact in told["facts"]),
        missing=tuple(_missing(fact, edition) for fact in told["missing"]),
        exceptions=tuple(_exempting(exception) for exception in told["exceptions"]),
    )


def _step(told: Mapping[str, Any], edition: Edition, row: Answer | None) -> Step:
    answer = answer_words(edition.facts.get(told["fact"]), told["answer"])
    source = Source(row.by.name, row.at, row.note, row.evidence) if row else None
    return Step(told["fact"], told["question"], answer, tuple(told["cites"]), source)


def _missing(fact: str, edition: Edition) -> ToAnswer:
    known = edition.facts.get(fact)
    question, kept = (known.question, bool(known.kept)) if known else (fact, False)
    return ToAnswer(fact, question, section_of(known), kept)


def _exempting(told: Mapping[str, Any]) -> Exempting:
    label = {"holds": "Applies", "open": "Open", "fails": "Does not apply"}[told["state"]]
    return Exempting(told["title"], told["state"], label, _cited(told["provision"]), told["why"])


def _to_answer(told: Mapping[str, Any], edition: Edition) -> ToAnswer:
    could, fact = tuple(Tier(tier) for tier in told["could"]), told["fact"]
    provision = _cited(told["provision"])
    section = section_of(edition.facts.get(fact))
    return ToAnswer(fact, told["question"], section, bool(told["kept"]), could, provision)


def _turns(told: Iterable[Mapping[str, Any]], facts: Mapping[str, Any], edition: Edition) -> Iterable[Turn]:
    by_tier: dict[str, list[Change]] = {}
    for flip in told:
        says = change_words(edition.facts.get(flip["fact"]), facts.get(flip["fact"]), flip["answer"])
        by_tier.setdefault(flip["becomes"], []).append(Change(flip["question"], says))
    for tier in Tier:
        if tier.value in by_tier:
            yield Turn(tier, tuple(by_tier[tier.value]))


def _coming(told: Mapping[str, Any]) -> Coming:
    tier = Tier(told["becomes"]) if told["becomes"] else None
    day, state = date.fromisoformat(told["on"]), told["state"]
    return Coming(day, told["says"], state, STATES[state], tier, _cited(told["provision"]))


def _cited(told: Mapping[str, Any]) -> Cited:
    return Cited(told["cite"], told["url"])


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
