"""Which points of an amending act moved a rule or a duty: its own entry, its days, or what it hangs on."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from risk.engine.edition import Change, Edition
from risk.engine.moving import LATER, Moved

# The fields in which one entry names another: days, what it hangs on, its ceiling for fines.
DATES = ("from", "until", "literal")
CONDITIONS = ("when", "unless", "yields_to", "grace", "because", "ask_when")
FINE = ("fine",)
OF_RULES = frozenset({"rule", "announced", "rescheduled", "withdrawn"})
MOVED_DAYS = OF_RULES - {"rule"} | {"dated"}
WORD = re.compile(r"[a-z0-9_.-]+")

Key = tuple[str, str]


class Amendments:
    """What lies between two editions, ready to be asked why something moved."""

    def __init__(self, old: Edition, new: Edition, changes: Iterable[Change]) -> None:
        self.old, self.new = old, new
        self.points: dict[Key, tuple[str, ...]] = {}
        for change in changes:
            key = (change.kind, change.id)
            self.points[key] = tuple(dict.fromkeys([*self.points.get(key, ()), change.by]))

    def of(self, part: Moved) -> tuple[str, ...]:
        """Return the points that moved something: those nearest to it.

        Its days where a day moved; otherwise its own entry, then what that names, then what those name.
        Source: the field `by` of the amending edition's entries.
        """
        kind = "rule" if part.what in OF_RULES else "obligation"
        return self._of(part.what, (kind, part.id), _is_of_days(part))

    @lru_cache(maxsize=2048)  # noqa: B019 - two editions are compared for the life of the process
    def _of(self, what: str, key: Key, of_days: bool) -> tuple[str, ...]:  # noqa: FBT001 - part of the key
        if what == "amended":
            return self._at([key]) or self._at(self._named(key, FINE))
        if not self._is_old(key):
            return self._at([key])
        if of_days and (found := self._moved_days(key)):
            return found
        # A duty whose words were amended did not open or fall for that, but for the rules it follows from.
        is_led = what in {"opened", "fallen"} and not self._hangs_otherwise(key)
        return self._nearest(list(self._named(key, CONDITIONS)) if is_led else [key])

    def _nearest(self, level: list[Key]) -> tuple[str, ...]:
        seen = set(level)
        while level:
            if found := self._at(level):
                return found
            named = dict.fromkeys(other for one in level for other in self._named(one, CONDITIONS))
            level = [one for one in named if one not in seen]
            seen.update(level)
        return ()

    def _is_old(self, key: Key) -> bool:
        """Say whether both editions have an entry: what is new in one did not have its day moved."""
        return all(key[1] in edition.draft[key[0]] for edition in (self.old, self.new))

    def _hangs_otherwise(self, key: Key) -> bool:
        """Say whether an entry of both editions hangs on other things than it did."""
        old, new = (edition.draft[key[0]][key[1]] for edition in (self.old, self.new))
        return any(old.get(name) != new.get(name) for name in CONDITIONS)

    def _moved_days(self, key: Key) -> tuple[str, ...]:
        entries = [key, *self._named(key, ("because",))]
        entries += [grace for one in entries for grace in self._named(one, ("grace",))]
        return self._at(dict.fromkeys(day for one in entries for day in self._named(one, DATES)))

    def _at(self, keys: Iterable[Key]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(point for key in keys for point in self.points.get(key, ())))

    def _named(self, key: Key, fields: tuple[str, ...]) -> Iterator[Key]:
        kind, name = key
        entry = self.new.draft[kind].get(name) or self.old.draft[kind].get(name) or {}
        for text in _texts([entry[each] for each in fields if each in entry]):
            for word in WORD.findall(text):
                if (found := self._kinds.get(word)) is not None:
                    yield found, word

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        """Return the kind of every entry by its id; ids of rules win, for conditions name them most."""
        return {
            name: kind
            for kind in ("fine", "date", "fact", "rule")
            for edition in (self.old, self.new)
            for name in edition.draft[kind]
        }


def _is_of_days(part: Moved) -> bool:
    """Say whether a day moved, and nothing but a day."""
    states = {part.was.removesuffix(LATER), part.now.removesuffix(LATER)}
    return part.what in MOVED_DAYS or (part.what == "rule" and len(states) == 1)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 what TOML holds: texts, lists and tables of texts
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    else:
        for part in value:
            yield from _texts(part)
