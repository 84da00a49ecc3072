"""A blank of an earlier state of the law, changed as a later act changed it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

NAMED = ("part", "field")


def amended(earlier: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of a blank after an amendment: what is named anew replaces what stood there.

    Parts and fields are named by their id and keep what is not named; those `removed` are gone, with choices and all.
    """
    told = {key: value for key, value in changes.items() if key not in (*NAMED, "removed")}
    removed = frozenset(changes.get("removed", ()))
    for kind in NAMED:
        by_id = {one["id"]: one for one in changes.get(kind, ())}
        told[kind] = [
            {**one, **by_id.get(one["id"], {})} for one in earlier[kind] if one["id"] not in removed
        ]
    return {**earlier, **told}


def faults_of(earlier: Mapping[str, Any], changes: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an amendment names that is not there to be changed."""
    held = {kind: frozenset(_ids(earlier, kind)) for kind in NAMED}
    for kind in NAMED:
        yield from (
            f"there is no {kind} {one!r} to change" for one in _ids(changes, kind) if one not in held[kind]
        )
    everything = frozenset[str]().union(*held.values())
    yield from (
        f"there is no {one!r} to remove" for one in changes.get("removed", ()) if one not in everything
    )


def _ids(tables: Mapping[str, Any], kind: str) -> Sequence[str]:
    return [one.get("id", "?") for one in tables.get(kind, ())]
