"""From rules as people write them to gates as the engine works them out."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial, reduce
from operator import or_

from risk.engine.circuit import (
    NO,
    OPEN,
    YES,
    Answer,
    Awaited,
    Check,
    Circuit,
    Gate,
    Spot,
    cones,
    runner,
    upstream,
)
from risk.engine.conditions import TODAY, UNKNOWN, AllOf, Condition, Holds, Not, Test
from risk.engine.edition import Fact, Kind, Obligation, Outside, Rule
from risk.engine.unrolling import settling, sweeping

ON_SYSTEMS = {Kind.PROHIBITED, Kind.ANNEX_III, Kind.HIGH_RISK, Kind.TRANSPARENCY, Kind.DUTY}

# What only helps, or only takes the place of something, once it is established.
LIMITS = {Kind.SCOPE, Kind.AUTHORITY, Kind.DEFINITION}


class CircularError(Exception):
    """Facts and rules depend on each other in a circle; `path` begins and ends with the same one."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__(" -> ".join(path))


class Compiler:
    """Builds the circuit of one edition; equal gates are built once."""

    def __init__(
        self, facts: Mapping[str, Fact], rules: Mapping[str, Rule], obligations: Mapping[str, Obligation]
    ) -> None:
        self.facts, self.rules_by_id, self.duties = facts, rules, obligations
        self.gates: list[Gate] = []
        self.atoms: dict[str, list[tuple[int, Check]]] = {}
        self.awaited: dict[int, Test] = {}
        self.asked: dict[str, int] = {}
        self.rules: dict[str, int] = {}
        self._built: dict[Gate | Test, int] = {}
        self._path: list[str] = []
        self._places = {fact: place for place, fact in enumerate(facts)}

    def circuit(self) -> Circuit:
        for fact in self.facts:
            self._asked(fact)
        for rule in self.rules_by_id:
            self._rule(rule)
        obligations = {duty.id: self._obligation(duty) for duty in self.duties.values()}
        runs = {node: runner(gate) for node, gate in enumerate(self.gates) if gate.inputs}
        reach = {fact: [(node, runs[node]) for node in nodes] for fact, nodes in cones(self.gates).items()}
        leaves, spots = self._leaves()
        wanted = sorted({self.rules[rule.id] for rule in self.rules_by_id.values() if decides(rule)})
        needed = upstream(self.gates, wanted)
        deciding = [(node, gate) for node, gate in enumerate(self.gates) if node in needed]
        return Circuit(
            gates=tuple(self.gates),
            atoms={fact: tuple(atoms) for fact, atoms in self.atoms.items()},
            cones={fact: tuple(pairs) for fact, pairs in reach.items()},
            leaves=tuple(leaves),
            spots=spots,
            awaited=tuple(
                Awaited(place, test.fact, partial(_compare, test.op))
                for place, leaf in enumerate(leaves)
                if (test := self.awaited.get(leaf))
            ),
            days=tuple((place, on) for place, leaf in enumerate(leaves) if (on := self.gates[leaf].on)),
            settling=settling(self.gates, leaves, len(self.facts)),
            sweeping=sweeping(deciding, leaves, wanted),
            asked=self.asked,
            gating=tuple(self._facts_behind(self.asked.get(fact)) for fact in self.facts),
            rules=self.rules,
            obligations=obligations,
        )

    def _leaves(self) -> tuple[dict[int, int | None], dict[str, Spot]]:
        """Return the nodes without inputs, each with the place of its fact, and where the checks of facts stand."""
        leaves: dict[int, int | None] = {}
        spots = {}
        for fact, place in self._places.items():
            atoms = self.atoms.get(fact, ())
            spots[fact] = Spot(place, slice(len(leaves), len(leaves) + len(atoms)))
            leaves.update(dict.fromkeys((node for node, _ in atoms), place))
        days = (node for node, gate in enumerate(self.gates) if gate.on)
        return {**leaves, **dict.fromkeys(days)}, spots

    def _facts_behind(self, node: int | None) -> int:
        nodes = [] if node is None else upstream(self.gates, [node])
        return reduce(or_, (self._bit(self.gates[source].fact) for source in nodes), 0)

    def _bit(self, fact: str) -> int:
        return 1 << self._places[fact] if fact else 0

    def _condition(self, condition: Condition) -> int:
        match condition:
            case Test():
                return self._test(condition)
            case Holds(rule=rule):
                return self._rule(rule)
            case Not(part=part):
                return self._gate("not", [self._condition(part)])
            case AllOf(parts=parts):
                return self._gate("all", map(self._condition, parts))
            case _:
                return self._gate("any", map(self._condition, condition.parts))

    def _test(self, test: Test) -> int:
        if test not in self._built:
            gate = self._asked(test.fact)
            atom = self._add(Gate("atom", fact=test.fact))
            self.atoms.setdefault(test.fact, []).append((atom, check(test)))
            if test.operand == TODAY:
                self.awaited[atom] = test
            self._built[test] = atom if gate is None else self._gate("all", [gate, atom])
        return self._built[test]

    def _asked(self, fact: str) -> int | None:
        condition = self.facts[fact].ask_when
        if condition is not None and fact not in self.asked:
            self._enter(fact)
            self.asked[fact] = self._condition(condition)
            self._path.pop()
        return self.asked.get(fact)

    def _rule(self, name: str) -> int:
        if name not in self.rules:
            self._enter(name)
            rule = self.rules_by_id[name]
            limits, exceptions = self._parted(rule.unless)
            blocks = self._none_of(exceptions)
            blocks += [self._gate("not", [self._in_force(other)]) for other in rule.yields_to]
            node = self._gate("all", [self._condition(rule.when), *blocks])
            self.rules[name] = self._limited(node, [*limits, *self._exclusions(rule)])
            self._path.pop()
        return self.rules[name]

    def _parted(self, rules: Iterable[str]) -> tuple[list[str], list[str]]:
        """Part limits, which count once they are established, from exceptions, which are strict."""
        limits = [rule for rule in rules if self.rules_by_id[rule].kind in LIMITS]
        return limits, [rule for rule in rules if rule not in limits]

    def _none_of(self, rules: Iterable[str]) -> list[int]:
        return [self._gate("not", [self._rule(rule)]) for rule in rules]

    def _in_force(self, name: str) -> int:
        """Let a stricter rule displace another only from the day on which it applies itself."""
        begins, node = self.rules_by_id[name].applies_from, self._rule(name)
        # The day first: where it has not come, no fact is needed to say why.
        return node if begins is None else self._gate("all", [self._day(begins.on), node])

    def _day(self, on: date) -> int:
        gate = Gate("day", on=on)
        if gate not in self._built:
            self._built[gate] = self._add(gate)
        return self._built[gate]

    def _limited(self, node: int, limits: list[str]) -> int:
        """Let limits of scope defeat a rule once they are established, and not before."""
        return self._gate("defeat", [node, self._gate("any", map(self._rule, limits))]) if limits else node

    def _exclusions(self, rule: Rule) -> list[str]:
        levels = {Outside.ALL} if rule.kind == Kind.GPAI else {Outside.ALL, Outside.SYSTEMS}
        if rule.kind != Kind.GPAI and rule.kind not in ON_SYSTEMS:
            return []
        return [other.id for other in self.rules_by_id.values() if other.outside in levels]

    def _obligation(self, duty: Obligation) -> int:
        inputs = [self._rule(f"role.{duty.role}"), self._gate("any", map(self._rule, duty.because))]
        inputs += [] if duty.when is None else [self._condition(duty.when)]
        limits, exceptions = self._parted(duty.unless)
        return self._limited(self._gate("all", [*inputs, *self._none_of(exceptions)]), limits)

    def _gate(self, op: str, inputs: Iterable[int]) -> int:
        distinct = tuple(dict.fromkeys(inputs))
        if op in {"all", "any"} and len(distinct) == 1:
            return distinct[0]
        gate = Gate(op, distinct)
        if gate not in self._built:
            self._built[gate] = self._add(gate)
        return self._built[gate]

    def _add(self, gate: Gate) -> int:
        self.gates.append(gate)
        return len(self.gates) - 1

    def _enter(self, name: str) -> None:
        if name in self._path:
            raise CircularError((*self._path[self._path.index(name) :], name))
        self._path.append(name)


