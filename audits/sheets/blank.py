"""A document that the Act prescribes, before anybody wrote in it: parts, fields, and where the law asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from risk.engine.provisions import Provision


class Need(StrEnum):
    """How much the Act insists: without condition, where it applies, or not at all."""

    ALWAYS = "always"
    WHERE_APPLICABLE = "where_applicable"
    OPTIONAL = "optional"


class Type(StrEnum):
    """What sort of thing is written in a field."""

    TEXT = "text"
    LINE = "line"
    DATE = "date"
    LINK = "link"
    CHOICE = "choice"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that may be chosen."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be said: `label` names it in documents, `asks` in forms.

    `prefill` names what would fill it, `draws_on` what helps to write it; `non_public` marks what the reduced
    set of Art. 49(4) keeps.
    """

    id: str
    label: str
    part: str
    point: Provision
    asks: str
    help: str
    type: Type
    need: Need
    owed_by: str
    prefill: tuple[str, ...] = ()
    draws_on: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    non_public: bool = False

    def labels(self, value: object) -> tuple[str, ...]:
        """Return the words of what was chosen; nothing where one writes freely."""
        chosen = value if isinstance(value, list | tuple) else [value]
        return tuple(choice.label for choice in self.choices if choice.id in chosen)


@dataclass(frozen=True, slots=True)
class Part:
    """Fields that belong together and are written on one page."""

    id: str
    title: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """One reason why the document is owed: a rule that holds, or a fact that is so or has a value among others.

    Where one that `excludes` is so, it is not owed; where a `condition` is not so, it is not open to them.
    """

    says: str
    provision: Provision
    rule: str = ""
    fact: str = ""
    value: str = ""
    excludes: bool = False
    condition: bool = False


@dataclass(frozen=True)
class Blank:
    """One prescribed document in one state of the law; its ids never change meaning.

    `law` names that state in words; `duties` are the obligations that it discharges; one of `reduced_by` asks for
    the set of Art. 49(4) only.
    """

    id: str
    edition: str
    law: str
    title: str
    short: str
    about: str
    basis: Provision
    owed_by: tuple[str, ...]
    duties: tuple[str, ...]
    notes: tuple[str, ...]
    grounds: tuple[Ground, ...]
    parts: tuple[Part, ...]
    registers: bool = False
    reduced_by: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its id, in order."""
        return {field.id: field for part in self.parts for field in part.fields}

    @property
    def owed_by_words(self) -> str:
        """On whom it falls, in words."""
        return " or the ".join(role.replace("_", " ") for role in self.owed_by)

    def part(self, part_id: str) -> Part | None:
        """Return a part, or nothing."""
        return next((part for part in self.parts if part.id == part_id), None)
