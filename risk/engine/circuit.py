"""The rules of one edition, compiled once into gates over three values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

NO, OPEN, YES = 0, 1, 2
State = list[int]
Answer = bool | str | float | frozenset[str] | object
Check = Callable[[Answer | None], int]
Settling = Callable[[State, list[int]], tuple[State, list[int]]]
Sweeping = Callable[[list[int], list[int]], Mapping[int, tuple[int, int]]]
ENOUGH = 4096


@dataclass(frozen=True, slots=True)
class Gate:
    """One node: an atom (a check of a fact), a day (has it come?), or a gate over earlier nodes.

    all is Kleene's and (the least of its inputs), any his or (the greatest), not his negation. `defeat`
    is ours: its first input, except NO where its second is YES. An exclusion from scope has to be
    established before it helps anybody, so an open one leaves the finding as it stands.
    """

    op: str
    inputs: tuple[int, ...] = ()
    fact: str = ""
    on: date | None = None


class Settled(NamedTuple):
    """What is known of every node: its value, and the facts that decided it or are missing.

    The low half of `facts` are those that decided a node, or so far support it while it is open; the high half those
    not known yet on which an open node hangs.
    """

    values: State
    facts: list[int]


class Spot(NamedTuple):
    """Where a fact stands in the questionnaire, and where its checks stand among the leaves."""

    place: int
    checks: slice


class Awaited(NamedTuple):
    """A leaf that compares a day somebody named with the day of the judgement."""

    place: int
    fact: str
    compare: Callable[[Answer, date], bool]


@dataclass(frozen=True)
class Circuit:
    """Gates in an order in which every input precedes its user, and where to find whose.

    Sets of facts are whole numbers with one bit a fact, in the order of the questionnaire: `gating` has those behind
    the question of each fact. `leaves` are the checks of facts and the days, in the order in which the unrolled gates
    take their values; `deciding` are the nodes that a tier is read off.
    """

    gates: tuple[Gate, ...]
    atoms: Mapping[str, tuple[tuple[int, Check], ...]]
    cones: Mapping[str, tuple[tuple[int, Callable[[State], int]], ...]]
    leaves: tuple[int, ...]
    spots: Mapping[str, Spot]
    awaited: tuple[Awaited, ...]
    days: tuple[tuple[int, date], ...]
    settling: Settling
    sweeping: Sweeping
    asked: Mapping[str, int]
    gating: tuple[int, ...]
    rules: Mapping[str, int]
    obligations: Mapping[str, int]
    known: dict[tuple[str, Answer | None], tuple[int, ...]] = field(default_factory=dict)

    @cached_property
    def questions(self) -> tuple[tuple[str, int | None], ...]:
        """Return the facts with the node of their own condition for being asked.

        Source: the conditions of the edition's facts.
        """
        return tuple((fact, self.asked.get(fact)) for fact in self.spots)

    @cached_property
    def known_facts(self) -> int:
        """Return the low half of a set of facts, known and missing: all facts there are.

        Source: none in the Act; one bit a fact.
        """
        return (1 << len(self.spots)) - 1

    @cached_property
    def nothing(self) -> list[int]:
        """Return the facts, one by one, where none is known.

        Source: none in the Act; a missing fact stands in the high half.
        """
        return [1 << len(self.spots) + place for place in range(len(self.spots))]

    def settle(self, answers: Mapping[str, Answer | None], on: date = date.max) -> Settled:
        """Return what is known of every node for the answers given on a day; what is not answered is OPEN.

        So is what somebody does not know (None), save for questions that ask just that.

        Source: Kleene's strong three-valued logic.
        """
        values, facts = [OPEN] * len(self.leaves), self.nothing.copy()
        for fact, answer in answers.items():
            place, checks = self.spots[fact]
            values[checks] = self.told(fact, answer)
            if answer is not None:
                facts[place] = 1 << place
        for awaited in self.awaited:
            if (named := answers.get(awaited.fact)) is not None:
                values[awaited.place] = YES if awaited.compare(named, on) else NO
        for leaf, day in self.days:
            values[leaf] = YES if day <= on else NO
        return Settled(*self.settling(values, facts))

    def told(self, fact: str, answer: Answer | None) -> tuple[int, ...]:
        """Return the values that one answer gives to the checks of its fact.

        Source: none in the Act; the same answers come again and again, so they are kept, within bounds.
        """
        found = self.known.get((fact, answer))
        if found is None:
            found = tuple(check(answer) for _, check in self.atoms.get(fact, ()))
            if len(self.known) >= ENOUGH:
                self.known.clear()
            self.known[fact, answer] = found
        return found


def runner(gate: Gate) -> Callable[[State], int]:
    """Return the function that works out one gate.

    Source: Kleene's strong three-valued logic.
    """
    inputs = gate.inputs
    if gate.op == "not":
        (source,) = inputs
        return lambda state: YES - state[source]
    if gate.op == "defeat":
        plain, defeater = inputs
        return lambda state: NO if state[defeater] == YES else state[plain]
    match inputs:
        case (left, right):
            return _of_two(gate.op, left, right)
    pick, worst = itemgetter(*inputs), (min if gate.op == "all" else max)
    return lambda state: worst(pick(state))


def _of_two(op: str, left: int, right: int) -> Callable[[State], int]:
    if op == "all":
        return lambda state: min(state[right], state[left])
    return lambda state: max(state[right], state[left])


def cones(gates: Iterable[Gate]) -> dict[str, list[int]]:
    """Return, for every fact, the gates that could change with it, in order.

    Source: none in the Act; what makes one changed answer cheap.
    """
    upstream: list[frozenset[str]] = []
    reach: dict[str, list[int]] = {}
    for node, gate in enumerate(gates):
        facts = (
            frozenset([gate.fact])
            if gate.op == "atom"
            else frozenset().union(*(upstream[i] for i in gate.inputs))
        )
        upstream.append(facts)
        if gate.inputs:
            for fact in facts:
                reach.setdefault(fact, []).append(node)
    return reach


def upstream(gates: Sequence[Gate], nodes: Iterable[int]) -> frozenset[int]:
    """Return the nodes on which the given ones hang, themselves included.

    Source: none in the Act; what a verdict does not hang on need not be worked out for it.
    """
    found: set[int] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += gates[node].inputs
    return frozenset(found)