def decides(rule: Rule) -> bool:
    """Say whether the tier is read off a rule.

    Source: Arts. 2, 5, 6 and 50.
    """
    return rule.kind in {Kind.PROHIBITED, Kind.HIGH_RISK, Kind.TRANSPARENCY} or rule.outside is not None


def check(test: Test) -> Check:
    """Return the function that gives the value of one question put to an answer; None is a don't-know.

    Source: the format in docs/rulebook.md.
    """
    operand = test.operand
    if test.op == UNKNOWN:
        return lambda answer: YES if answer is None else NO
    if operand == TODAY:
        return lambda _: OPEN  # the day of the judgement decides, see `Circuit.settle`
    if test.op == "yes":
        return lambda answer: OPEN if answer is None else _value(answer is True)
    if test.op == "is":
        return lambda answer: OPEN if answer is None else _value(_named(operand, answer))
    return lambda answer: OPEN if answer is None else _value(_compare(test.op, answer, operand))


def _value(holds: bool) -> int:  # noqa: FBT001 - it is the whole argument
    return YES if holds else NO


def _named(operand: object, answer: Answer) -> bool:
    return operand in answer if isinstance(answer, frozenset) else answer == operand


def _compare(op: str, answer: Answer, operand: object) -> bool:
    if isinstance(answer, date) and isinstance(operand, date):
        return _ordered(op, answer.toordinal(), operand.toordinal())
    if isinstance(answer, int | float) and isinstance(operand, int | float):
        return _ordered(op, answer, operand)
    raise TypeError(f"cannot compare {answer!r} with {operand!r}")


def _ordered(op: str, left: float, right: float) -> bool:
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]
