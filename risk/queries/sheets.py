"""The questionnaire of one version of a system: what to ask next, section by section."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from governance.models import SystemVersion
from governance.vocabulary import Tier
from risk.engine import Question, parse_facts, questions, settled
from risk.engine.edition import Fact
from risk.models import Answer
from risk.queries.answers import raw_facts, stated
from risk.queries.editions import adopted


@dataclass(frozen=True)
class Section:
    """Questions that belong together, only those that matter given the answers so far."""

    slug: str
    title: str
    questions: tuple[Question, ...]

    @property
    def answered(self) -> int:
        return sum(question.answered for question in self.questions)

    @property
    def left(self) -> int:
        return len(self.questions) - self.answered


@dataclass(frozen=True)
class Sheet:
    """Every section that has something to ask or to show, in order, and who said what so far.

    `settled` is the tier that no question left can change, if there is one.
    """

    edition: str
    sections: tuple[Section, ...]
    stated: Mapping[str, Answer]
    settled: Tier | None

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def left(self) -> int:
        return sum(section.left for section in self.sections)

    @property
    def percent(self) -> int:
        return round(100 * self.answered / (self.answered + self.left)) if self.answered + self.left else 100

    @property
    def words(self) -> str:
        """How far the questionnaire is, in words."""
        left = "1 question left" if self.left == 1 else f"{self.left} questions left"
        return f"{self.answered} answered, {left}"

    def section(self, slug: str) -> Section | None:
        return next((section for section in self.sections if section.slug == slug), None)

    def next_open(self, slug: str = "") -> Section | None:
        """Return the section to go on with: this one while it has questions left, then the next that has."""
        slugs = [section.slug for section in self.sections]
        start = slugs.index(slug) if slug in slugs else 0
        rotated = (*self.sections[start:], *self.sections[:start])
        return next((section for section in rotated if section.left), None)


def sheet(version: SystemVersion, on: date) -> Sheet:
    """Return the questionnaire of a version as the answers so far leave it.

    Cost: four queries beside the version's system, whatever the number of questions.
    """
    edition = adopted()
    facts = parse_facts(raw_facts(version, edition), edition)
    asked: dict[str, list[Question]] = {}
    for question in questions(facts, edition, on):
        asked.setdefault(question.section, []).append(question)
    sections = tuple(Section(slugify(title), title, tuple(found)) for title, found in asked.items())
    return Sheet(edition.id, sections, stated(version), settled(facts, edition, on))


def section_of(fact: Fact | None) -> str:
    """Return the slug of the section in which a fact is asked; empty for one that the edition does not have."""
    return slugify(fact.section) if fact else ""
