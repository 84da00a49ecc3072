"""Which exceptions bear on a rule: its own, and those inside the definitions it rests on."""

from collections.abc import Iterator, Mapping

from risk.engine.conditions import named
from risk.engine.edition import Kind, Rule

CARRIERS = {Kind.DEFINITION, Kind.EXCEPTION}


def exceptions(rule: Rule, rules: Mapping[str, Rule]) -> tuple[tuple[str, str], ...]:
    """Return all exceptions that bear on a rule, nearest first, each with the rule it is an exception to.

    Source: the structure of the rules; an exception to a definition is one to whatever uses it.
    """
    return tuple(dict.fromkeys(_bearing(rule, rules, {rule.id})))


def _bearing(rule: Rule, rules: Mapping[str, Rule], seen: set[str]) -> Iterator[tuple[str, str]]:
    blocks = (*rule.unless, *rule.yields_to)
    yield from ((name, rule.id) for name in blocks)
    for name in (*blocks, *named(rule.when)):
        carrier = rules.get(name)
        if carrier is not None and carrier.kind in CARRIERS and name not in seen:
            if carrier.kind == Kind.EXCEPTION and name not in blocks:
                if rule.kind != Kind.EXCEPTION:
                    continue  # a rule may ask for an exception to hold: that is a condition, not an exception
                yield name, rule.id
            yield from _bearing(carrier, rules, seen | {name})
