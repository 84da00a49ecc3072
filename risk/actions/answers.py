"""Taking answers about a system, and judging it anew in the same breath."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from governance import trail
from governance.models import SystemVersion, User
from risk.actions import classifications
from risk.engine import parse_facts
from risk.models import Answer, Classification
from risk.queries.answers import stamp, stated
from risk.queries.editions import adopted


@dataclass(frozen=True)
class Statement:
    """What somebody says of one fact: a value (None is "I don't know"), a note, where it can be seen."""

    value: Any
    note: str = ""
    evidence: str = ""


class Overtaken(Exception):
    """Somebody answered some of these questions since they were read; `facts` names them."""

    def __init__(self, facts: Iterable[str]) -> None:
        self.facts = tuple(facts)
        super().__init__(", ".join(self.facts))


@transaction.atomic
def state(
    *,
    version: SystemVersion,
    statements: Mapping[str, Statement],
    by: User,
    at: datetime,
    seen: Mapping[str, str] | None = None,
) -> Classification:
    """Store what was said and return the classification that follows; what stood before is in the trail.

    `seen` are the stamps of the answers that stood when the questions were read, by fact; whoever read none
    writes over what stands.
    Raises: risk.engine.FactErrors, one message a fact, when a value does not fit; Overtaken, when an answer that
    was not seen would be written over. Then nothing is stored.
    """
    classifications.hold(version)
    parse_facts({fact: said.value for fact, said in statements.items()}, adopted())
    before = {fact: row for fact, row in stated(version).items() if fact in statements}
    changed = {
        fact: said
        for fact, said in statements.items()
        if fact not in before
        or Statement(before[fact].value, before[fact].note, before[fact].evidence) != said
    }
    if seen is not None:
        _check_seen({fact: before.get(fact) for fact in changed}, seen)
    for fact, said in changed.items():
        Answer.objects.update_or_create(
            version=version, fact=fact, defaults={**vars(said), "by": by, "at": at}
        )
    if changed:
        was = {fact: before[fact] for fact in changed if fact in before}
        trail.record(
            at=at, by=by, verb="facts.stated", subject=version.system.reference, unit=version.system.unit,
            before=_told(was, changed), after={**_told(changed, was), "version": version.label},
        )  # fmt: skip
    return classifications.judge(version=version, by=by, at=at)


def _check_seen(standing: Mapping[str, Answer | None], seen: Mapping[str, str]) -> None:
    if overtaken := [fact for fact, row in standing.items() if stamp(row) != seen.get(fact, "")]:
        raise Overtaken(overtaken)


def _told(said: Mapping[str, Statement | Answer], other: Mapping[str, Statement | Answer]) -> dict[str, Any]:
    """Return what the trail tells of answers: each value, and what stands beside it where that is another."""
    told = {fact: one.value for fact, one in said.items()}
    for fact, one in said.items():
        for name in ("note", "evidence"):
            text, others = getattr(one, name), getattr(other.get(fact), name, "")
            if text != others:
                told[f"{fact} ({name})"] = text
    return told
