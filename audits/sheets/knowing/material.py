"""What prescribed documents are filled from: the record of a version, and its other documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from audits.packs.pack import Pack
from audits.sheets.filling import Known


@dataclass(frozen=True, slots=True)
class Other:
    """Another prescribed document of the same system that was finished: its texts by field."""

    kind: str
    reference: str
    finished_on: str
    version: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Material:
    """The record of a version of a system, and the finished documents of that system by kind."""

    pack: Pack
    placed_on: str = ""
    others: Mapping[str, Other] = field(default_factory=dict)


def told(value: str | list[str], source: str) -> Known | None:
    """Return something known with its source; nothing where there is nothing to say."""
    return Known(value, source) if value else None


def lines(texts: Iterable[str]) -> str:
    """Return texts one below the other, empty ones left out."""
    return "\n".join(filter(None, texts))


def day(iso: str) -> str:
    """Return 2 December 2027 for 2027-12-02 or any time on it."""
    try:
        moment = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{moment.day} {moment:%B %Y}"
