"""What would change this: single answers that alone lead to another tier."""

from collections.abc import Iterator

from governance.vocabulary import Tier
from risk.engine.answers import spoken
from risk.engine.circuit import NO, Answer
from risk.engine.edition import Fact
from risk.engine.findings import Flip
from risk.engine.judgement import Judgement
from risk.engine.tiers import WEIGHT, Scale, Verdict, verdict


def flips(judged: Judgement, reached: Verdict, read: Scale) -> tuple[Flip, ...]:
    """Return every single answer whose change alone gives a definite other tier; the worst first.

    Source: the rules of the edition, judged again with one answer different.
    """
    found = [flip for fact in judged.edition.facts.values() for flip in _of(judged, fact, reached, read)]
    return tuple(sorted(found, key=lambda flip: -WEIGHT[flip.becomes]))


def _of(judged: Judgement, fact: Fact, reached: Verdict, read: Scale) -> Iterator[Flip]:
    gate = judged.edition.circuit.asked.get(fact.id)
    if gate is not None and judged.state[gate] == NO:
        return
    for answer in _alternatives(fact, judged.facts.answers.get(fact.id)):
        changed = judged.edition.circuit.resettle(judged.state, fact.id, answer)
        becomes = verdict(changed, read).tier
        if becomes not in {reached.tier, Tier.UNDETERMINED}:
            yield Flip(fact.id, fact.question, spoken(answer), becomes)


def _alternatives(fact: Fact, given: Answer | None) -> Iterator[Answer]:
    options = [option.id for option in fact.options]
    if fact.type == "yes_no":
        yield from (answer for answer in (True, False) if answer is not given)
    elif fact.type == "one_of":
        yield from (option for option in options if option != given)
    elif fact.type == "several_of":
        chosen = given if isinstance(given, frozenset) else frozenset()
        if given is None:
            yield frozenset()
        yield from (chosen ^ {option} for option in options)
