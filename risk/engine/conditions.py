"""What a rule asks of the facts, as the rule files write it and as the engine holds it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

Operand = str | float | date | None
# Stands in a condition for somebody's explicit don't-know, and for the day of the judgement.
UNKNOWN, TODAY = "unknown", "today"
PHRASE = re.compile(r"^(not )?([a-z0-9_.-]+)(?: (is|<=|>=|<|>) (\S+))?$")


@dataclass(frozen=True, slots=True)
class Test:
    """One question put to one fact; `op` is yes, is, unknown, <, <=, > or >=."""

    __test__ = False  # it is a test of the law's, not one of pytest's

    fact: str
    op: str
    operand: Operand = None


@dataclass(frozen=True, slots=True)
class Holds:
    """Another rule holds."""

    rule: str


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


Condition = Test | Holds | AllOf | AnyOf | Not


class BadConditionError(Exception):
    """The condition cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything a condition may speak of: facts with type and options, rules, dated events."""

    facts: Mapping[str, tuple[str, frozenset[str]]]
    rules: frozenset[str]
    dates: Mapping[str, date]

    def read(self, raw: object) -> Condition:
        """Return the condition a rule file wrote, as a phrase or as a table of all, any or not.

        Raises: BadConditionError, with the reason and the nearest known name.
        Source: the format in docs/rulebook.md.
        """
        if isinstance(raw, str):
            return self._phrase(raw)
        if not isinstance(raw, Mapping) or len(raw) != 1:
            raise BadConditionError(f"a condition is a phrase or one of all, any, not; this is {raw!r}")
        ((word, body),) = raw.items()
        if word == "not":
            return Not(self.read(body))
        if word not in {"all", "any"} or not isinstance(body, list) or not body:
            raise BadConditionError(f"{word!r} needs a list with at least one condition")
        parts = tuple(self.read(part) for part in body)
        return AllOf(parts) if word == "all" else AnyOf(parts)

    def _phrase(self, raw: str) -> Condition:
        if (said := PHRASE.match(raw)) is None:
            raise BadConditionError(f"cannot read {raw!r}")
        negated, name, op, operand = said.groups()
        if name in self.rules and op is None:
            plain: Condition = Holds(name)
        elif name in self.facts:
            plain = self._test(name, op or "yes", operand)
        else:
            raise BadConditionError(
                f"unknown fact or rule {name!r}{nearest(name, [*self.facts, *self.rules])}"
            )
        return Not(plain) if negated else plain

    def _test(self, fact: str, op: str, operand: str | None) -> Test:
        kind, options = self.facts[fact]
        if (op, operand) == ("is", UNKNOWN):
            return Test(fact, UNKNOWN)
        wanted = {"yes_no": {"yes"}, "one_of": {"is"}, "several_of": {"is"}}.get(kind, {"<", "<=", ">", ">="})
        if op not in wanted:
            raise BadConditionError(f"{fact!r} is {kind}: it cannot be asked with {op!r}")
        if op == "is" and operand not in options:
            raise BadConditionError(f"{fact!r} has no option {operand!r}{nearest(operand or '', options)}")
        if op in {"yes", "is"}:
            return Test(fact, op, operand)
        return Test(fact, op, self._moment(operand or "") if kind == "date" else self._number(operand or ""))

    def _moment(self, operand: str) -> date | str:
        if operand == TODAY:
            return TODAY
        if operand in self.dates:
            return self.dates[operand]
        try:
            return date.fromisoformat(operand)
        except ValueError:
            raise BadConditionError(f"unknown date {operand!r}{nearest(operand, self.dates)}") from None

    @staticmethod
    def _number(operand: str) -> float:
        try:
            return float(operand)
        except ValueError:
            raise BadConditionError(f"{operand!r} is not a number") from None


def nearest(name: str, known: "list[str] | frozenset[str] | Mapping[str, object]") -> str:
    """Return a hint with the known name closest to a wrong one, or nothing.

    Source: none in the Act; a courtesy to whoever writes rules.
    """
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f" (did you mean {close[0]!r}?)" if close else ""


def named(condition: Condition) -> Iterator[str]:
    """Yield every fact and rule a condition speaks of.

    Source: the format in docs/rulebook.md.
    """
    match condition:
        case Test(fact=name) | Holds(rule=name):
            yield name
        case Not(part=part):
            yield from named(part)
        case _:
            for part in condition.parts:
                yield from named(part)
