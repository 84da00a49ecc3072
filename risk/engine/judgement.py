"""One set of facts put through one edition: the value of every rule, and why.

Sets of facts are whole numbers with one bit a fact, in the order of the questionnaire.
"""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from risk.engine.answers import Facts
from risk.engine.circuit import NO, OPEN, YES, State
from risk.engine.edition import Edition, Rule
from risk.engine.findings import Decided

WORDS = {NO: "fails", OPEN: "open", YES: "holds"}
UNASKED = -1


class Judgement:
    """The settled circuit of one record, and the questions one can put to it."""

    def __init__(self, facts: Facts, edition: Edition, on: date) -> None:
        self.facts, self.edition, self.on = facts, edition, on
        self.state: State = edition.circuit.settle(facts.answers, on)
        self.told: dict[int, tuple[Decided, ...]] = {}
        self.whys: dict[str, str] = {}
        self._reasons = [UNASKED] * len(self.state)
        self._missing = [UNASKED] * len(self.state)
        self._gates, self._bits = edition.circuit.gates, edition.circuit.bits
        self._named: dict[int, tuple[str, ...]] = {}

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
        state, gate = self.state, self._gates[node]
        value, inputs = state[node], gate.inputs
        if not inputs:
            return self._bits[node] if value != OPEN else 0
        if gate.op == "defeat":
            return self.reasons(inputs[1] if state[inputs[1]] == YES else inputs[0])
        sources: Iterable[int] = inputs
        if value == (NO if gate.op == "all" else YES) and gate.op != "not":
            sources = [source for source in inputs if state[source] == value]
            if gate.op == "all":
                return min(map(self.reasons, sources), key=int.bit_count)
        return reduce(or_, map(self.reasons, sources))

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

    def askable(self, fact: str) -> bool:
        """Say whether a fact's own condition for being asked is met by now."""
        gate = self.edition.circuit.asked.get(fact)
        return gate is None or self.state[gate] == YES

    def named(self, facts: int) -> tuple[str, ...]:
        """Return the ids of a set of facts, in the order of the questionnaire."""
        if facts not in self._named:
            self._named[facts] = tuple(self.edition.order[place] for place in places(facts))
        return self._named[facts]


def places(facts: int) -> list[int]:
    """Return the places of a set of facts in the questionnaire, in order.

    Source: none in the Act; one bit a fact.
    """
    found = []
    while facts:
        lowest = facts & -facts
        found.append(lowest.bit_length() - 1)
        facts ^= lowest
    return found
