"""The rules of one edition, compiled once into gates over three values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter

NO, OPEN, YES = 0, 1, 2
State = list[int]
Answer = bool | str | float | frozenset[str] | object
Check = Callable[[Answer], bool]
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


@dataclass(frozen=True)
class Circuit:
    """Gates in an order in which every input precedes its user, and where to find whose.

    Sets of facts are whole numbers with one bit a fact, in the order of the questionnaire: `bits` has those of
    each atom, `gating` those behind the question of each fact. `deciding` are the gates behind a tier.
    """

    gates: tuple[Gate, ...]
    atoms: Mapping[str, tuple[tuple[int, Check], ...]]
    runs: tuple[tuple[int, Callable[[State], int]], ...]
    cones: Mapping[str, tuple[tuple[int, Callable[[State], int]], ...]]
    deciding: tuple[int, ...]
    deciding_leaves: tuple[int, ...]
    days: tuple[tuple[int, date], ...]
    asked: Mapping[str, int]
    gating: tuple[int, ...]
    bits: tuple[int, ...]
    rules: Mapping[str, int]
    obligations: Mapping[str, int]
    known: dict[tuple[str, Answer], tuple[tuple[int, int], ...]] = field(default_factory=dict)

    @cached_property
    def untold(self) -> list[int]:
        """Return for every node the facts that decided it before anything is known: -1 where to be worked out.

        Source: none in the Act; checks of facts and days rest on no other node.
        """
        return [-1 if gate.inputs else 0 for gate in self.gates]

    def settle(self, answers: Mapping[str, Answer], on: date = date.max) -> State:
        """Return the value of every node for the answers given on a day; what is not answered is OPEN.

        Source: Kleene's strong three-valued logic.
        """
        state = [OPEN] * len(self.gates)
        for fact, answer in answers.items():
            if answer is not None:
                for node, value in self.told(fact, answer):
                    state[node] = value
        for node, day in self.days:
            state[node] = YES if day <= on else NO
        for node, run in self.runs:
            state[node] = run(state)
        return state

    def told(self, fact: str, answer: Answer) -> tuple[tuple[int, int], ...]:
        """Return the values that one answer gives to the checks of its fact.

        Source: none in the Act; the same answers come again and again, so they are kept, within bounds.
        """
        found = self.known.get((fact, answer))
        if found is None:
            found = tuple((node, YES if check(answer) else NO) for node, check in self.atoms.get(fact, ()))
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
