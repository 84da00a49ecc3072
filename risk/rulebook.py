"""Loads the editions of the law from disk, once, and refuses whole what it does not understand."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from risk.engine import BadEditionError, Edition, read_edition
from risk.engine.amending import Amendments
from risk.engine.edition import Change

EDITIONS = Path(__file__).parent / "editions"
DEFAULT_EDITION = "2026-1744"


class UnknownEdition(Exception):
    """There is no edition of that id; the message lists those there are."""


def edition_ids(folder: Path = EDITIONS) -> tuple[str, ...]:
    """Return the ids of all editions, oldest first."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/edition.toml")))


def edition(edition_id: str = DEFAULT_EDITION) -> Edition:
    """Return one edition, compiled and cached for the life of the process.

    Raises: UnknownEdition; BadEditionError, where any edition on disk is at fault.
    """
    found = _all().get(edition_id)
    if found is None:
        raise UnknownEdition(f"there is no edition {edition_id!r}; there are {', '.join(edition_ids())}")
    return found


@lru_cache(maxsize=16)
def amendments(old: str, new: str) -> Amendments:
    """Return what lies between two editions, whichever is the later one; editions in between are counted in.

    Raises: UnknownEdition.
    """
    return Amendments(edition(old), edition(new), _changes(old, new) or _changes(new, old))


def _changes(old: str, new: str) -> tuple[Change, ...]:
    """Return every change from one edition to one that is built on it; nothing where it is not."""
    found: list[Change] = []
    at = edition(new)
    while at.id != old and at.based_on:
        found += at.changes
        at = edition(at.based_on)
    return tuple(found) if at.id == old else ()


def load(edition_id: str, folder: Path = EDITIONS) -> Edition:
    """Return one edition read afresh from a folder, after the one it is based on.

    Raises: UnknownEdition; BadEditionError, with every fault found.
    """
    home = folder / edition_id
    if not (home / "edition.toml").is_file():
        raise UnknownEdition(f"there is no edition {edition_id!r} in {folder}")
    files = [(str(path.relative_to(folder)), _parsed(path)) for path in _files(home)]
    based_on = files[0][1].get("based_on")
    base = load(str(based_on), folder) if based_on else None
    anchors = frozenset((home / "anchors.txt").read_text(encoding="utf-8").split())
    return read_edition(files, anchors, base)


@lru_cache(maxsize=1)
def _all() -> Mapping[str, Edition]:
    loaded = {edition_id: load(edition_id) for edition_id in edition_ids()}
    names = frozenset(name for found in loaded.values() for name in _names(found))
    return {key: replace(found, known_elsewhere=names - set(_names(found))) for key, found in loaded.items()}


def _names(found: Edition) -> list[str]:
    """List facts, and options as conditions write them, so that other editions do not call them mistakes."""
    options = [f"{fact.id} is {option.id}" for fact in found.facts.values() for option in fact.options]
    return [*found.facts, *options]


def _files(home: Path) -> list[Path]:
    parts = [
        path for part in ("facts", "rules", "obligations") for path in sorted((home / part).glob("*.toml"))
    ]
    return [home / "edition.toml", *parts]


def _parsed(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as reason:
        raise BadEditionError([f"{path.parent.name}/{path.name}: {reason}"]) from reason
