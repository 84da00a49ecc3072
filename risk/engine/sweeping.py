"""Every single other answer judged at once: one bit a scenario, one pass over the circuit for all of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from governance.vocabulary import Tier
from risk.engine.circuit import OPEN, YES, Answer, Gate, State
from risk.engine.edition import Edition, Fact
from risk.engine.tiers import Scale

Masks = list[int]
# One gate for all scenarios: those in which it is YES, and those in which it is NO, from those of its inputs.
Step = Callable[[Masks, Masks], tuple[int, int]]


class Scenario(NamedTuple):
    """One other answer to one fact, and the atoms it changes: node, value so far, value then."""

    fact: Fact
    answer: Answer
    changes: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=4096)
def scenarios(edition: Edition, name: str, given: Answer | None) -> tuple[Scenario, ...]:
    """Return the other answers to a fact that change anything; kept, for the same answers come again.

    Source: the options of the fact; several_of changes by one option at a time.
    """
    circuit, fact = edition.circuit, edition.facts[name]
    now = {} if given is None else dict(circuit.told(name, given))
    found = []
    for answer in _others(fact, given):
        values = ((node, now.get(node, OPEN), value) for node, value in circuit.told(name, answer))
        found.append(Scenario(fact, answer, tuple(change for change in values if change[1] != change[2])))
    return tuple(scenario for scenario in found if scenario.changes)


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
    edition: Edition, state: State, tried: Sequence[Scenario], read: Scale
) -> tuple[tuple[Tier, int], ...]:
    """Return for each tier the scenarios, as bits, that lead to it; the rest stay undetermined.

    Source: the same gates as one judgement uses; an answer is a scenario.
    """
    every = (1 << len(tried)) - 1
    yes, no = [0] * len(state), [0] * len(state)
    for node in edition.circuit.deciding_leaves:
        if (value := state[node]) != OPEN:
            (yes if value == YES else no)[node] = every
    for place, scenario in enumerate(tried):
        _set(yes, no, 1 << place, scenario)
    for node, step in _steps(edition):
        yes[node], no[node] = step(yes, no)
    return _reached(yes, no, every, read)


def _set(yes: Masks, no: Masks, bit: int, scenario: Scenario) -> None:
    for node, before, after in scenario.changes:
        if before != OPEN:
            (yes if before == YES else no)[node] ^= bit
        (yes if after == YES else no)[node] |= bit


@lru_cache(maxsize=16)
def _steps(edition: Edition) -> tuple[tuple[int, Step], ...]:
    return tuple((node, _step(edition.circuit.gates[node])) for node in edition.circuit.deciding)


def _step(gate: Gate) -> Step:
    first, *others = gate.inputs
    if gate.op == "not":
        return lambda yes, no: (no[first], yes[first])
    (second, *more) = others
    if gate.op == "defeat":
        return lambda yes, no: (yes[first] & ~yes[second], no[first] | yes[second])
    if not more:
        return _of_two(gate.op, first, second)
    return _of_many(gate.op, first, others)


def _of_two(op: str, left: int, right: int) -> Step:
    if op == "all":
        return lambda yes, no: (yes[left] & yes[right], no[left] | no[right])
    return lambda yes, no: (yes[left] | yes[right], no[left] & no[right])


def _of_many(op: str, first: int, others: Sequence[int]) -> Step:
    def every(yes: Masks, no: Masks) -> tuple[int, int]:
        held, failed = yes[first], no[first]
        for node in others:
            held &= yes[node]
            failed |= no[node]
        return held, failed

    def some(yes: Masks, no: Masks) -> tuple[int, int]:
        failed, held = every(no, yes)
        return held, failed

    return every if op == "all" else some


def _reached(yes: Masks, no: Masks, every: int, read: Scale) -> tuple[tuple[Tier, int], ...]:
    """Read the tiers off as `tiers.verdict` does: the worst first, nothing where a worse one is open."""
    outside = _any(yes, read.outside)
    left, worse, found = every & ~outside, 0, []
    for tier, nodes in read.tiers:
        held = _any(yes, nodes)
        found.append((tier, left & held & ~worse))
        left &= ~held
        worse |= _any([~held_or_failed for held_or_failed in (yes[node] | no[node] for node in nodes)])
    left &= ~worse
    rest = _any(yes, read.rest)
    return (*found, (Tier.MINIMAL, left & ~rest), (Tier.OUT_OF_SCOPE, outside | (left & rest)))


def _any(masks: Masks, nodes: Sequence[int] | None = None) -> int:
    found = 0
    for mask in masks if nodes is None else (masks[node] for node in nodes):
        found |= mask
    return found
