"""What would be found if the answers, the day or the edition were otherwise; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from risk.engine import Edition, Finding, Question, classify, parse_facts, questions
from risk.engine.edition import Fact
from risk.engine.moving import Movement, movement
from risk.engine.questions import posed


@dataclass(frozen=True)
class Contrast:
    """What is found on the record today beside what would be found if something were otherwise."""

    recorded: Finding
    supposed: Finding
    movement: Movement


def contrast(recorded: Finding, raw: Mapping[str, Any], *, edition: Edition, on: date) -> Contrast:
    """Return what would be found on other facts, in another edition or on another day. No query.

    Shape: `raw` are all facts as plain values; facts that the edition does not have are left out.
    Raises: risk.engine.FactErrors.
    """
    known = {fact: value for fact, value in raw.items() if fact in edition.facts}
    supposed = classify(parse_facts(known, edition), edition, on)
    return Contrast(recorded, supposed, movement(recorded.as_json(), supposed.as_json()))


def askable(raw: Mapping[str, Any], edition: Edition, on: date) -> tuple[Question, ...]:
    """Return what can be supposed: every question that matters, then what the register keeps. No query."""
    known = {fact: value for fact, value in raw.items() if fact in edition.facts}
    facts = parse_facts(known, edition)
    kept = tuple(_kept(fact, facts.answers) for fact in edition.facts.values() if fact.kept)
    return (*questions(facts, edition, on), *kept)


def _kept(fact: Fact, answers: Mapping[str, Any]) -> Question:
    return replace(posed(fact, answers), section="What the register says")
