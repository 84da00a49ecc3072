"""The unrolled circuit against the gates one by one, on circuits that nobody wrote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from risk.engine.circuit import NO, OPEN, YES, Gate, runner
from risk.engine.unrolling import settling, sweeping

LEAVES = 5
FACTS = LEAVES - 1
INPUTS = {"not": (1, 1), "defeat": (2, 2), "all": (2, 5), "any": (2, 5)}
VALUES = st.lists(st.sampled_from([NO, OPEN, YES]), min_size=LEAVES, max_size=LEAVES)


@st.composite
def circuits(draw):
    """Draw a day, four checks of facts, and gates over what came before them."""
    gates = [Gate("day"), *(Gate("atom", fact=f"fact{number}") for number in range(1, LEAVES))]
    for op in draw(st.lists(st.sampled_from(sorted(INPUTS)), min_size=1, max_size=25)):
        fewest, most = INPUTS[op]
        earlier = st.lists(
            st.integers(0, len(gates) - 1), min_size=fewest, max_size=most, unique=fewest < most
        )
        gates.append(Gate(op, tuple(draw(earlier))))
    return gates


def settled(gates, values):
    """Settle with fact n behind leaf n; the first leaf is a day and has none."""
    leaves = {0: None, **{leaf: leaf - 1 for leaf in range(1, LEAVES)}}
    facts = [1 << leaf - 1 << (FACTS if values[leaf] == OPEN else 0) for leaf in range(1, LEAVES)]
    return settling(gates, leaves, FACTS)(values, facts)


def one_by_one(gates, values):
    state = [*values, *[OPEN] * (len(gates) - LEAVES)]
    for node, gate in enumerate(gates):
        if gate.inputs:
            state[node] = runner(gate)(state)
    return state


def reasons(gates, state, node):
    """Walk the gates recursively, as a reader of the rule would."""
    gate = gates[node]
    if not gate.inputs:
        return frozenset([gate.fact]) if gate.fact and state[node] != OPEN else frozenset()
    inputs = gate.inputs
    if gate.op == "all" and state[node] == NO:
        return min((reasons(gates, state, one) for one in inputs if state[one] == NO), key=len)
    if gate.op == "any" and state[node] == YES:
        inputs = [one for one in inputs if state[one] == YES]
    if gate.op == "defeat":
        inputs = inputs[1:] if state[inputs[1]] == YES else inputs[:1]
    return frozenset().union(*(reasons(gates, state, one) for one in inputs))


def missing(gates, state, node):
    gate = gates[node]
    if state[node] != OPEN:
        return frozenset()
    inputs = gate.inputs[:1] if gate.op == "defeat" else gate.inputs
    own = [gate.fact] if gate.fact else []
    return frozenset(own).union(*(missing(gates, state, one) for one in inputs))


def bits(facts):
    return sum(1 << int(fact.removeprefix("fact")) - 1 for fact in facts)


@settings(max_examples=150, deadline=None)
@given(gates=circuits(), values=VALUES)
def test_every_node_is_worth_what_its_gate_makes_of_its_inputs(gates, values):
    found, _ = settled(gates, values)

    assert found == one_by_one(gates, values)


@settings(max_examples=150, deadline=None)
@given(gates=circuits(), values=VALUES)
def test_the_path_of_every_node_is_the_one_that_walking_its_gates_finds(gates, values):
    state, facts = settled(gates, values)

    for node, found in enumerate(facts):
        assert found & (1 << FACTS) - 1 == bits(reasons(gates, state, node))
        assert found >> FACTS == bits(missing(gates, state, node))


@settings(max_examples=100, deadline=None)
@given(gates=circuits(), cases=st.lists(VALUES, min_size=1, max_size=40))
def test_many_scenarios_at_once_end_as_each_would_alone(gates, cases):
    yes, no = (
        [sum(1 << place for place, case in enumerate(cases) if case[leaf] == value) for leaf in range(LEAVES)]
        for value in (YES, NO)
    )

    found = sweeping(enumerate(gates), range(LEAVES), range(len(gates)))(yes, no)

    for place, case in enumerate(cases):
        alone = [
            (YES if held >> place & 1 else NO if failed >> place & 1 else OPEN)
            for held, failed in found.values()
        ]
        assert alone == one_by_one(gates, case)


@pytest.mark.parametrize("left", [0b1, 0b11])
def test_of_two_equally_short_paths_the_first_one_is_told(left):
    gates = [Gate("atom", fact="one"), Gate("atom", fact="two"), Gate("all", (0, 1)), Gate("all", (1, 0))]

    _, facts = settling(gates, {0: 0, 1: 1}, 2)([NO, NO], [left, left << 2])

    assert facts[2:] == [left, left << 2]
