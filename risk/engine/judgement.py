"""One set of facts put through one edition: the value of every rule, and why.

Sets of facts are whole numbers with one bit a fact, in the order of the questionnaire.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from itertools import count

from risk.engine.answers import Facts
from risk.engine.circuit import NO, OPEN, YES, Answer
from risk.engine.edition import Edition, Rule
from risk.engine.findings import Decided

WORDS = {NO: "fails", OPEN: "open", YES: "holds"}
COUNTED = count(1)


class Judgement:
    """The settled circuit of one record, and the questions one can put to it."""

    def __init__(self, facts: Facts, edition: Edition, on: date) -> None:
        self.facts, self.edition, self.on = facts, edition, on
        self.state, self._facts = edition.circuit.settle(facts.answers, on)
        self._known = edition.circuit.known_facts
        self.told: dict[int, tuple[Decided, ...]] = {}
        self._named: dict[int, tuple[str, ...]] = {}
        self._shown: dict[int, int] = {}

    def reasons(self, node: int) -> int:
        """Return the facts that decided a node, or so far support it while it is open.

        Source: none in the Act; the shortest path is preferred where several lead to the same end.
        """
        return self._facts[node] & self._known

    def missing(self, node: int) -> int:
        """Return the facts not known yet on which an open node hangs.

        Source: Kleene's strong three-valued logic: only open inputs can still decide an open gate.
        """
        return self._facts[node] >> len(self.edition.order)

    def shown(self, nodes: Iterable[int]) -> list[int]:
        """Return for each node a number that stands for all that a page shows of it, and for nothing else.

        That is its value, the facts that decided it, with their answers, those missing, and which of them are asked.
        Source: none in the Act.
        """
        state, facts, known = self.state, self._facts, self._shown
        return [3 * (known.get(facts[node]) or self._numbered(facts[node])) + state[node] for node in nodes]

    def _numbered(self, facts: int) -> int:
        answers, order = self.facts.answers, self.edition.order
        known, asked = facts & self._known, facts >> len(order) & self.askable
        given = tuple([answers.get(order[place]) for place in places(known)])
        found = self._shown[facts] = _number(facts, given, asked)
        return found

    def rule(self, name: str) -> int:
        return self.state[self.edition.circuit.rules[name]]

    def in_force(self, rule: Rule) -> bool:
        return rule.applies(self.on)

    @cached_property
    def askable(self) -> int:
        """Return the facts whose own condition for being asked is met by now.

        Source: the conditions of the edition's facts.
        """
        state, found = self.state, 0
        for place, (_, gate) in enumerate(self.edition.circuit.questions):
            if gate is None or state[gate] == YES:
                found |= 1 << place
        return found

    def named(self, facts: int) -> tuple[str, ...]:
        """Return the ids of a set of facts, in the order of the questionnaire."""
        found = self._named.get(facts)
        if found is None:
            order = self.edition.order
            found = self._named[facts] = tuple([order[place] for place in places(facts)])
        return found


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


@lru_cache(maxsize=8192)
def _number(_facts: int, _given: tuple[Answer | None, ...], _asked: int) -> int:
    """Return a new number, and keep it; what is remembered under a number once forgotten is never found again."""
    return next(COUNTED)
