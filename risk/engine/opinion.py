"""Judgement: facts and an edition on a day give a finding."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from risk.engine.answers import Facts
from risk.engine.circuit import NO, OPEN, YES
from risk.engine.conditions import TODAY, Test
from risk.engine.edition import Edition, Kind, Rule
from risk.engine.explaining import explained
from risk.engine.findings import Finding, Upcoming
from risk.engine.flips import flips
from risk.engine.judgement import WORDS, Judgement
from risk.engine.owing import owed, possible
from risk.engine.questions import open_questions
from risk.engine.tiers import TIERS, scale, verdict
from risk.engine.wording import Outlook, headline, plain

MARKS = {YES: True, NO: False, OPEN: None}
DATED = (*TIERS, Kind.GPAI)


def classify(facts: Facts, edition: Edition, on: date) -> Finding:
    """Return the whole opinion: tier, findings, obligations, open questions, what would change it.

    Source: Regulation (EU) 2024/1689 in the state of the edition given.
    """
    judged = Judgement(facts, edition, on)
    read = scale(edition, on)
    reached = verdict(judged.state, read)
    asked = open_questions(judged, reached)
    duties, changes = owed(judged), upcoming(judged)
    outlook = Outlook(sum(bool(question.could) for question in asked), duties, changes)
    return Finding(
        tier=reached.tier,
        at_least=reached.at_least,
        could=reached.could,
        headline=headline(judged, reached, outlook),
        edition=edition.id,
        on=on,
        findings=explained(judged),
        obligations=duties,
        possible_obligations=possible(judged),
        open_questions=asked,
        flips=flips(judged, reached, read),
        upcoming=changes,
        gpai=_gpai(judged),
    )


def upcoming(judged: Judgement) -> tuple[Upcoming, ...]:
    """Return the days to come on which a rule that holds, or still could, begins or ceases to apply.

    Source: Art. 113; and the days that an answer names, such as the day of the market (Art. 2(8)).
    """
    found = []
    for rule in (rule for kind in DATED for rule in judged.edition.of_kind[kind]):
        state = judged.rule(rule.id)
        for moment, word in ((rule.applies_from, "begins"), (rule.until, "ceases")):
            if state != NO and moment and moment.on > judged.on:
                says = f"On {plain(moment.on)} {rule.provision.cite} {word} to apply: {rule.title}."
                tier = TIERS.get(rule.kind) if word == "begins" else None
                found.append(
                    Upcoming(moment.on, rule.id, rule.title, says, WORDS[state], tier, rule.provision)
                )
    return tuple(sorted([*found, *_awaited(judged)], key=lambda change: change.on))


def _awaited(judged: Judgement) -> Iterator[Upcoming]:
    for rule, fact in _ending(judged.edition):
        day = judged.facts.answers.get(fact)
        if judged.rule(rule.id) == YES and isinstance(day, date) and day > judged.on:
            ends = f"{rule.provision.cite} ceases to apply: {rule.title}"
            says = f"On {plain(day)}, a day that the record names, {ends}."
            yield Upcoming(day, rule.id, rule.title, says, WORDS[YES], None, rule.provision)


@lru_cache(maxsize=16)
def _ending(edition: Edition) -> tuple[tuple[Rule, str], ...]:
    """Return the rules that end on a day which an answer names, each with the fact."""
    return tuple(
        (rule, when.fact)
        for rule in edition.rules.values()
        for when in (edition.rules[name].when for name in rule.unless)
        if isinstance(when, Test) and when.operand == TODAY
    )


def _gpai(judged: Judgement) -> bool | None:
    states = [judged.rule(rule.id) for rule in judged.edition.of_kind[Kind.GPAI]]
    return MARKS[max(states, default=NO)]
