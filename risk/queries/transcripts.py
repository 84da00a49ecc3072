"""Everything that was said about a version, in order, with who said it and when."""

from dataclasses import dataclass
from datetime import datetime

from governance.models import SystemVersion
from risk import rulebook
from risk.engine.edition import Fact
from risk.queries.answers import registered, stated
from risk.queries.opinions import Cited
from risk.queries.wording import answer_words


@dataclass(frozen=True)
class Said:
    """One answer with its question; `by` is empty where the register says it."""

    fact: str
    question: str
    answer: str
    note: str
    provision: Cited
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Chapter:
    """The answers of one section."""

    title: str
    answers: tuple[Said, ...]


def transcript(version: SystemVersion) -> tuple[Chapter, ...]:
    """Return what was said about a version, by section, in the order of the questionnaire. Two queries."""
    edition, given, known = rulebook.edition(), stated(version), registered(version)
    chapters: dict[str, list[Said]] = {}
    for fact in edition.facts.values():
        if fact.id in known:
            said = _said(fact, answer_words(fact, known[fact.id]))
        elif row := given.get(fact.id):
            said = _said(fact, answer_words(fact, row.value), row.note, row.by.name, row.at)
        else:
            continue
        chapters.setdefault(fact.section, []).append(said)
    return tuple(Chapter(title, tuple(answers)) for title, answers in chapters.items())


def _said(fact: Fact, answer: str, note: str = "", by: str = "", at: datetime | None = None) -> Said:
    provision = Cited(fact.provision.cite, fact.provision.url)
    return Said(fact.id, fact.question, answer, note, provision, by, at)
