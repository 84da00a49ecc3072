"""The kinds of dossier: what each is called, what it is about, and which parts of the record it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a dossier is about, as the row of its request names it."""

    SYSTEM = "system"
    RUN = "run"
    ASSESSMENT = "assessment"
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of dossier; its sections are in audits.dossiers.kinds under the same id.

    `parts` are the fields of the pack that it prints: what it does not print is not frozen into it either.
    """

    id: str
    title: str
    about: str
    subject: Subject = Subject.SYSTEM
    parts: frozenset[str] = frozenset()


SYSTEM = Kind(
    id="system",
    title="System dossier",
    about="Everything on record about one version of a system.",
    parts=frozenset(
        {"components", "finding", "positions", "answers", "obligations", "fairness", "vendors", "evidence"}
    ),
)

KINDS: Mapping[str, Kind] = {kind.id: kind for kind in (SYSTEM,)}


def about(subject: Subject) -> tuple[Kind, ...]:
    """Return the kinds that can be asked for of a subject, in the order of the list."""
    return tuple(kind for kind in KINDS.values() if kind.subject is subject)
