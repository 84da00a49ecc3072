"""From answers to a word per area and overall, each with its number and its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from audits.scoring.answers import Answer
from audits.scoring.questionnaire import Area, Option, Question, Questionnaire
from audits.scoring.words import Word, worst

FOR, AGAINST, UNKNOWN, ASIDE = "for", "against", "unknown", "aside"


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer's part in a word: it speaks for or against, is unknown, or was left out of the count."""

    question: str
    speaks: str
    says: str
    decides: bool = False

    def as_json(self) -> dict[str, Any]:
        return {"question": self.question, "speaks": self.speaks, "says": self.says, "decides": self.decides}


@dataclass(frozen=True, slots=True)
class AreaScore:
    """What an area comes to; the unknown earns nothing, so `score` is what was shown, not what is true."""

    id: str
    title: str
    word: Word
    score: int
    earned: int
    possible: int
    explained: str
    reasons: tuple[Reason, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id, "title": self.title, "word": self.word.value, "score": self.score,
            "earned": self.earned, "possible": self.possible, "explained": self.explained,
            "reasons": [reason.as_json() for reason in self.reasons],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """The whole: never better than the weakest area; `open_questions` are for the vendor."""

    word: Word
    score: int
    reasons: tuple[str, ...]
    areas: tuple[AreaScore, ...]
    open_questions: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "areas": [area.as_json() for area in self.areas],
            "overall": {"word": self.word.value, "score": self.score, "reasons": list(self.reasons)},
            "open_questions": list(self.open_questions),
        }


@dataclass(frozen=True, slots=True)
class _Heard:
    """A question with what was heard about it: an option, or nothing known."""

    question: Question
    option: Option | None

    @property
    def counts(self) -> bool:
        return self.option is None or self.option.counts

    @property
    def points(self) -> int:
        return self.option.points if self.option and self.option.counts else 0


def score(form: Questionnaire, answers: Mapping[str, Answer]) -> Score:
    """Return what the answers come to; a question without an answer counts as not known.

    Shape: the number of an area is the share of its points that was earned, from 0 to 100, rounded down;
    the overall number is the mean of the areas, the overall word that of the weakest area.
    """
    areas = tuple(_area_score(form, area, answers) for area in form.areas)
    word = worst([area.word for area in areas])
    weakest = [area.title for area in areas if area.word == word]
    return Score(
        word=word,
        score=sum(area.score for area in areas) // len(areas),
        reasons=tuple(_overall_reasons(word, weakest, areas)),
        areas=areas,
        open_questions=tuple(name for name in form.questions if _unknown(answers.get(name))),
    )


def _area_score(form: Questionnaire, area: Area, answers: Mapping[str, Answer]) -> AreaScore:
    heard = [_hear(question, answers.get(question.id)) for question in area.questions]
    earned = sum(one.points for one in heard)
    possible = sum(one.question.worth for one in heard if one.counts)
    word = _word(form, heard, earned, possible)
    return AreaScore(
        id=area.id,
        title=area.title,
        word=word,
        score=int(_share(earned, possible)),
        earned=earned,
        possible=possible,
        explained=_explained(heard, earned, possible),
        reasons=tuple(sorted((_reason(one, word) for one in heard), key=_by_weight)),
    )


def _word(form: Questionnaire, heard: Sequence[_Heard], earned: int, possible: int) -> Word:
    """Return the word of an area, judging both what is shown and what could at best be true."""
    unknown = [one.question for one in heard if one.option is None]
    caps = [one.option.caps for one in heard if one.option and one.option.caps]
    shown = _share(earned, possible)
    at_best = shown + _share(sum(question.worth for question in unknown), possible)
    if Word.NOT_ADEQUATE in caps or at_best < form.with_conditions_from:
        return Word.NOT_ADEQUATE
    if any(question.essential for question in unknown) or shown < form.with_conditions_from:
        return Word.NOT_ASSESSABLE
    if unknown or caps or shown < form.adequate_from:
        return Word.ADEQUATE_WITH_CONDITIONS
    return Word.ADEQUATE


def _share(points: int, possible: int) -> Fraction:
    return Fraction(100 * points, possible) if possible else Fraction(0)


def _hear(question: Question, answer: Answer | None) -> _Heard:
    return _Heard(question, None if answer is None or answer.value is None else question.option(answer.value))


def _unknown(answer: Answer | None) -> bool:
    return answer is None or answer.value is None


def _reason(heard: _Heard, word: Word) -> Reason:
    question, option = heard.question, heard.option
    if option is None:
        decides = question.essential and word == Word.NOT_ASSESSABLE
        return Reason(question.id, UNKNOWN, f"Not known: {question.asks}", decides)
    if not option.counts:
        return Reason(question.id, ASIDE, option.reason)
    # An answer worth less than three quarters of the best one is a weakness that somebody should look at.
    speaks = FOR if 4 * option.points >= 3 * question.worth and option.caps is None else AGAINST
    return Reason(question.id, speaks, option.reason, option.caps == word)


def _by_weight(reason: Reason) -> tuple[bool, int]:
    return not reason.decides, (AGAINST, UNKNOWN, FOR, ASIDE).index(reason.speaks)


def _explained(heard: Sequence[_Heard], earned: int, possible: int) -> str:
    unknown = sum(one.option is None for one in heard)
    aside = sum(not one.counts for one in heard)
    parts = [f"{earned} of {possible} points"]
    if unknown:
        parts.append(f"{_questions(unknown)} not known, which earns nothing")
    if aside:
        parts.append(f"{_questions(aside)} left out because it does not apply")
    return "; ".join(parts)


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count} questions"


def _overall_reasons(word: Word, weakest: Sequence[str], areas: Sequence[AreaScore]) -> list[str]:
    """Return why the whole is what it is: the areas that decide, then the answers that decide there."""
    whole = "No area is weaker." if len(weakest) == len(areas) else "The weakest area decides."
    named = f"{', '.join(weakest)}: {word.label.lower()}. {whole}"
    deciding = [
        reason.says for area in areas if area.word == word for reason in area.reasons if reason.decides
    ]
    return [named, *deciding]
