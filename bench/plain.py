"""The same edition judged the plain way: conditions walked recursively, again for every single other answer.

It is what the engine is measured against, and an oracle for its tests: it shares no code with the circuit but
the reading of the edition.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from governance.vocabulary import Tier
from risk.engine.conditions import AllOf, AnyOf, Condition, Holds, Not, Test
from risk.engine.edition import Edition, Fact, Kind, Outside, Rule

NO, OPEN, YES = 0, 1, 2
LIMITS = {Kind.SCOPE, Kind.AUTHORITY, Kind.DEFINITION}
TIERS = {
    Kind.PROHIBITED: Tier.PROHIBITED,
    Kind.HIGH_RISK: Tier.HIGH,
    Kind.TRANSPARENCY: Tier.TRANSPARENCY,
}
ON_SYSTEMS = {Kind.PROHIBITED, Kind.ANNEX_III, Kind.HIGH_RISK, Kind.TRANSPARENCY, Kind.DUTY}
COMPARED = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


class Plain:
    """One set of answers under an edition on a day; what was worked out once is not worked out again."""

    def __init__(self, answers: Mapping[str, object], edition: Edition, on: date) -> None:
        self.answers, self.edition, self.on = answers, edition, on
        self.found: dict[str, int] = {}

    def rule(self, name: str) -> int:
        """Return whether a rule holds: its condition, save for what blocks it or takes it out of the scope."""
        if name not in self.found:
            rule = self.edition.rules[name]
            blocks = [self.rule(other) for other in rule.unless if not self._limits(other)]
            blocks += [self.rule(other) for other in rule.yields_to if self._begun(other)]
            value = min([self.condition(rule.when), *(YES - block for block in blocks)])
            limits = [other for other in rule.unless if self._limits(other)] + self._exclusions(rule)
            self.found[name] = NO if any(self.rule(other) == YES for other in limits) else value
        return self.found[name]

    def obligation(self, name: str) -> int:
        """Return whether an obligation is owed."""
        duty = self.edition.obligations[name]
        parts = [self.rule(f"role.{duty.role}"), max(map(self.rule, duty.because))]
        parts += [] if duty.when is None else [self.condition(duty.when)]
        parts += [YES - self.rule(other) for other in duty.unless if not self._limits(other)]
        limits = [other for other in duty.unless if self._limits(other)]
        return NO if any(self.rule(other) == YES for other in limits) else min(parts)

    def condition(self, condition: Condition) -> int:
        """Return the value of a condition."""
        match condition:
            case Test():
                return self._test(condition)
            case Holds(rule=rule):
                return self.rule(rule)
            case Not(part=part):
                return YES - self.condition(part)
            case AllOf(parts=parts):
                return min([self.condition(part) for part in parts])
            case AnyOf(parts=parts):
                return max([self.condition(part) for part in parts])

    def tier(self) -> Tier:
        """Return the tier, undetermined wherever an open rule could still raise it."""
        counting = [rule for rule in self.edition.rules.values() if self._counts(rule)]
        if any(rule.outside is Outside.ALL and self.rule(rule.id) == YES for rule in counting):
            return Tier.OUT_OF_SCOPE
        worse = False
        for kind, tier in TIERS.items():
            values = [self.rule(rule.id) for rule in counting if rule.kind is kind]
            if YES in values:
                return Tier.UNDETERMINED if worse else tier
            worse = worse or OPEN in values
        if worse:
            return Tier.UNDETERMINED
        outside = any(rule.outside is Outside.REST and self.rule(rule.id) == YES for rule in counting)
        return Tier.OUT_OF_SCOPE if outside else Tier.MINIMAL

    def flips(self) -> set[tuple[str, object, Tier]]:
        """Return the single other answers that alone lead to another definite tier."""
        now = self.tier()
        found = set()
        for fact in self.edition.facts.values():
            for answer in self._others(fact) if self._asked(fact) != NO else ():
                tier = Plain({**self.answers, fact.id: answer}, self.edition, self.on).tier()
                if tier not in {now, Tier.UNDETERMINED}:
                    found.add((fact.id, answer, tier))
        return found

    def _limits(self, name: str) -> bool:
        return self.edition.rules[name].kind in LIMITS

    def _begun(self, name: str) -> bool:
        begins = self.edition.rules[name].applies_from
        return begins is None or begins.on <= self.on

    def _counts(self, rule: Rule) -> bool:
        return rule.kind is not Kind.PROHIBITED or rule.applies(self.on)

    def _exclusions(self, rule: Rule) -> list[str]:
        levels = {Outside.ALL} if rule.kind is Kind.GPAI else {Outside.ALL, Outside.SYSTEMS}
        if rule.kind is not Kind.GPAI and rule.kind not in ON_SYSTEMS:
            return []
        return [other.id for other in self.edition.rules.values() if other.outside in levels]

    def _asked(self, fact: Fact) -> int:
        return YES if fact.ask_when is None else self.condition(fact.ask_when)

    def _test(self, test: Test) -> int:
        return min(self._asked(self.edition.facts[test.fact]), self._answered(test))

    def _answered(self, test: Test) -> int:
        if test.fact not in self.answers:
            return OPEN
        answer = self.answers[test.fact]
        if test.op == "unknown":
            return YES if answer is None else NO
        if answer is None:
            return OPEN
        return _said(replace(test, operand=self.on) if test.operand == "today" else test, answer)

    def _others(self, fact: Fact) -> Iterator[object]:
        given, options = self.answers.get(fact.id), [option.id for option in fact.options]
        if fact.type == "yes_no":
            yield from {True, False} - {given}
        elif fact.type == "one_of":
            yield from set(options) - {given}
        elif fact.type == "several_of":
            chosen = given if isinstance(given, frozenset) else frozenset()
            yield from [frozenset()] if given is None else []
            yield from (chosen ^ {option} for option in options)


def _said(test: Test, answer: object) -> int:
    if test.op == "yes":
        return YES if answer is True else NO
    if test.op == "is":
        chosen = answer if isinstance(answer, frozenset) else {answer}
        return YES if test.operand in chosen else NO
    return YES if COMPARED[test.op](answer, test.operand) else NO
