"""One set of facts put through one edition: the value of every rule, and why.

Sets of facts are whole numbers with one bit a fact, in the order of the questionnaire.
"""

from datetime import date
from functools import cached_property, lru_cache

from risk.engine.answers import Facts
from risk.engine.circuit import NO, OPEN, YES, Answer
from risk.engine.edition import Edition, Rule
from risk.engine.findings import Decided

WORDS = {NO: "fails", OPEN: "open", YES: "holds"}
Given = tuple[int, tuple[Answer | None, ...]]


class Givens(dict[int, Given]):
    """Sets of facts with the answers given to them, put together when somebody asks."""

    def __init__(self, facts: Facts, edition: Edition) -> None:
        super().__init__()
        self._answers = [facts.answers.get(fact) for fact in edition.order]

    def __missing__(self, facts: int) -> Given:
        found = self[facts] = facts, tuple([self._answers[place] for place in places(facts)])
        return found


class Judgement:
    """The settled circuit of one record, and the questions one can put to it.

    `reasons` has for each node the facts that decided it, or so far support it while it is open; `missing` the facts
    not known yet on which an open node hangs.
    """

    def __init__(self, facts: Facts, edition: Edition, on: date) -> None:
        self.facts, self.edition, self.on = facts, edition, on
        self.state, self.reasons, self.missing = edition.circuit.settle(facts.answers, on)
        self.told: dict[int, tuple[Decided, ...]] = {}
        self.given = Givens(facts, edition)
        self._named: dict[int, tuple[str, ...]] = {}

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
