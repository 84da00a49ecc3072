"""Turns a draft into an edition, or says everything that is wrong with it at once."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from risk.engine.compiling import CircularError, Compiler
from risk.engine.drafting import Drafter
from risk.engine.edition import Edition
from risk.engine.entries import Reader
from risk.engine.exceptions import exceptions
from risk.engine.schema import faults
from risk.engine.soundness import unsound


class BadEditionError(Exception):
    """The edition is refused whole; `faults` lists every reason, each with its file and entry."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def read_edition(
    files: Iterable[tuple[str, Mapping[str, object]]], anchors: frozenset[str], base: Edition | None = None
) -> Edition:
    """Return the edition that a set of parsed files describes, over the one it amends.

    Shape: files as (name, tables); anchors are the ids of all provisions of this state of the law.
    Raises: BadEditionError, with every fault found.
    Source: the format in docs/rulebook.md.
    """
    drafter = Drafter(base.draft if base else None)
    drafter.collect(files)
    shapes = [
        f"{entry.get('file')}: {kind} {name}: {fault}"
        for kind, entries in drafter.draft.items()
        for name, entry in entries.items()
        for fault in faults(kind, entry)
    ]
    if drafter.faults or shapes:
        raise BadEditionError([*drafter.faults, *shapes])
    return _assembled(drafter, anchors)


def _assembled(drafter: Drafter, anchors: frozenset[str]) -> Edition:
    reader = Reader(drafter.draft, anchors, str(drafter.header["page"]))
    facts, rules, fines = reader.facts(), reader.rules(), reader.fines()
    obligations = reader.obligations(fines)
    if reader.faults:
        raise BadEditionError(reader.faults)
    try:
        circuit = Compiler(facts, rules, obligations).circuit()
    except CircularError as circle:
        raise BadEditionError([_circular(drafter, circle)]) from circle
    header = drafter.header
    edition = Edition(
        id=str(header["id"]),
        title=str(header["title"]),
        celex=str(header["celex"]),
        eli=str(header["eli"]),
        page=str(header["page"]),
        state=cast("date", header["state"]),
        based_on=str(header.get("based_on", "")),
        dates=reader.moments, facts=facts, rules=rules, obligations=obligations, fines=fines,
        changes=tuple(drafter.changes), draft=drafter.draft, circuit=circuit,
        exceptions={name: exceptions(rule, rules) for name, rule in rules.items()},
    )  # fmt: skip
    if found := unsound(edition):
        raise BadEditionError(found)
    return edition


def _circular(drafter: Drafter, circle: CircularError) -> str:
    name = circle.path[0]
    kind = "rule" if name in drafter.draft["rule"] else "fact"
    return f"{drafter.draft[kind][name].get('file')}: {kind} {name}: it depends on itself: {circle}"
