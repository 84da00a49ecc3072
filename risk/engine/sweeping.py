"""Every single other answer judged at once: one bit a scenario, one pass over the circuit for all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from governance.vocabulary import Tier
from risk.engine.answers import chosen, spoken
from risk.engine.circuit import NO, OPEN, YES, Answer, State
from risk.engine.edition import Edition, Fact
from risk.engine.tiers import Scale

# Of each node that a tier is read off, the scenarios in which it is YES, and those in which it is NO.
Masks = Mapping[int, tuple[int, int]]


class Scenario(NamedTuple):
    """One other answer to one fact, as people read it."""

    fact: str
    question: str
    answer: object
    labels: tuple[str, ...]


class Others(NamedTuple):
    """The other answers to one fact that change anything, and which scenarios turn each of its checks.

    A turn is the place of the check among the leaves, the scenarios that make it YES or no longer YES, and those
    that make it NO or no longer NO.
    """

    scenarios: tuple[Scenario, ...]
    turns: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=4096)
def others(edition: Edition, name: str, given: Answer | None, *, said: bool) -> Others:
    """Return the other answers to a fact that change anything; kept, for the same answers come again.

    Nothing given is a don't-know where somebody `said` so, and else no answer at all.

    Source: the options of the fact; several_of changes by one option at a time.
    """
    circuit, fact = edition.circuit, edition.facts[name]
    checks = circuit.spots[name].checks
    now = circuit.told(name, given) if said else (OPEN,) * (checks.stop - checks.start)
    tried = [(answer, circuit.told(name, answer)) for answer in _others(fact, given)]
    changing = [(answer, values) for answer, values in tried if values != now]
    then = zip(*(values for _, values in changing), strict=True)
    turns = (
        (_turns(before, after, YES), _turns(before, after, NO))
        for before, after in zip(now, then, strict=False)
    )
    return Others(
        tuple(_scenario(fact, answer) for answer, _ in changing),
        tuple((place, *turn) for place, turn in enumerate(turns, checks.start) if any(turn)),
    )


def _scenario(fact: Fact, answer: Answer) -> Scenario:
    return Scenario(
        fact.id, fact.question, spoken(answer), tuple(option.label for option in chosen(fact, answer))
    )


def _turns(before: int, after: Iterable[int], value: int) -> int:
    return sum(1 << place for place, one in enumerate(after) if (one == value) != (before == value))


def _others(fact: Fact, given: Answer | None) -> Iterator[Answer]:
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


def sweep(
    edition: Edition, state: State, tried: Sequence[Others], read: Scale
) -> tuple[tuple[Tier, int], ...]:
    """Return for each tier the scenarios, as bits, that lead to it; the rest stay undetermined.

    Source: the same gates as one judgement uses; an answer is a scenario.
    """
    leaves = edition.circuit.leaves
    every = (1 << sum(len(one.scenarios) for one in tried)) - 1
    yes = [every if state[leaf] == YES else 0 for leaf in leaves]
    no = [every if state[leaf] == NO else 0 for leaf in leaves]
    first = 0
    for scenarios, turns in tried:
        for place, held, failed in turns:
            yes[place] ^= held << first
            no[place] ^= failed << first
        first += len(scenarios)
    return _reached(edition.circuit.sweeping(yes, no), every, read)


def _reached(found: Masks, every: int, read: Scale) -> tuple[tuple[Tier, int], ...]:
    """Read the tiers off as `tiers.verdict` does: the worst first, nothing where a worse one is open."""
    outside = _held(found, read.outside)
    left, worse, reached = every & ~outside, 0, []
    for tier, nodes in read.tiers:
        held = _held(found, nodes)
        reached.append((tier, left & held & ~worse))
        left &= ~held
        for node in nodes:
            yes, no = found[node]
            worse |= ~(yes | no)
    left &= ~worse
    rest = _held(found, read.rest)
    return (*reached, (Tier.MINIMAL, left & ~rest), (Tier.OUT_OF_SCOPE, outside | (left & rest)))


def _held(found: Masks, nodes: Sequence[int]) -> int:
    held = 0
    for node in nodes:
        held |= found[node][0]
    return held
