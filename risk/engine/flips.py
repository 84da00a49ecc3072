"""What would change this: single answers that alone lead to another tier."""

from risk.engine.circuit import NO
from risk.engine.findings import Flip
from risk.engine.judgement import Judgement, places
from risk.engine.sweeping import Others, others, sweep
from risk.engine.tiers import WEIGHT, Scale, Verdict


def flips(judged: Judgement, reached: Verdict, read: Scale) -> tuple[Flip, ...]:
    """Return every single answer whose change alone gives a definite other tier; the worst first.

    Source: the rules of the edition, judged again with one answer different.
    """
    tried = _tried(judged)
    scenarios = [scenario for one in tried for scenario in one.scenarios]
    found: list[Flip] = []
    for tier, bits in sorted(
        sweep(judged.edition, judged.state, tried, read), key=lambda one: -WEIGHT[one[0]]
    ):
        if tier is not reached.tier:
            found += [Flip(*scenarios[place], tier) for place in places(bits)]
    return tuple(found)


def _tried(judged: Judgement) -> list[Others]:
    edition, state, answers = judged.edition, judged.state, judged.facts.answers
    return [
        others(edition, name, answers.get(name), said=name in answers)
        for name, gate in edition.circuit.questions
        if gate is None or state[gate] != NO
    ]
