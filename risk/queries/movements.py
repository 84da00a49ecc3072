"""A move, made ready to be read: what changed in words, grouped, each part with the points that moved it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from risk.models import Move
from risk.queries.opinions import Cited
from risk.vocabulary import addressee

RULES = {
    "": "was not there",
    "holds": "holds",
    "holds, not yet": "holds, its day is still to come",
    "open": "is open",
    "open, not yet": "is open, its day is still to come",
    "fails": "is not met",
}
GROUPS = (
    ("Rules", ("rule",)),
    ("Obligations opened", ("opened",)),
    ("Obligations fallen away", ("fallen",)),
    ("Obligations whose day moved", ("dated",)),
    ("Obligations amended", ("amended",)),
    ("Days on which the law will change", ("announced", "rescheduled", "withdrawn")),
)
NO_DAY = "no day yet"
# What stands where nothing was before, or nothing is now.
ABSENT = {
    "opened": ("not owed", ""),
    "fallen": ("", "not owed"),
    "announced": ("no such day", ""),
    "withdrawn": ("", "no such day"),
}


@dataclass(frozen=True)
class Part:
    """One thing that moved."""

    title: str
    role: str
    was: str
    now: str
    provision: Cited
    by: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Parts of one sort."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Reason:
    """Why something moved: a point of an amending act, a day that has come, an answer that changed."""

    cite: str
    says: str


@dataclass(frozen=True)
class Told:
    """A move as a page shows it."""

    groups: tuple[Group, ...]
    why: tuple[Reason, ...]

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many parts of each sort."""
        return tuple((group.title, len(group.parts)) for group in self.groups)


def told(move: Move) -> Told:
    """Return what moved, in words. No query."""
    parts: Iterable[Mapping[str, Any]] = move.changes["parts"]
    groups = tuple(
        Group(title, found)
        for title, kinds in GROUPS
        if (found := tuple(_part(part) for part in parts if part["what"] in kinds))
    )
    return Told(groups, tuple(Reason(one["cite"], one["says"]) for one in move.changes["why"]))


def _part(told: Mapping[str, Any]) -> Part:
    was, now = _words(told)
    return Part(
        title=told["title"],
        role=addressee(told["role"]),
        was=was,
        now=now,
        provision=Cited(told["provision"]["cite"], told["provision"]["url"]),
        by=tuple(told["by"]),
    )


def _words(told: Mapping[str, Any]) -> tuple[str, str]:
    """Return what was and what is, in words."""
    was, now, what = told["was"], told["now"], told["what"]
    if what == "rule":
        return RULES[was], RULES[now] if now else "is there no more"
    if what == "amended":
        return "", "other words, limits or fines"
    before, after = ABSENT.get(what, ("", ""))
    return before or _day(was), after or _day(now)


def _day(told: str) -> str:
    """Return a day as people read it, with what stands beside it in brackets."""
    day, _, beside = told.partition(" ")
    return f"{date.fromisoformat(day):%-d %B %Y} {beside}".strip() if day else NO_DAY
