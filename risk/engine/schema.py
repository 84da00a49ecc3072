"""What an entry of an edition may and must contain."""

from collections.abc import Callable, Mapping
from datetime import date

from risk.engine.conditions import nearest

TEXT, TEXTS, DAY, COUNT, CONDITION, WORDS, OPTIONS = (
    "text",
    "texts",
    "date",
    "number",
    "condition",
    "words",
    "options",
)

REQUIRED: Mapping[str, Mapping[str, str]] = {
    "date": {"title": TEXT, "on": DAY, "provision": TEXT},
    "fact": {"type": TEXT, "question": TEXT, "provision": TEXT},
    "rule": {"kind": TEXT, "title": TEXT, "says": TEXT, "provision": TEXT, "when": CONDITION},
    "obligation": {"title": TEXT, "says": TEXT, "role": TEXT, "provision": TEXT, "because": TEXTS},
    "fine": {"amount": COUNT, "percent": COUNT, "provision": TEXT},
}
OPTIONAL: Mapping[str, Mapping[str, str]] = {
    "date": {"note": TEXT},
    "fact": {
        "section": TEXT, "help": TEXT, "example": TEXT, "examples": WORDS, "option": OPTIONS,
        "ask_when": CONDITION, "kept": TEXT,
    },
    "rule": {
        "unless": TEXTS, "yields_to": TEXTS, "from": TEXT, "until": TEXT, "grace": TEXTS, "addresses": TEXTS,
        "outside": TEXT, "note": TEXT,
    },
    "obligation": {
        "when": CONDITION, "unless": TEXTS, "from": TEXT, "literal": TEXT, "recurrence": TEXT, "limit": TEXT,
        "fine": TEXT, "evidence": TEXTS, "note": TEXT, "concerns": TEXT,
    },
    "fine": {"lower_for": TEXTS, "replaces": TEXTS, "because": TEXT, "from": TEXT},
}  # fmt: skip


def _has_id(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str)


SHAPES: Mapping[str, Callable[[object], bool]] = {
    TEXT: lambda value: isinstance(value, str),
    TEXTS: lambda value: isinstance(value, list) and all(isinstance(part, str) for part in value),
    DAY: lambda value: isinstance(value, date),
    COUNT: lambda value: isinstance(value, int) and not isinstance(value, bool),
    CONDITION: lambda value: isinstance(value, str | dict),
    WORDS: lambda value: isinstance(value, dict) and all(isinstance(part, str) for part in value.values()),
    OPTIONS: lambda value: isinstance(value, list) and all(_has_id(part) for part in value),
}
HEADER = {"id": TEXT, "title": TEXT, "celex": TEXT, "eli": TEXT, "state": DAY, "page": TEXT}
KINDS = tuple(REQUIRED)
BOOKKEEPING = {"id", "file", "by"}


def faults(kind: str, entry: Mapping[str, object]) -> list[str]:
    """Return what is wrong with the shape of one entry, in sentences.

    Source: the format in docs/rulebook.md.
    """
    known = {**REQUIRED[kind], **OPTIONAL[kind]}
    missing = [f"{key!r} is missing" for key in REQUIRED[kind] if key not in entry]
    unknown = [
        f"unknown key {key!r}{nearest(key, list(known))}"
        for key in entry
        if key not in known and key not in BOOKKEEPING
    ]
    wrong = [
        f"{key!r} must be {known[key]}" for key in entry if key in known and not fits(known[key], entry[key])
    ]
    return missing + unknown + wrong


def fits(wanted: str, value: object) -> bool:
    """Say whether a value from a file is of the shape an entry wants.

    Source: the format in docs/rulebook.md.
    """
    return SHAPES[wanted](value)
