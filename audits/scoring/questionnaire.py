"""One edition of a questionnaire: areas, questions, and what each possible answer is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from audits.scoring.words import Word
from risk.engine.provisions import Provision


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `caps` keeps its area from a better word; `counts` says whether points count."""

    id: str
    label: str
    reason: str
    points: int = 0
    caps: Word | None = None
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """Something a provider is asked. Not knowing an essential one leaves its area not assessable."""

    id: str
    area: str
    asks: str
    why: str
    options: tuple[Option, ...]
    provision: Provision | None = None
    hint: str = ""
    essential: bool = False

    @property
    def worth(self) -> int:
        """The points of the best answer."""
        return max(option.points for option in self.options)

    def option(self, option_id: str) -> Option:
        return next(option for option in self.options if option.id == option_id)


@dataclass(frozen=True, slots=True)
class Area:
    """A group of questions that gets a word of its own."""

    id: str
    title: str
    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """An edition, frozen: its id never changes meaning, so an old assessment can be read for ever."""

    id: str
    title: str
    about: str
    kinds: tuple[str, ...]
    adequate_from: int
    with_conditions_from: int
    months: Mapping[Word, int]
    areas: tuple[Area, ...]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by its id, in order."""
        return {question.id: question for area in self.areas for question in area.questions}
