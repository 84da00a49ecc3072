"""Reads the entries of a draft, one kind after the other, noting what does not fit."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar, cast

from risk.engine.conditions import BadConditionError, Condition, Grammar, Holds, nearest
from risk.engine.edition import NATIONAL, Concern, Fact, Fine, Kind, Moment, Obligation, Option, Outside, Rule
from risk.engine.provisions import Provision, provision

Entry = Mapping[str, object]
Word = TypeVar("Word", bound=StrEnum)
TYPES = {"yes_no", "one_of", "several_of", "date", "number"}
UNREADABLE = Holds("?")


class Reader:
    """Reads one draft; `faults` fills while it reads."""

    def __init__(self, draft: Mapping[str, Mapping[str, Entry]], anchors: frozenset[str], page: str) -> None:
        self.draft, self.anchors, self.page = draft, anchors, page
        self.faults: list[str] = []
        self.moments = self.dates()
        self.grammar = Grammar(
            facts={name: (str(entry["type"]), _options(entry)) for name, entry in draft["fact"].items()},
            rules=frozenset(draft["rule"]),
            dates={name: moment.on for name, moment in self.moments.items()},
        )

    def dates(self) -> dict[str, Moment]:
        return {
            name: Moment(
                name,
                text(entry, "title"),
                cast("date", entry["on"]),
                self._cite("date", entry),
                text(entry, "note"),
            )
            for name, entry in self.draft["date"].items()
        }

    def fines(self) -> dict[str, Fine]:
        return {
            name: Fine(
                id=name,
                amount=cast("int", entry["amount"]),
                percent=cast("int", entry["percent"]),
                provision=self._cite("fine", entry),
                applies_from=self._moment("fine", entry, "from"),
                lower_for=texts(entry, "lower_for"),
                replaces=self._replaced(entry),
                because=self._standing_in(entry),
            )
            for name, entry in self.draft["fine"].items()
        }

    def facts(self) -> dict[str, Fact]:
        return {name: self._fact(name, entry) for name, entry in self.draft["fact"].items()}

    def rules(self) -> dict[str, Rule]:
        return {name: self._rule(name, entry) for name, entry in self.draft["rule"].items()}

    def obligations(self, fines: Mapping[str, Fine]) -> dict[str, Obligation]:
        return {
            name: self._obligation(name, entry, fines) for name, entry in self.draft["obligation"].items()
        }

    def _fact(self, name: str, entry: Entry) -> Fact:
        kind = text(entry, "type")
        if kind not in TYPES:
            self._fault("fact", entry, f"unknown type {kind!r}{nearest(kind, sorted(TYPES))}")
        options = tuple(self._option(entry, raw) for raw in cast("list[Entry]", entry.get("option", [])))
        if (kind in {"one_of", "several_of"}) != bool(options):
            self._fault("fact", entry, "one_of and several_of need options, other types have none")
        if any(other.startswith(f"{name}.") for other in self.draft["fact"]):
            self._fault(
                "fact",
                entry,
                "another fact's id begins with this one's: nested tables could not tell them apart",
            )
        return Fact(
            id=name,
            type=kind,
            section=text(entry, "section"),
            question=text(entry, "question"),
            provision=self._cite("fact", entry),
            help=text(entry, "help"),
            example=text(entry, "example"),
            examples=cast("dict[str, str]", entry.get("examples", {})),
            options=options,
            ask_when=self._condition("fact", entry, "ask_when"),
            kept=text(entry, "kept"),
        )

    def _option(self, fact: Entry, raw: Entry) -> Option:
        cited = (
            self._cite("fact", {**raw, "id": fact["id"], "file": fact["file"]})
            if "provision" in raw
            else None
        )
        return Option(str(raw["id"]), text(raw, "label"), text(raw, "example"), cited)

    def _rule(self, name: str, entry: Entry) -> Rule:
        return Rule(
            id=name,
            kind=self._word(Kind, "rule", entry, "kind") or Kind.DEFINITION,
            title=text(entry, "title"),
            says=text(entry, "says"),
            provision=self._cite("rule", entry),
            when=self._condition("rule", entry, "when") or UNREADABLE,
            unless=self._known_rules("rule", entry, "unless"),
            yields_to=self._known_rules("rule", entry, "yields_to"),
            applies_from=self._moment("rule", entry, "from"),
            until=self._moment("rule", entry, "until"),
            grace=self._known_rules("rule", entry, "grace"),
            addresses=texts(entry, "addresses"),
            outside=self._word(Outside, "rule", entry, "outside"),
            note=text(entry, "note"),
        )

    def _obligation(self, name: str, entry: Entry, fines: Mapping[str, Fine]) -> Obligation:
        role, fine = text(entry, "role"), text(entry, "fine")
        if f"role.{role}" not in self.draft["rule"]:
            self._fault("obligation", entry, f"no rule says who is a {role!r}: role.{role} is missing")
        if fine and fine not in fines:
            self._fault("obligation", entry, f"unknown fine {fine!r}{nearest(fine, list(fines))}")
        return Obligation(
            id=name,
            title=text(entry, "title"),
            says=text(entry, "says"),
            role=role,
            provision=self._cite("obligation", entry),
            because=self._known_rules("obligation", entry, "because"),
            when=self._condition("obligation", entry, "when"),
            unless=self._known_rules("obligation", entry, "unless"),
            applies_from=self._moment("obligation", entry, "from"),
            literal=self._moment("obligation", entry, "literal"),
            recurrence=text(entry, "recurrence"),
            limit=text(entry, "limit"),
            fine=fines.get(fine),
            evidence=texts(entry, "evidence"),
            note=text(entry, "note"),
            concerns=self._word(Concern, "obligation", entry, "concerns") or Concern.SYSTEM,
        )

    def _replaced(self, entry: Entry) -> tuple[str, ...]:
        for name in texts(entry, "replaces"):
            if name not in self.draft["fine"] and name != NATIONAL:
                self._fault("fine", entry, f"replaces: unknown fine {name!r}")
        return texts(entry, "replaces")

    def _standing_in(self, entry: Entry) -> str:
        because = text(entry, "because")
        if bool(because) != ("replaces" in entry) or (because and because not in self.draft["rule"]):
            self._fault("fine", entry, f"replaces needs a rule in because; this is {because!r}")
        return because

    def _cite(self, kind: str, entry: Entry) -> Provision:
        anchor = text(entry, "provision")
        if anchor not in self.anchors:
            self._fault(kind, entry, f"unknown anchor {anchor!r}{nearest(anchor, self.anchors)}")
        return provision(anchor, self.page)

    def _condition(self, kind: str, entry: Entry, key: str) -> Condition | None:
        if key not in entry:
            return None
        try:
            return self.grammar.read(entry[key])
        except BadConditionError as reason:
            self._fault(kind, entry, f"{key}: {reason}")
            return UNREADABLE

    def _known_rules(self, kind: str, entry: Entry, key: str) -> tuple[str, ...]:
        for name in texts(entry, key):
            if name not in self.draft["rule"]:
                self._fault(
                    kind, entry, f"{key}: unknown rule {name!r}{nearest(name, list(self.draft['rule']))}"
                )
        return texts(entry, key)

    def _moment(self, kind: str, entry: Entry, key: str) -> Moment | None:
        name = text(entry, key)
        if name and name not in self.moments:
            self._fault(kind, entry, f"{key}: unknown date {name!r}{nearest(name, list(self.moments))}")
        return self.moments.get(name)

    def _word(self, words: type[Word], kind: str, entry: Entry, key: str) -> Word | None:
        said = text(entry, key)
        known = [word.value for word in words]
        if said and said not in known:
            self._fault(kind, entry, f"unknown {key} {said!r}{nearest(said, known)}")
        return words(said) if said in known else None

    def _fault(self, kind: str, entry: Entry, reason: str) -> None:
        self.faults.append(f"{entry.get('file')}: {kind} {entry.get('id')}: {reason}")


def text(entry: Entry, key: str) -> str:
    """Return a text of an entry, empty where it has none.

    Source: the format in docs/rulebook.md.
    """
    return str(entry.get(key, ""))


def texts(entry: Entry, key: str) -> tuple[str, ...]:
    """Return a list of texts of an entry, empty where it has none.

    Source: the format in docs/rulebook.md.
    """
    return tuple(cast("Iterable[str]", entry.get(key, ())))


def _options(entry: Entry) -> frozenset[str]:
    return frozenset(str(option["id"]) for option in cast("list[Entry]", entry.get("option", [])))
