"""What would change this: single answers that alone lead to another tier."""

from governance.vocabulary import Tier
from risk.engine.answers import chosen, spoken
from risk.engine.circuit import NO
from risk.engine.findings import Flip
from risk.engine.judgement import Judgement, places
from risk.engine.sweeping import Scenario, scenarios, sweep
from risk.engine.tiers import WEIGHT, Scale, Verdict


def flips(judged: Judgement, reached: Verdict, read: Scale) -> tuple[Flip, ...]:
    """Return every single answer whose change alone gives a definite other tier; the worst first.

    Source: the rules of the edition, judged again with one answer different.
    """
    tried = _tried(judged)
    found: list[Flip] = []
    for tier, bits in sorted(
        sweep(judged.edition, judged.state, tried, read), key=lambda one: -WEIGHT[one[0]]
    ):
        if tier is not reached.tier:
            found += [_flip(tried[place], tier) for place in places(bits)]
    return tuple(found)


def _flip(other: Scenario, tier: Tier) -> Flip:
    labels = tuple(option.label for option in chosen(other.fact, other.answer))
    return Flip(other.fact.id, other.fact.question, spoken(other.answer), labels, tier)


def _tried(judged: Judgement) -> list[Scenario]:
    edition, state, answers = judged.edition, judged.state, judged.facts.answers
    asked = edition.circuit.asked
    found: list[Scenario] = []
    for name in edition.facts:
        gate = asked.get(name)
        if gate is None or state[gate] != NO:
            found += scenarios(edition, name, answers.get(name))
    return found
