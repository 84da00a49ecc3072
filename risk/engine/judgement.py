"""One set of facts put through one edition: the value of every rule, and why.

Sets of facts are whole numbers with one bit a fact, in the order of the questionnaire.
"""

from datetime import date
from functools import cached_property, lru_cache, reduce
from operator import or_

from risk.engine.answers import Facts
from risk.engine.circuit import NO, OPEN, YES, Answer, State
from risk.engine.edition import Edition, Rule
from risk.engine.findings import Decided

WORDS = {NO: "fails", OPEN: "open", YES: "holds"}
UNASKED = -1
Given = tuple[int, tuple[Answer | None, ...]]


class Judgement:
    """The settled circuit of one record, and the questions one can put to it."""

    def __init__(self, facts: Facts, edition: Edition, on: date) -> None:
        self.facts, self.edition, self.on = facts, edition, on
        self.state: State = edition.circuit.settle(facts.answers, on)
        self.told: dict[int, tuple[Decided, ...]] = {}
        self.whys: dict[str, str] = {}
        self._given: dict[int, Given] = {}
        self._reasons = self._told()
        self._missing = [UNASKED] * len(self.state)
        self._gates = edition.circuit.gates
        self._named: dict[int, tuple[str, ...]] = {}

    def _told(self) -> list[int]:
        circuit = self.edition.circuit
        found = circuit.untold.copy()
        for fact, answer in self.facts.answers.items():
            for node, _ in circuit.told(fact, answer) if answer is not None else ():
                found[node] = circuit.bits[node]
        return found

    def rule(self, name: str) -> int:
        return self.state[self.edition.circuit.rules[name]]

    def in_force(self, rule: Rule) -> bool:
        return rule.applies(self.on)

    def reasons(self, node: int) -> int:
        """Return the facts that decided a node, or so far support it while it is open.

        Source: none in the Act; the shortest path is preferred where several lead to the same end.
        """
        found = self._reasons[node]
        if found == UNASKED:
            found = self._reasons[node] = self._reasoned(node)
        return found

    def _reasoned(self, node: int) -> int:
        state, known, gate = self.state, self._reasons, self._gates[node]
        op, inputs, value = gate.op, gate.inputs, state[node]
        if op == "all" and value == NO:
            return self._shortest([one for one in inputs if state[one] == NO])
        if op == "any" and value == YES:
            inputs = tuple([one for one in inputs if state[one] == YES])
        elif op == "defeat":
            inputs = inputs[1:] if state[inputs[1]] == YES else inputs[:1]
        found = 0
        for one in inputs:
            found |= self.reasons(one) if known[one] == UNASKED else known[one]
        return found

    def _shortest(self, nodes: list[int]) -> int:
        best = self.reasons(nodes[0])
        for node in nodes[1:]:
            if not best & (best - 1):
                break  # A single fact, or the day alone: no later path is shorter.
            other = self.reasons(node)
            if other.bit_count() < best.bit_count():
                best = other
        return best

    def missing(self, node: int) -> int:
        """Return the facts not known yet on which an open node hangs.

        Source: Kleene's strong three-valued logic: only open inputs can still decide an open gate.
        """
        if self.state[node] != OPEN:
            return 0
        found = self._missing[node]
        if found == UNASKED:
            gate = self.edition.circuit.gates[node]
            inputs = gate.inputs[:1] if gate.op == "defeat" else gate.inputs
            own = self.edition.circuit.bits[node]
            found = self._missing[node] = reduce(or_, map(self.missing, inputs), own)
        return found

    @cached_property
    def askable(self) -> int:
        """Return the facts whose own condition for being asked is met by now.

        Source: the conditions of the edition's facts.
        """
        state, asked = self.state, self.edition.circuit.asked
        gates = ((1 << place, asked.get(fact)) for place, fact in enumerate(self.edition.order))
        return reduce(or_, [bit for bit, gate in gates if gate is None or state[gate] == YES], 0)

    def given(self, facts: int) -> Given:
        """Return a set of facts with the answers given to them."""
        found = self._given.get(facts)
        if found is None:
            answers, order = self.facts.answers, self.edition.order
            found = self._given[facts] = (facts, tuple([answers.get(order[one]) for one in places(facts)]))
        return found

    def named(self, facts: int) -> tuple[str, ...]:
        """Return the ids of a set of facts, in the order of the questionnaire."""
        if facts not in self._named:
            self._named[facts] = tuple(self.edition.order[place] for place in places(facts))
        return self._named[facts]


@lru_cache(maxsize=4096)
def places(facts: int) -> tuple[int, ...]:
    """Return the places of a set of facts in the questionnaire, in order; kept, for the same sets come again.

    Source: none in the Act; one bit a fact.
    """
    found = []
    while facts:
        lowest = facts & -facts
        found.append(lowest.bit_length() - 1)
        facts ^= lowest
    return tuple(found)
