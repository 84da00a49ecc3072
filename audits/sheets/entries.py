"""What somebody wrote in a field, checked against the blank that asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from urllib.parse import urlsplit

from audits.sheets.blank import Blank, Field, Need, Type

Value = str | list[str]
LONGEST: Mapping[Type, int] = {Type.TEXT: 50_000, Type.LINE: 500, Type.LINK: 500}
NO_WEB_ADDRESS = "write an address that begins with https://"


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says at one field: a value, or that it does not apply, and why.

    `source` names what of the record was adopted as it is, in words for readers.
    """

    value: Value = ""
    applies: bool = True
    source: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a field, with who wrote it, when, and at which revision of the sheet."""

    said: Said
    by: str = ""
    at: str = ""
    number: int = 0

    @property
    def day(self) -> date | None:
        """The day on which it was written."""
        return date.fromisoformat(self.at[:10]) if self.at else None


class EntryErrors(Exception):
    """Entries that cannot be accepted; `errors` has one sentence per field."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("\n".join(f"{field}: {error}" for field, error in self.errors.items()))


def _unstorable(value: Value) -> bool:
    """Say whether a text holds what neither a database nor JSON can keep: NUL, or half a surrogate pair."""
    texts = [value] if isinstance(value, str) else value
    return any("\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text) for text in texts)


def check(said: Mapping[str, Said], form: Blank) -> None:
    """Let entries pass that the blank can hold; an empty value takes back what stood there.

    Raises: EntryErrors, with one message per field.
    """
    if errors := {name: fault for name, one in said.items() if (fault := _fault(name, one, form))}:
        raise EntryErrors(errors)


def words(field: Field, value: Value) -> str:
    """Return a value as a reader sees it: chosen things by their labels, text as it was typed."""
    if field.choices:
        return "; ".join(field.labels(value))
    return value if isinstance(value, str) else "; ".join(value)


def _fault(name: str, said: Said, form: Blank) -> str:
    field = form.fields.get(name)
    if field is None:
        near = get_close_matches(name, list(form.fields), n=1)
        return f"there is no such field in {form.id}" + (f"; did you mean {near[0]}?" if near else "")
    if _unstorable(said.value):
        return "it holds letters that cannot be kept"
    if said.evidence and not _on_the_web(said.evidence):
        return f"evidence: {NO_WEB_ADDRESS}"
    if not said.applies:
        return _excuse_fault(field, said.value)
    return _value_fault(field, said.value) if said.value else ""


def _excuse_fault(field: Field, reason: Value) -> str:
    if field.need is not Need.WHERE_APPLICABLE:
        return "this is owed in every case; it cannot be said not to apply"
    if not isinstance(reason, str) or not reason.strip():
        return "say why it does not apply"
    return ""


def _value_fault(field: Field, value: Value) -> str:
    known = [choice.id for choice in field.choices]
    if field.type is Type.SEVERAL:
        strangers = [one for one in value if one not in known] if isinstance(value, list) else [value]
        return f"choose among {', '.join(known)}; not {strangers[0]!r}" if strangers else ""
    if not isinstance(value, str):
        return "write a text"
    return _text_fault(field, value, known)


def _text_fault(field: Field, value: str, known: list[str]) -> str:
    if field.type is Type.CHOICE:
        return "" if value in known else f"choose one of {', '.join(known)}; this is {value!r}"
    if field.type is Type.DATE:
        return "" if _is_day(value) else "write a day such as 2026-11-21"
    if field.type is Type.LINK and not _on_the_web(value):
        return NO_WEB_ADDRESS
    longest = LONGEST[field.type]
    return "" if len(value) <= longest else f"write at most {longest} characters; these are {len(value)}"


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _on_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not any(map(str.isspace, address))
