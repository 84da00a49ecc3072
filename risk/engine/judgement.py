"""One set of facts put through one edition: the value of every rule, and why."""

from collections.abc import Iterable
from datetime import date

from risk.engine.answers import Facts
from risk.engine.circuit import NO, OPEN, YES, State
from risk.engine.edition import Edition, Rule
from risk.engine.findings import Decided

WORDS = {NO: "fails", OPEN: "open", YES: "holds"}


class Judgement:
    """The settled circuit of one record, and the questions one can put to it."""

    def __init__(self, facts: Facts, edition: Edition, on: date) -> None:
        self.facts, self.edition, self.on = facts, edition, on
        self.state: State = edition.circuit.settle(facts.answers, on)
        self.told: dict[str, Decided] = {}
        self._reasons: dict[int, frozenset[str]] = {}
        self._missing: dict[int, frozenset[str]] = {}

    def rule(self, name: str) -> int:
        return self.state[self.edition.circuit.rules[name]]

    def in_force(self, rule: Rule) -> bool:
        return rule.applies(self.on)

    def reasons(self, node: int) -> frozenset[str]:
        """Return the facts that decided a node, or so far support it while it is open.

        Source: none in the Act; the shortest path is preferred where several lead to the same end.
        """
        if node not in self._reasons:
            self._reasons[node] = self._reasoned(node)
        return self._reasons[node]

    def _reasoned(self, node: int) -> frozenset[str]:
        gate, value = self.edition.circuit.gates[node], self.state[node]
        if not gate.inputs:
            return frozenset([gate.fact]) if gate.fact and value != OPEN else frozenset()
        if gate.op == "defeat":
            return self.reasons(gate.inputs[1] if self.state[gate.inputs[1]] == YES else gate.inputs[0])
        if value == (NO if gate.op == "all" else YES) and gate.op != "not":
            return self._deciding([source for source in gate.inputs if self.state[source] == value], gate.op)
        return frozenset().union(*map(self.reasons, gate.inputs))

    def _deciding(self, sources: list[int], op: str) -> frozenset[str]:
        if op == "any":
            return frozenset().union(*map(self.reasons, sources))
        return min(map(self.reasons, sources), key=len)

    def missing(self, node: int) -> frozenset[str]:
        """Return the facts not known yet on which an open node hangs.

        Source: Kleene's strong three-valued logic: only open inputs can still decide an open gate.
        """
        if self.state[node] != OPEN:
            return frozenset()
        if node not in self._missing:
            gate = self.edition.circuit.gates[node]
            inputs = gate.inputs[:1] if gate.op == "defeat" else gate.inputs
            own = [gate.fact] if gate.op == "atom" else []
            self._missing[node] = frozenset(own).union(*map(self.missing, inputs))
        return self._missing[node]

    def askable(self, fact: str) -> bool:
        """Say whether a fact's own condition for being asked is met by now."""
        gate = self.edition.circuit.asked.get(fact)
        return gate is None or self.state[gate] == YES

    def in_order(self, facts: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(facts, key=self.edition.places.__getitem__))
