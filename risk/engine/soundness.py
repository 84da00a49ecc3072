"""What an edition that parses may still get wrong: dead facts, dead rules, orphan exceptions, false dates."""

from collections.abc import Iterator

from risk.engine.attaining import attainable
from risk.engine.conditions import named
from risk.engine.edition import Edition, Kind, Outside

TIERED = {Kind.PROHIBITED, Kind.HIGH_RISK, Kind.TRANSPARENCY}
FREE_STANDING = {*TIERED, Kind.SCOPE, Kind.GPAI, Kind.DUTY, Kind.ROLE, Kind.AUTHORITY, Kind.NOTICE}

DISPLACING = {Kind.EXCEPTION, Kind.SCOPE, Kind.AUTHORITY, Kind.DEFINITION}


def unsound(edition: Edition) -> list[str]:
    """Return every sentence about what contradicts itself or can never matter.

    Source: the acceptance of editions in docs/rulebook.md.
    """
    return [
        *_unused_facts(edition),
        *_unused_rules(edition),
        *_orphans(edition),
        *_unreachable(edition),
        *_dates(edition),
        *_unread_notes(edition),
    ]


def _mentioned(edition: Edition) -> set[str]:
    conditions = [rule.when for rule in edition.rules.values()]
    conditions += [duty.when for duty in edition.obligations.values() if duty.when is not None]
    conditions += [fact.ask_when for fact in edition.facts.values() if fact.ask_when is not None]
    lists = [names for rule in edition.rules.values() for names in (rule.unless, rule.yields_to, rule.grace)]
    lists += [names for duty in edition.obligations.values() for names in (duty.because, duty.unless)]
    lists.append(tuple(fine.because for fine in edition.fines.values()))
    return {name for condition in conditions for name in named(condition)} | {
        name for names in lists for name in names
    }


def _unused_facts(edition: Edition) -> Iterator[str]:
    mentioned = _mentioned(edition)
    sized = {"organisation.size"} if any(fine.lower_for for fine in edition.fines.values()) else set()
    for fact in edition.facts.values():
        if fact.id not in mentioned | sized:
            yield _at(edition, "fact", fact.id, "no rule and no obligation uses it")


def _unused_rules(edition: Edition) -> Iterator[str]:
    mentioned = _mentioned(edition)
    for rule in edition.rules.values():
        if rule.kind not in FREE_STANDING and rule.id not in mentioned:
            wanting = (
                "it is the exception to no rule" if rule.kind == Kind.EXCEPTION else "nothing refers to it"
            )
            yield _at(edition, "rule", rule.id, wanting)


def _orphans(edition: Edition) -> Iterator[str]:
    for rule in edition.rules.values():
        for name in rule.unless:
            if edition.rules[name].kind not in DISPLACING:
                yield _at(
                    edition, "rule", rule.id, f"unless: {name} is no exception but {edition.rules[name].kind}"
                )
        if rule.outside == Outside.ALL and rule.kind != Kind.SCOPE:
            yield _at(edition, "rule", rule.id, "only a scope rule can be outside")


def _unreachable(edition: Edition) -> Iterator[str]:
    for fact in edition.facts.values():
        if fact.ask_when is not None and not attainable(
            edition.circuit, edition.circuit.asked[fact.id], edition.facts
        ):
            yield _at(edition, "fact", fact.id, "it can never be asked: no answers make its ask_when true")
    for kind, nodes in (("rule", edition.circuit.rules), ("obligation", edition.circuit.obligations)):
        for name, node in nodes.items():
            if not attainable(edition.circuit, node, edition.facts):
                yield _at(edition, kind, name, "it can never hold: no answers make its condition true")


def _dates(edition: Edition) -> Iterator[str]:
    for rule in edition.rules.values():
        if rule.applies_from and rule.until and rule.until.on <= rule.applies_from.on:
            yield _at(edition, "rule", rule.id, "it ends before it begins")


def _unread_notes(edition: Edition) -> Iterator[str]:
    for rule in edition.rules.values():
        if rule.kind == Kind.DEFINITION and rule.note:
            yield _at(edition, "rule", rule.id, "nobody reads its note: findings tell of no definition")


def _at(edition: Edition, kind: str, name: str, reason: str) -> str:
    return f"{edition.draft[kind][name].get('file')}: {kind} {name}: {reason}"
