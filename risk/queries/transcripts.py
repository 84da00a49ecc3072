"""Everything that was said about a version, in order, with who said it and when."""

from dataclasses import dataclass
from datetime import datetime

from governance.models import SystemVersion
from risk.engine.edition import Fact
from risk.models import Answer
from risk.queries.answers import registered, stated
from risk.queries.editions import adopted
from risk.queries.opinions import Cited
from risk.queries.wording import answer_words


@dataclass(frozen=True)
class Said:
    """One answer with its question; `by` is empty where the register says it."""

    fact: str
    question: str
    answer: str
    note: str
    evidence: str
    provision: Cited
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Chapter:
    """The answers of one section."""

    title: str
    answers: tuple[Said, ...]


def transcript(version: SystemVersion) -> tuple[Chapter, ...]:
    """Return what was said about a version, by section, in the order of the questionnaire. Three queries."""
    edition, given, known = adopted(), stated(version), registered(version)
    chapters: dict[str, list[Said]] = {}
    for fact in edition.facts.values():
        if fact.id in known:
            said = _said(fact, answer_words(fact, known[fact.id]))
        elif row := given.get(fact.id):
            said = _said(fact, answer_words(fact, row.value), row)
        else:
            continue
        chapters.setdefault(fact.section, []).append(said)
    return tuple(Chapter(title, tuple(answers)) for title, answers in chapters.items())


def _said(fact: Fact, answer: str, row: Answer | None = None) -> Said:
    return Said(
        fact=fact.id,
        question=fact.question,
        answer=answer,
        note=row.note if row else "",
        evidence=row.evidence if row else "",
        provision=Cited(fact.provision.cite, fact.provision.url),
        by=row.by.name if row else "",
        at=row.at if row else None,
    )
