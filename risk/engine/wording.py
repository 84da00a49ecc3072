"""The one plain sentence above every finding."""

from collections.abc import Iterator
from datetime import date

from governance.vocabulary import Tier
from risk.engine.circuit import YES
from risk.engine.conditions import named
from risk.engine.edition import Kind, Rule
from risk.engine.findings import Upcoming
from risk.engine.judgement import Judgement
from risk.engine.tiers import Verdict

SAID = {
    Tier.PROHIBITED: "prohibited",
    Tier.HIGH: "high-risk",
    Tier.TRANSPARENCY: "subject to transparency duties",
    Tier.MINIMAL: "of minimal risk",
    Tier.OUT_OF_SCOPE: "outside the Act",
}


def plain(day: date) -> str:
    """Return a date as people write it: 2 December 2026.

    Source: the usage of the Official Journal.
    """
    return f"{day.day} {day:%B} {day.year}"


def headline(judged: Judgement, reached: Verdict, answers: int, upcoming: tuple[Upcoming, ...]) -> str:
    """Return one or two plain sentences: the tier, the provisions behind it, and a prohibition to come.

    Source: the rules that hold.
    """
    banned = next(
        (change for change in upcoming if change.becomes is Tier.PROHIBITED and change.state == "holds"), None
    )
    later = f" It becomes prohibited on {plain(banned.on)} ({banned.provision.cite})." if banned else ""
    return _sentence(judged, reached, answers) + later


def _sentence(judged: Judgement, reached: Verdict, answers: int) -> str:
    match reached.tier:
        case Tier.UNDETERMINED:
            return _undetermined(reached, answers)
        case Tier.MINIMAL:
            return (
                "Minimal risk: no prohibited practice, no high-risk use and no transparency duty was found."
            )
        case Tier.OUT_OF_SCOPE:
            return f"Outside the Act: {_listed(_outside(judged))}."
        case Tier.PROHIBITED:
            return f"Prohibited: {_listed(_behind(judged, Kind.PROHIBITED))}."
        case Tier.HIGH:
            return f"High-risk: {_listed(_behind(judged, Kind.HIGH_RISK))}{_begins(judged)}."
        case _:
            return f"Transparency duties: {_listed(_behind(judged, Kind.TRANSPARENCY))}."


def _undetermined(reached: Verdict, answers: int) -> str:
    words = [SAID[tier] for tier in reached.could]
    could = f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
    many = "1 answer" if answers == 1 else f"{answers} answers"
    if reached.at_least is Tier.MINIMAL:
        return f"Undetermined: could be {could}, depending on {many}."
    return f"At least {SAID[reached.at_least]}; could be {could}, depending on {many}."


def _behind(judged: Judgement, kind: Kind) -> list[Rule]:
    """Return the rules that made the tier; a rule that gathers listed uses is replaced by those uses."""
    found: dict[str, Rule] = {}
    for rule in judged.edition.rules.values():
        if (
            rule.kind == kind
            and judged.rule(rule.id) == YES
            and (kind != Kind.PROHIBITED or judged.in_force(rule))
        ):
            uses = {use.id: use for use in _listed_uses(judged, rule)}
            found.update(uses or {rule.id: rule})
    return list(found.values())


def _listed_uses(judged: Judgement, rule: Rule) -> Iterator[Rule]:
    for name in named(rule.when):
        part = judged.edition.rules.get(name)
        if part is not None and judged.rule(name) == YES:
            if part.kind == Kind.ANNEX_III:
                yield part
            elif part.kind == Kind.DEFINITION:
                yield from _listed_uses(judged, part)


def _outside(judged: Judgement) -> list[Rule]:
    return [rule for rule in judged.edition.rules.values() if rule.outside and judged.rule(rule.id) == YES]


def _listed(rules: list[Rule]) -> str:
    return "; ".join(f"{rule.title[0].lower()}{rule.title[1:]} ({rule.provision.cite})" for rule in rules)


def _begins(judged: Judgement) -> str:
    rules = [
        rule
        for rule in judged.edition.rules.values()
        if rule.kind == Kind.HIGH_RISK and judged.rule(rule.id) == YES
    ]
    days = [rule.applies_from.on for rule in rules if rule.applies_from]
    first = min(days, default=judged.on)
    return f"; the duties apply from {plain(first)}" if first > judged.on else ""
