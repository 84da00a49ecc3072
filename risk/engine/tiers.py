"""From parallel findings to the one word that lists show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from governance.vocabulary import Tier
from risk.engine.circuit import OPEN, YES, State
from risk.engine.edition import Edition, Kind

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


def verdict(state: State, edition: Edition, on: date) -> Verdict:
    """Return the tier of a settled circuit: undetermined wherever an open rule could still raise it.

    A prohibition counts from the day it applies. High-risk and transparency are shown before their
    duties apply. Outside the scope is only what a scope rule that holds takes outside.
    Source: Arts. 2, 5, 6, 50 and 113; the order of tiers is ours (docs/glossary.md).
    """
    circuit = edition.circuit
    if any(rule.outside == "all" and state[circuit.rules[rule.id]] == YES for rule in edition.rules.values()):
        return Verdict(Tier.OUT_OF_SCOPE, Tier.OUT_OF_SCOPE)
    floor, could = Tier.MINIMAL, set()
    for rule in edition.rules.values():
        if (tier := TIERS.get(rule.kind)) is None or (tier is Tier.PROHIBITED and not rule.applies(on)):
            continue
        value = state[circuit.rules[rule.id]]
        if value == YES:
            floor = max(floor, tier, key=WEIGHT.__getitem__)
        if value == OPEN:
            could.add(tier)
    worse = tuple(
        sorted((tier for tier in could if WEIGHT[tier] > WEIGHT[floor]), key=WEIGHT.__getitem__, reverse=True)
    )
    if worse:
        return Verdict(Tier.UNDETERMINED, floor, worse)
    if floor is Tier.MINIMAL and _rest_is_outside(state, edition):
        return Verdict(Tier.OUT_OF_SCOPE, Tier.OUT_OF_SCOPE)
    return Verdict(floor, floor)


def _rest_is_outside(state: State, edition: Edition) -> bool:
    return any(
        rule.outside == "rest" and state[edition.circuit.rules[rule.id]] == YES
        for rule in edition.rules.values()
    )
