"""What an assessment comes to, made ready to be read: words, numbers explained, reasons sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audits import questionnaires
from audits.models import VendorAssessment
from audits.scoring import Area, Question, Questionnaire, Word, parse_answers, score

SPEAKS = {"against": "Against", "unknown": "Not known", "for": "For", "aside": "Left out"}


@dataclass(frozen=True)
class ShownReason:
    """One reason with the question it comes from and the note beside the answer."""

    speaks: str
    says: str
    decides: bool
    question: Question
    note: str


@dataclass(frozen=True)
class ShownArea:
    """One area's word and number, and its reasons, those against first."""

    id: str
    title: str
    word: Word
    score: int
    explained: str
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True)
class Result:
    """The whole as a page shows it."""

    word: Word
    score: int
    reasons: tuple[str, ...]
    areas: tuple[ShownArea, ...]
    to_ask: tuple[Question, ...]


@dataclass(frozen=True)
class AreaProgress:
    """How far one area of a draft is."""

    area: Area
    answered: int

    @property
    def left(self) -> int:
        return len(self.area.questions) - self.answered


@dataclass(frozen=True)
class Progress:
    """How far a draft is."""

    areas: tuple[AreaProgress, ...]

    @property
    def left(self) -> int:
        return sum(area.left for area in self.areas)

    @property
    def answered(self) -> int:
        return sum(area.answered for area in self.areas)

    @property
    def percent(self) -> int:
        return round(100 * self.answered / (self.answered + self.left))

    @property
    def words(self) -> str:
        if not self.left:
            return "All answered"
        left = "1 question left" if self.left == 1 else f"{self.left} questions left"
        return f"{self.answered} answered, {left}"

    def next_open(self, area_id: str = "") -> Area | None:
        """Return the area to go on with: the first with questions left, from this one on."""
        ids = [progress.area.id for progress in self.areas]
        start = ids.index(area_id) if area_id in ids else 0
        rotated = (*self.areas[start:], *self.areas[:start])
        return next((progress.area for progress in rotated if progress.left), None)


def progress(assessment: VendorAssessment) -> Progress:
    """Return how far a draft is. No query."""
    form = questionnaires.load(assessment.questionnaire)
    return Progress(
        tuple(
            AreaProgress(area, sum(question.id in assessment.answers for question in area.questions))
            for area in form.areas
        )
    )


def result(assessment: VendorAssessment) -> Result:
    """Return what an assessment came to; for a draft, what it would come to now. No query."""
    form = questionnaires.load(assessment.questionnaire)
    told = assessment.score or score(form, parse_answers(assessment.answers, form)).as_json()
    overall = told["overall"]
    return Result(
        word=Word(overall["word"]),
        score=overall["score"],
        reasons=tuple(overall["reasons"]),
        areas=tuple(_area(area, form, assessment.answers) for area in told["areas"]),
        to_ask=tuple(form.questions[name] for name in told["open_questions"]),
    )


def _area(told: Mapping[str, Any], form: Questionnaire, answers: Mapping[str, Any]) -> ShownArea:
    return ShownArea(
        id=told["id"],
        title=told["title"],
        word=Word(told["word"]),
        score=told["score"],
        explained=told["explained"],
        reasons=tuple(_reasons(told["reasons"], form, answers)),
    )


def _reasons(
    told: Iterable[Mapping[str, Any]], form: Questionnaire, answers: Mapping[str, Any]
) -> Iterable[ShownReason]:
    for reason in told:
        question, said = form.questions[reason["question"]], answers.get(reason["question"])
        note = said["note"] if said else ""
        says = question.asks if reason["speaks"] == "unknown" else reason["says"]
        yield ShownReason(SPEAKS[reason["speaks"]], says, reason["decides"], question, note)
