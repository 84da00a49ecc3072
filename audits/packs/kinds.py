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

MEMORANDUM = Kind(
    id="memorandum",
    title="Classification memorandum",
    about="What the Act makes of the system and why, exceptions and open questions included.",
    parts=frozenset({"components", "finding", "positions", "answers", "claim"}),
)
FAIRNESS = Kind(
    id="fairness",
    title="Fairness report",
    about="One run: its verdicts, the numbers behind them, the method and its limits.",
    subject=Subject.RUN,
    parts=frozenset({"fairness", "evidence"}),
)
VENDOR = Kind(
    id="vendor",
    title="Vendor assessment report",
    about="One product of a vendor, measured against a dated questionnaire.",
    subject=Subject.ASSESSMENT,
    parts=frozenset({"product", "vendors"}),
)
PORTFOLIO = Kind(
    id="portfolio",
    title="Portfolio report",
    about="All systems of a unit and of the units below it, for those who answer for them.",
    subject=Subject.UNIT,
    parts=frozenset({"portfolio"}),
)

FRIA = Kind(
    id="fria",
    title="Fundamental rights impact assessment",
    about="The six points of Art. 27(1), who must do it and why, and what the authority is told.",
    parts=frozenset({"fria"}),
)
ANNEX_IV = Kind(
    id="annex_iv",
    title="Technical documentation",
    about="The nine points of Annex IV, or the simplified form where that was begun, with the results of the tests.",
    parts=frozenset({"fairness", "evidence", "annex_iv"}),
)
DECLARATION = Kind(
    id="declaration",
    title="EU declaration of conformity",
    about="The points of Annex V, with a line to sign on.",
    parts=frozenset({"declaration"}),
)
REGISTRATION = Kind(
    id="registration",
    title="Registration sheets",
    about="The sections of Annex VIII that are owed or begun, and what changed since they were submitted.",
    parts=frozenset({"registration"}),
)

KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        SYSTEM,
        MEMORANDUM,
        ANNEX_IV,
        FRIA,
        DECLARATION,
        REGISTRATION,
        FAIRNESS,
        VENDOR,
        PORTFOLIO,
    )
}


def kinds_about(subject: Subject) -> tuple[Kind, ...]:
    """Return the kinds that can be asked for of a subject, in the order of the list."""
    return tuple(kind for kind in KINDS.values() if kind.subject is subject)
