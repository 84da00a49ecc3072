"""What differs between two records of one subject, field by field, each field by its name."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.packs.pack import Pack

# By what the items of a list are known, the first that all of them have and no two share.
KEYS = ("id", "reference", "rule", "fact", "question", "anchor", "what", "title", "name")
NAMES = ("title", "question", "name", "what", "reference")
# They differ between any two dossiers of one and the same record.
OF_THE_DOCUMENT = ("document", "trail", "schema", "letterhead", "approvals", "signing")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Change:
    """One field that differs. `path` is its JSON pointer, `where` the same in words, outermost first.

    An absent value is None and its side of `state` says so: "added", "removed" or "changed".
    """

    path: str
    where: tuple[str, ...]
    state: str
    before: object = None
    after: object = None

    @property
    def material(self) -> bool:
        """Whether it concerns the record rather than the document that was made of it."""
        return self.path.split("/")[1] not in OF_THE_DOCUMENT

    def as_json(self) -> dict[str, object]:
        """Return plain JSON values."""
        return {"path": self.path, "where": list(self.where), "state": self.state,
                "before": self.before, "after": self.after}  # fmt: skip


def changes(before: Pack, after: Pack) -> tuple[Change, ...]:
    """Return every field that differs between two packs, in the order of the record.

    Items of a list are recognised by what names them, so one inserted does not shift the rest. None when equal.
    """
    return tuple(_between("", (), before.as_json(), after.as_json()))


def _between(path: str, where: tuple[str, ...], before: Any, after: Any) -> Iterator[Change]:  # noqa: ANN401 JSON
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _in_mappings(path, where, before, after)
    elif (key := _key(before)) and key == _key(after):
        yield from _in_lists(path, where, key, before, after)
    elif (_items(before) and not after) or (_items(after) and not before):
        yield from _in_lists(path, where, _key(before or after) or "", before, after)
    else:
        yield Change(path, where, "changed", before, after)


def _in_mappings(
    path: str, where: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        here, there = f"{path}/{_step(name)}", (*where, _words(name))
        if name not in before:
            yield Change(here, there, "added", after=after[name])
        elif name not in after:
            yield Change(here, there, "removed", before=before[name])
        else:
            yield from _between(here, there, before[name], after[name])


def _in_lists(
    path: str, where: tuple[str, ...], key: str, before: Sequence[Any], after: Sequence[Any]
) -> Iterator[Change]:
    old, new = _by_key(key, before), _by_key(key, after)
    for name in dict.fromkeys((*old, *new)):
        place, item = new.get(name) or old[name]
        here, there = f"{path}/{place}", (*where, _called(item))
        if name not in old:
            yield Change(here, there, "added", after=item)
        elif name not in new:
            yield Change(here, there, "removed", before=item)
        else:
            yield from _between(here, there, old[name][1], item)


def _by_key(key: str, items: Sequence[Any]) -> dict[object, tuple[int, Any]]:
    """Return the items by what names them, with their places; by place where nothing does."""
    return {(item[key] if key else place): (place, item) for place, item in enumerate(items)}


def _items(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _key(value: Any) -> str | None:  # noqa: ANN401 JSON
    """Return the field by which the items of a list can be told apart, None when there is none."""
    if not _items(value):
        return None
    for key in KEYS:
        named = [item.get(key) for item in value]
        if all(isinstance(name, str) and name for name in named) and len(set(named)) == len(named):
            return key
    return None


def _called(item: Any) -> str:  # noqa: ANN401 JSON
    """Return what a reader calls an item of a list."""
    found = next((item[name] for name in NAMES if isinstance(item.get(name), str) and item[name]), "")
    text = found or str(next(iter(item.values()), ""))
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def _words(name: str) -> str:
    plain = name.replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _step(name: str) -> str:
    """Return a key as one step of a JSON pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")
