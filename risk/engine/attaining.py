"""Whether any answers at all could give a node a value: the search that finds dead rules."""

from collections.abc import Mapping

from risk.engine.circuit import NO, OPEN, YES, Circuit, State
from risk.engine.edition import Fact

PATIENCE = 5000


class Search:
    """Backtracks from the node that is wanted down to atoms, the way test patterns are found for hardware."""

    def __init__(self, circuit: Circuit, facts: Mapping[str, Fact], target: int, wanted: int) -> None:
        self.circuit, self.facts, self.target, self.wanted = circuit, facts, target, wanted
        self.steps = 0

    def succeeds(self, state: State) -> bool:
        self.steps += 1
        if state[self.target] != OPEN or self.steps > PATIENCE:
            return state[self.target] in {self.wanted, OPEN}
        atom, value = self._atom_to_set(state)
        return any(self.succeeds(self._with(state, atom, choice)) for choice in (value, YES - value))

    def _atom_to_set(self, state: State) -> tuple[int, int]:
        node, value = self.target, self.wanted
        while (gate := self.circuit.gates[node]).op != "atom":
            value = YES - value if gate.op == "not" else value
            node = next(source for source in gate.inputs if state[source] == OPEN)
        return node, value

    def _with(self, state: State, atom: int, value: int) -> State:
        fact = self.circuit.gates[atom].fact
        changed = state.copy()
        changed[atom] = value
        if value == YES and self.facts[fact].type == "one_of":
            for other, _ in self.circuit.atoms[fact]:
                changed[other] = YES if other == atom else NO
        for node, run in self.circuit.cones.get(fact, ()):
            changed[node] = run(changed)
        return changed


def attainable(circuit: Circuit, node: int, facts: Mapping[str, Fact], wanted: int = YES) -> bool:
    """Say whether some answers give a node the wanted value; doubt, after long search, counts as yes.

    Source: none in the Act; an edition must not contain rules that can never hold.
    """
    return Search(circuit, facts, node, wanted).succeeds(circuit.settle({}).values)
