"""From parallel findings to the one word that lists show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from governance.vocabulary import Tier
from risk.engine.circuit import NO, OPEN, YES, State
from risk.engine.edition import Edition, Kind, Outside

TIERS: Mapping[Kind, Tier] = {
    Kind.PROHIBITED: Tier.PROHIBITED,
    Kind.HIGH_RISK: Tier.HIGH,
    Kind.TRANSPARENCY: Tier.TRANSPARENCY,
}
WEIGHT = {Tier.PROHIBITED: 4, Tier.HIGH: 3, Tier.TRANSPARENCY: 2, Tier.MINIMAL: 1, Tier.OUT_OF_SCOPE: 0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The tier, the least it can be whatever else is answered, and what open rules could make of it."""

    tier: Tier
    at_least: Tier
    could: tuple[Tier, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """Where on a circuit the tiers are read off on one day, the worst tier first."""

    outside: tuple[int, ...]
    tiers: tuple[tuple[Tier, tuple[int, ...]], ...]
    rest: tuple[int, ...]


@lru_cache(maxsize=64)
def scale(edition: Edition, on: date) -> Scale:
    """Return where to read the tiers of an edition on a day: a prohibition counts from the day it applies.

    High-risk and transparency are read even before their duties apply.
    Source: Arts. 5, 6, 50 and 113; the order of tiers is ours (docs/glossary.md).
    """
    counting = [rule for rule in edition.rules.values() if rule.kind != Kind.PROHIBITED or rule.applies(on)]
    nodes = edition.circuit.rules
    return Scale(
        outside=tuple(nodes[rule.id] for rule in counting if rule.outside == Outside.ALL),
        tiers=tuple(
            (tier, tuple(nodes[rule.id] for rule in counting if rule.kind == kind))
            for kind, tier in TIERS.items()
        ),
        rest=tuple(nodes[rule.id] for rule in counting if rule.outside == Outside.REST),
    )


def verdict(state: State, read: Scale) -> Verdict:
    """Return the tier of a settled circuit: undetermined wherever an open rule could still raise it.

    Outside the scope is only what a scope rule that holds takes outside.
    Source: Arts. 2, 5, 6 and 50.
    """
    value = state.__getitem__
    if YES in map(value, read.outside):
        return Verdict(Tier.OUT_OF_SCOPE, Tier.OUT_OF_SCOPE)
    could: list[Tier] = []
    floor = Tier.MINIMAL
    for tier, nodes in read.tiers:
        highest = max(map(value, nodes), default=NO)
        if highest == YES:
            floor = tier
            break
        if highest == OPEN:
            could.append(tier)
    if could:
        return Verdict(Tier.UNDETERMINED, floor, tuple(could))
    if floor is Tier.MINIMAL and YES in map(value, read.rest):
        return Verdict(Tier.OUT_OF_SCOPE, Tier.OUT_OF_SCOPE)
    return Verdict(floor, floor)
