"""The documents that the Act prescribes, read once from the TOML files below, a folder for each state of the law."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from audits.sheets import BadBlank, Blank, blank
from audits.sheets.knowing import NAMES

FOLDER = Path(__file__).parent
EDITION = "2026-1744"
# In the order in which pages list them.
KINDS = (
    "fria",
    "annex_iv",
    "annex_iv_simplified",
    "declaration",
    "registration_a",
    "registration_b",
    "registration_c",
)


class UnknownBlank(Exception):
    """There is no such document in that state of the law."""


@cache
def blanks(edition: str = EDITION) -> Mapping[str, Blank]:
    """Return every document of one state of the law by its id.

    Raises: UnknownBlank, where there is no such state; BadBlank, naming each fault, when a file cannot be used.
    """
    home = FOLDER / edition
    if edition not in editions():
        raise UnknownBlank(edition)
    return MappingProxyType({kind: _load(home / f"{kind}.toml") for kind in KINDS})


@cache
def editions() -> tuple[str, ...]:
    """Return the states of the law that have documents, oldest first."""
    return tuple(sorted(path.name for path in FOLDER.iterdir() if (path / "fria.toml").is_file()))


def load(kind: str, edition: str = EDITION) -> Blank:
    """Return one document.

    Raises: UnknownBlank.
    """
    found = blanks(edition).get(kind)
    if found is None:
        raise UnknownBlank(f"{kind} of {edition}")
    return found


def _load(path: Path) -> Blank:
    found = blank(tomllib.loads(path.read_text(encoding="utf-8")), NAMES)
    if (found.edition, found.id) != (path.parent.name, path.stem):
        raise BadBlank([f"{path.name}: the id inside is {found.id!r} of {found.edition!r}"])
    return found
