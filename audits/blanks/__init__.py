"""The documents that the Act prescribes, read once from the TOML files below, a folder for each state of the law.

The folder of the Act as published has every document; that of an amended state only what the amendment changed.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from audits.sheets import BadBlank, Blank, blank
from audits.sheets.amending import amended, faults_of
from audits.sheets.knowing import NAMES
from risk import rulebook

FOLDER = Path(__file__).parent
EDITION = rulebook.DEFAULT_EDITION
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
    """Return every document of one state of the law, an edition of the rulebook, by its id.

    Raises: UnknownBlank, where there is no such state; BadBlank, naming each fault, when a file cannot be used.
    """
    if edition not in editions():
        raise UnknownBlank(edition)
    state = rulebook.edition(edition)
    whence = {"edition": edition, "law": state.title, "page": state.page}
    return MappingProxyType({kind: blank({**_tables(kind, edition), **whence}, NAMES) for kind in KINDS})


def editions() -> tuple[str, ...]:
    """Return the states of the law that have documents, oldest first."""
    return rulebook.edition_ids()


def load(kind: str, edition: str = EDITION) -> Blank:
    """Return one document.

    Raises: UnknownBlank.
    """
    found = blanks(edition).get(kind)
    if found is None:
        raise UnknownBlank(f"{kind} of {edition}")
    return found


def _tables(kind: str, edition: str) -> dict[str, Any]:
    """Return the tables of a document in a state of the law: its own file, laid on that of the state before."""
    path, before = FOLDER / edition / f"{kind}.toml", rulebook.edition(edition).based_on
    if before and not path.is_file():
        return _tables(kind, before)
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    if told["id"] != path.stem:
        raise BadBlank([f"{path.name}: the id inside is {told['id']!r}"])
    if not before:
        return told
    earlier = _tables(kind, before)
    if faults := [f"{edition}/{path.name}: {fault}" for fault in faults_of(earlier, told)]:
        raise BadBlank(faults)
    return amended(earlier, told)
