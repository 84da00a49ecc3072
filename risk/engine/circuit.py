"""The rules of one edition, compiled once into gates over three values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

NO, OPEN, YES = 0, 1, 2
State = list[int]
Answer = bool | str | float | frozenset[str] | object
Check = Callable[[Answer], bool]


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
    """Gates in an order in which every input precedes its user, and where to find whose."""

    gates: tuple[Gate, ...]
    atoms: Mapping[str, tuple[tuple[int, Check], ...]]
    runs: tuple[tuple[int, Callable[[State], int]], ...]
    cones: Mapping[str, tuple[tuple[int, Callable[[State], int]], ...]]
    deciding: Mapping[str, tuple[tuple[int, Callable[[State], int]], ...]]
    days: tuple[tuple[int, date], ...]
    asked: Mapping[str, int]
    gating: Mapping[str, frozenset[str]]
    rules: Mapping[str, int]
    obligations: Mapping[str, int]

    def settle(self, answers: Mapping[str, Answer], on: date = date.max) -> State:
        """Return the value of every node for the answers given on a day; what is not answered is OPEN.

        Source: Kleene's strong three-valued logic.
        """
        state = [OPEN] * len(self.gates)
        for fact, answer in answers.items():
            if answer is not None:
                for node, check in self.atoms.get(fact, ()):
                    state[node] = YES if check(answer) else NO
        for node, day in self.days:
            state[node] = YES if day <= on else NO
        for node, run in self.runs:
            state[node] = run(state)
        return state

    def resettle(self, state: State, fact: str, answer: Answer) -> State:
        """Return the state after one other answer, worked out as far as a verdict on the tier needs it.

        Source: Kleene's strong three-valued logic.
        """
        changed = state.copy()
        for node, check in self.atoms.get(fact, ()):
            changed[node] = YES if check(answer) else NO
        for node, run in self.deciding.get(fact, ()):
            changed[node] = run(changed)
        return changed


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
    pick, worst = itemgetter(*inputs), (min if gate.op == "all" else max)
    return lambda state: worst(pick(state))


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
