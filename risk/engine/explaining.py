"""The path of each finding: which facts decided it, which exceptions were considered and why."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from functools import lru_cache, reduce
from operator import itemgetter, or_
from typing import NamedTuple

from risk.engine.answers import chosen, spoken
from risk.engine.circuit import NO, OPEN, YES, Answer
from risk.engine.edition import Edition, Kind, Rule
from risk.engine.findings import Considered, Decided, RuleFinding
from risk.engine.judgement import WORDS, Judgement, places
from risk.engine.remembering import Memory

UNDER_OTHERS = {Kind.EXCEPTION, Kind.GRACE}


class Telling(NamedTuple):
    """A rule that may speak for itself; `pick` takes what a finding on it shows from what all nodes show."""

    rule: Rule
    id: str
    node: int
    under: bool
    pick: Callable[[Sequence[int]], Hashable]


def explained(judged: Judgement) -> tuple[RuleFinding, ...]:
    """Return one finding per rule that speaks for itself: those that hold, then open, then failed ones.

    Exceptions stand under their rule and, like graces, on their own where they hold; definitions never do.
    Source: the rules of the edition.
    """
    state, memory = judged.state, _findings(judged.edition, judged.on)
    shown, known = judged.shown(_shown_nodes(judged.edition)), memory.young
    told: dict[int, list[RuleFinding]] = {YES: [], OPEN: [], NO: []}
    for rule, name, node, under, pick in _tellings(judged.edition):
        value = state[node]
        if value == YES or not under:
            key = name, pick(shown)
            found = known.get(key) or memory.recall(key) or memory.keep(key, finding(judged, rule))
            told[value].append(found)
    return tuple([found for some in told.values() for found in some])


@lru_cache(maxsize=16)
def _shown_nodes(edition: Edition) -> tuple[int, ...]:
    """Return the nodes that findings show: those of rules that may speak, and of their exceptions."""
    rules = [rule.id for rule in edition.rules.values() if rule.kind != Kind.DEFINITION]
    told = [*rules, *(name for rule in rules for name, _ in edition.exceptions[rule])]
    return tuple(dict.fromkeys(edition.circuit.rules[name] for name in told))


@lru_cache(maxsize=16)
def _tellings(edition: Edition) -> tuple[Telling, ...]:
    return tuple(_telling(edition, rule) for rule in edition.rules.values() if rule.kind != Kind.DEFINITION)


def _telling(edition: Edition, rule: Rule) -> Telling:
    nodes, order = edition.circuit.rules, _shown_nodes(edition)
    told = [rule.id, *(name for name, _ in edition.exceptions[rule.id])]
    pick = itemgetter(*(order.index(nodes[name]) for name in told))
    return Telling(rule, rule.id, nodes[rule.id], rule.kind in UNDER_OTHERS, pick)


@lru_cache(maxsize=4)
def _findings(_edition: Edition, _on: date) -> Memory[RuleFinding]:
    """Return what was found under an edition on a day; other answers than those shown do not matter."""
    return Memory()


@lru_cache(maxsize=4)
def _exceptions(_edition: Edition) -> Memory[Considered]:
    return Memory()


def finding(judged: Judgement, rule: Rule) -> RuleFinding:
    """Return what became of one rule.

    Source: the rule's own provision.
    """
    node = judged.edition.circuit.rules[rule.id]
    return RuleFinding(
        rule=rule.id,
        kind=rule.kind.value,
        title=rule.title,
        says=rule.says,
        note=rule.note,
        state=WORDS[judged.state[node]],
        provision=rule.provision,
        applies_from=rule.applies_from.on if rule.applies_from else None,
        until=rule.until.on if rule.until else None,
        applies=judged.in_force(rule),
        addresses=rule.addresses,
        facts=decided(judged, judged.reasons(node)),
        missing=judged.named(judged.missing(node)),
        exceptions=tuple([considered(judged, *one) for one in judged.edition.exceptions[rule.id]]),
    )


def considered(judged: Judgement, name: str, to: str) -> Considered:
    """Return an exception with the reason why it holds, fails or stays open.

    Source: the exception's own provision.
    """
    node, memory = judged.edition.circuit.rules[name], _exceptions(judged.edition)
    key = name, to, *judged.shown([node])
    found = memory.recall(key)
    if found is None:
        rule, state = judged.edition.rules[name], WORDS[judged.state[node]]
        found = Considered(rule.id, to, rule.title, state, rule.provision, why(judged, rule))
        memory.keep(key, found)
    return found


def why(judged: Judgement, rule: Rule) -> str:
    """Return in words why a rule stands as it does.

    Answers that merely led to the deciding question are left out; the finding itself has the whole path.
    Source: the facts that decided it.
    """
    circuit = judged.edition.circuit
    node = circuit.rules[rule.id]
    if judged.state[node] == OPEN:
        asked = judged.named(judged.missing(node) & judged.askable)
        return "Not known yet: " + " ".join(judged.edition.facts[fact].question for fact in asked)
    said = [_sentence(fact) for fact in decided(judged, _own(judged.edition, judged.reasons(node)))]
    given = " ".join(said)
    return f"{rule.says} {given}" if judged.state[node] == YES else f"Does not apply. {given}"


@lru_cache(maxsize=4096)
def _own(edition: Edition, facts: int) -> int:
    """Return the facts of a path that led to the question of no other."""
    return facts & ~reduce(or_, (edition.circuit.gating[place] for place in places(facts)), 0)


def decided(judged: Judgement, facts: int) -> tuple[Decided, ...]:
    """Return facts with question and answer, in the order of the questionnaire.

    Source: the answers given.
    """
    found = judged.told.get(facts)
    if found is None:
        answers = judged.facts.answers
        names = judged.named(facts)
        found = judged.told[facts] = tuple(
            [_decided(judged.edition, name, answers.get(name)) for name in names]
        )
    return found


@lru_cache(maxsize=4096)
def _decided(edition: Edition, name: str, answer: Answer | None) -> Decided:
    fact = edition.facts[name]
    options = chosen(fact, answer)
    cites = tuple(option.provision.cite for option in options if option.provision)
    return Decided(fact.id, fact.question, spoken(answer), tuple(option.label for option in options), cites)


def _sentence(fact: Decided) -> str:
    return f"{fact.question} {_said(fact)}."


def _said(fact: Decided) -> str:
    if isinstance(fact.answer, bool):
        return "Yes" if fact.answer else "No"
    return "; ".join(fact.labels) or ("None of these" if fact.answer == [] else str(fact.answer))
