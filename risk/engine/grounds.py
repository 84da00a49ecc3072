"""Which rules stand behind a tier, or keep a listed use out of one."""

from collections.abc import Iterator
from datetime import date

from risk.engine.circuit import YES
from risk.engine.conditions import named
from risk.engine.edition import Kind, Outside, Rule
from risk.engine.findings import Owed
from risk.engine.judgement import Judgement


def behind(judged: Judgement, kind: Kind) -> list[Rule]:
    """Return the rules of a kind that hold; one that gathers listed uses is replaced by those uses.

    Source: the structure of Art. 6(2), which rests on the points of Annex III.
    """
    found: dict[str, Rule] = {}
    for rule in _holding(judged, kind):
        if kind != Kind.PROHIBITED or judged.in_force(rule):
            uses = {use.id: use for use in _uses(judged, rule)}
            found.update(uses or {rule.id: rule})
    return list(found.values())


def outside(judged: Judgement) -> list[Rule]:
    """Return the scope rules that take the record out of the Act.

    Source: Art. 2.
    """
    return [rule for rule in _holding(judged, Kind.SCOPE) if rule.outside]


def no_system(judged: Judgement) -> list[Rule]:
    """Return the scope rules for which there is no system to speak of, though perhaps a model.

    Source: Art. 3(63) and recital 97.
    """
    return [rule for rule in outside(judged) if rule.outside is Outside.SYSTEMS]


def taken_out(judged: Judgement) -> tuple[list[Rule], list[Rule]]:
    """Return the listed uses, and the exceptions that keep them from being high-risk.

    Source: Art. 6(3).
    """
    high = judged.edition.of_kind[Kind.HIGH_RISK]
    names = dict.fromkeys(name for rule in high for name in rule.unless if judged.rule(name) == YES)
    exceptions = [part for name in names for part in _specific(judged, judged.edition.rules[name])]
    return list(_holding(judged, Kind.ANNEX_III)), exceptions


def first_day(judged: Judgement, obligations: tuple[Owed, ...]) -> tuple[date | None, str]:
    """Return the first day of the duties that follow from being high-risk, or why they sleep.

    Source: Arts. 111 and 113.
    """
    high = {rule.id for rule in _holding(judged, Kind.HIGH_RISK)}
    dues = [owed.due for owed in obligations if high & set(owed.because)]
    days = [due.effective for due in dues if due.effective]
    if dues and not days:
        return None, dues[0].note
    triggers = {name for duty in judged.edition.obligations.values() for name in duty.because}
    starts = [judged.edition.rules[name].applies_from for name in sorted(high & triggers)]
    return min(days or [start.on for start in starts if start], default=None), ""


def bound_before(judged: Judgement, obligations: tuple[Owed, ...], first: date) -> list[Owed]:
    """Return what a high-risk system owes before the first day of the duties that follow from being one.

    Only what concerns the system itself, not an occasion that may come. Source: Arts. 4a, 60 and 113.
    """
    high = {rule.id for rule in judged.edition.of_kind[Kind.HIGH_RISK]}
    tied = {rule.id for rule in judged.edition.of_kind[Kind.DUTY] if high & set(named(rule.when))}
    return [
        owed
        for owed in obligations
        if tied & set(owed.because)
        and owed.concerns == "system"
        and owed.due.effective
        and owed.due.effective < first
    ]


def _holding(judged: Judgement, kind: Kind) -> Iterator[Rule]:
    return (rule for rule in judged.edition.of_kind[kind] if judged.rule(rule.id) == YES)


def _uses(judged: Judgement, rule: Rule) -> Iterator[Rule]:
    for name in named(rule.when):
        part = judged.edition.rules.get(name)
        if part is not None and judged.rule(name) == YES:
            if part.kind == Kind.ANNEX_III:
                yield part
            elif part.kind == Kind.DEFINITION:
                yield from _uses(judged, part)


def _specific(judged: Judgement, rule: Rule) -> list[Rule]:
    parts = [judged.edition.rules[name] for name in named(rule.when) if name in judged.edition.rules]
    return [part for part in parts if part.kind == Kind.EXCEPTION and judged.rule(part.id) == YES] or [rule]
