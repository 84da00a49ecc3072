"""Entries of the rulebook in words, for the page that compares two editions."""

from dataclasses import dataclass
from datetime import date

from django import template

from risk.engine.differing import Difference

register = template.Library()

WORDS = {
    "on": "Day", "says": "Says", "title": "Title", "provision": "Provision", "when": "Holds when", "note": "Remark",
    "unless": "Unless", "from": "Applies from", "until": "Until", "literal": "By the letter from", "fine": "Fine",
    "because": "Follows from", "addresses": "Addresses", "evidence": "Shown by", "limit": "Time limit",
    "recurrence": "Again", "question": "Question", "help": "Help", "option": "Answers", "amount": "Euro",
    "percent": "Percent of turnover", "lower_for": "The lower figure for", "ask_when": "Asked when",
    "grace": "Postponed by", "kind": "Kind", "role": "Role", "section": "Section", "type": "Type of answer",
    "example": "Example", "examples": "Examples", "yields_to": "Yields to", "outside": "Takes out", "kept": "Kept",
}  # fmt: skip
# What only the machinery reads, where the whole entry is new or gone.
MACHINERY = frozenset({"by", "file", "id"})


@dataclass(frozen=True)
class Field:
    """One field of an entry, as it was and as it is."""

    word: str
    was: str
    now: str


@register.filter
def entry_title(difference: Difference) -> str:
    """Return what people call an entry: its title or its question, else its id."""
    for name in ("title", "question"):
        old, new = difference.fields.get(name, (None, None))
        if new or old:
            return str(new or old)
    return difference.id


@register.filter
def entry_fields(difference: Difference) -> tuple[Field, ...]:
    """Return the fields that differ, in words."""
    return tuple(
        Field(WORDS.get(name, name), _words(old), _words(new))
        for name, (old, new) in difference.fields.items()
        if name not in MACHINERY
    )


def _words(value: object) -> str:
    """Return a value of an entry as a reader without TOML understands it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, list):
        return "; ".join(_words(part) for part in value)
    if isinstance(value, dict):
        if "label" in value:
            return str(value["label"])
        return "; ".join(f"{name}: {_words(part)}" for name, part in value.items())
    return str(value)
