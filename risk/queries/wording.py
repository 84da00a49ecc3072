"""Stored answers in the words of the questions they answer."""

from datetime import date
from typing import Any

from risk.engine.edition import Fact

DONT_KNOW, NONE = "I don't know", "None of these"


def answer_words(fact: Fact | None, value: Any) -> str:  # noqa: ANN401 whatever the fact's type holds
    """Return an answer as people read it; a fact that the edition does not have shows its bare value."""
    if value is None or value == "unknown":
        return DONT_KNOW
    if isinstance(value, bool):
        return "Yes" if value else "No"
    labels = {option.id: option.label for option in fact.options} if fact else {}
    if isinstance(value, list):
        return "; ".join(labels.get(part, str(part)) for part in value) or NONE
    if fact and fact.type == "date":
        return f"{date.fromisoformat(str(value)):%-d %B %Y}"
    return labels.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))


def change_words(fact: Fact | None, given: Any, answer: Any) -> str:  # noqa: ANN401
    """Return what would have to be answered instead: for a list, only what would come or go."""
    if not isinstance(answer, list) or not isinstance(given, list):
        return answer_words(fact, answer)
    added = [part for part in answer if part not in given]
    gone = [part for part in given if part not in answer]
    parts = [f"also: {answer_words(fact, added)}"] if added else []
    parts += [f"no longer: {answer_words(fact, gone)}"] if gone else []
    return "; ".join(parts)
