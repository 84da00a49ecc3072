"""Answers to a questionnaire as rows and forms hold them, checked against the edition that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from audits.scoring.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question; a value of None is an explicit "I don't know"."""

    value: str | None
    note: str = ""

    def as_json(self) -> dict[str, str | None]:
        return {"value": self.value, "note": self.note}


class AnswerErrors(Exception):
    """Answers that cannot be accepted; `errors` has one sentence per question id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("\n".join(f"{question}: {error}" for question, error in self.errors.items()))


def parse_answers(raw: Mapping[str, Any], form: Questionnaire) -> dict[str, Answer]:
    """Return answers by question id, in the order of the questionnaire.

    Shape: `{question: {"value": option id or None, "note": text}}`; what is absent was never answered.
    Raises: AnswerErrors, with one message per question.
    """
    errors = {name: error for name, said in raw.items() if (error := _error(name, said, form))}
    if errors:
        raise AnswerErrors(errors)
    return {
        name: Answer(raw[name].get("value"), raw[name].get("note", ""))
        for name in form.questions
        if name in raw
    }


def unanswered(answers: Mapping[str, Answer], form: Questionnaire) -> tuple[str, ...]:
    """Return the questions that nobody has answered, not even with "I don't know"."""
    return tuple(name for name in form.questions if name not in answers)


def _error(name: str, said: object, form: Questionnaire) -> str:
    question = form.questions.get(name)
    if question is None:
        near = get_close_matches(name, list(form.questions), n=1)
        return f"there is no such question in {form.id}" + (f"; did you mean {near[0]}?" if near else "")
    if not isinstance(said, Mapping) or not isinstance(said.get("note", ""), str):
        return 'answer with a value and a note, such as {"value": null, "note": "asked on 3 May"}'
    known = [option.id for option in question.options]
    if said.get("value") is not None and said["value"] not in known:
        return f"answer one of {', '.join(known)}, or null for not known; this is {said['value']!r}"
    return ""
