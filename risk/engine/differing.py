"""What changed between two editions, entry by entry and field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from risk.engine.edition import Edition
from risk.engine.schema import KINDS

UNSEEN = {"file", "id"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry that two editions hold differently; `fields` maps a field to its old and new value."""

    kind: str
    id: str
    what: str
    by: tuple[str, ...]
    fields: Mapping[str, tuple[object, object]]

    def as_json(self) -> dict[str, object]:
        fields = {key: {"old": _plain(old), "new": _plain(new)} for key, (old, new) in self.fields.items()}
        return {"kind": self.kind, "id": self.id, "what": self.what, "by": list(self.by), "fields": fields}


def differences(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """Return every entry added, amended or repealed from one edition to another, with the amending points.

    Source: the entries themselves; the points where the newer edition is built on the older.
    """
    return tuple(found for kind in KINDS for found in _of_kind(kind, old, new))


def dependents(edition: Edition, date_id: str) -> tuple[str, ...]:
    """Return the rules and obligations whose days move when a named date moves.

    Source: the entries of the edition.
    """
    return tuple(
        name
        for kind in ("rule", "obligation")
        for name, entry in edition.draft[kind].items()
        if date_id in {entry.get("from"), entry.get("until"), entry.get("literal")}
    )


def _of_kind(kind: str, old: Edition, new: Edition) -> Iterator[Difference]:
    before, after = old.draft[kind], new.draft[kind]
    for name in dict.fromkeys([*before, *after]):
        fields = _fields(before.get(name, {}), after.get(name, {}))
        if fields:
            what = "added" if name not in before else "repealed" if name not in after else "amended"
            by = tuple(change.by for change in new.changes if (change.kind, change.id) == (kind, name))
            yield Difference(kind, name, what, by, fields)


def _fields(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    keys = [key for key in dict.fromkeys([*before, *after]) if key not in UNSEEN]
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)
