"""Prescribed documents in a pack: each field with its provision, what stands there, and who owes it."""

from dataclasses import dataclass, field

from audits.packs.parts import Provision
from audits.packs.writing import LATER


@dataclass(frozen=True, kw_only=True)
class SheetPoint:
    """One field. `state` is stated, adopted, not_applicable, known, gap, left_out or excluded."""

    id: str
    label: str
    part: str
    provision: Provision
    asks: str
    state: str
    needed: str = "always"
    text: str = ""
    source: str = ""
    evidence: str = ""
    by: str = ""
    at: str = ""
    moved: str = ""


@dataclass(frozen=True, kw_only=True)
class SheetReason:
    """A ground for or against the duty, with what the record says of it: Yes, No or Open."""

    says: str
    word: str
    provision: Provision
    excludes: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One prescribed document. `owner` answers for its gaps; `reduced` is the set of Art. 49(4).

    `judged_under` is the edition of the standing finding, where that is another one than the document's.
    """

    kind: str
    title: str
    short: str
    basis: Provision
    edition: str = ""
    reference: str = ""
    state: str = ""
    owed_by: tuple[str, ...] = ()
    owner: str = ""
    standing: str = ""
    sentence: str = ""
    reasons: tuple[SheetReason, ...] = ()
    due_effective: str = ""
    due_literal: str = ""
    due_note: str = ""
    notes: tuple[str, ...] = ()
    reduced: bool = False
    points: tuple[SheetPoint, ...] = field(default_factory=tuple)
    finished_by: str = ""
    finished_at: str = ""
    number: str = ""
    submitted_on: str = ""
    changed_since: tuple[str, ...] = ()
    judged_under: str = field(default="", metadata=LATER)
