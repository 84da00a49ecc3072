"""The pack: everything a dossier says, frozen at the moment it was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from audits.packs.canonical import canonical_json, read_json
from audits.packs.parts import (
    Answer,
    Approval,
    ClaimPoint,
    Component,
    Document,
    Evidence,
    FairnessRun,
    Gap,
    Letterhead,
    Organisation,
    OwedDuty,
    Position,
    Signing,
    SystemRecord,
    TrailHead,
    VendorAssessment,
)
from audits.packs.portfolio import Portfolio
from audits.packs.products import Product
from audits.packs.reading import Malformed, read
from audits.packs.sheets import Sheet
from audits.packs.writing import LATER, as_json

SCHEMA = "annex/dossier-pack/1"


@dataclass(frozen=True, kw_only=True)
class Pack:
    """All that a rendering may use; what is not in here cannot appear on a page.

    `finding` stays as the law engine wrote it: no later engine may be needed to read it.
    """

    document: Document
    schema: str = SCHEMA
    organisation: Organisation = field(default_factory=Organisation)
    system: SystemRecord = field(default_factory=SystemRecord)
    components: tuple[Component, ...] = ()
    finding: Mapping[str, object] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    answers: tuple[Answer, ...] = ()
    obligations: tuple[OwedDuty, ...] = ()
    fairness: tuple[FairnessRun, ...] = ()
    vendors: tuple[VendorAssessment, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    trail: TrailHead = field(default_factory=TrailHead)
    claim: tuple[ClaimPoint, ...] = field(default=(), metadata=LATER)
    signing: Signing = field(default_factory=Signing, metadata=LATER)
    letterhead: Letterhead = field(default_factory=Letterhead, metadata=LATER)
    approvals: tuple[Approval, ...] = field(default=(), metadata=LATER)
    product: Product = field(default_factory=Product, metadata=LATER)
    portfolio: Portfolio = field(default_factory=Portfolio, metadata=LATER)
    fria: tuple[Sheet, ...] = field(default=(), metadata=LATER)
    annex_iv: tuple[Sheet, ...] = field(default=(), metadata=LATER)
    declaration: tuple[Sheet, ...] = field(default=(), metadata=LATER)
    registration: tuple[Sheet, ...] = field(default=(), metadata=LATER)

    @classmethod
    def from_json(cls, raw: object) -> "Pack":
        """Read a pack, filling absent parts with their empty form.

        Raises: Malformed, naming the path, for an unknown key, a wrong type or another schema.
        """
        pack = read(cls, raw)
        if pack.schema != SCHEMA:
            raise Malformed(f"pack.schema: expected {SCHEMA}, found {pack.schema}")
        return pack

    def as_json(self) -> dict[str, object]:
        """Return the pack as plain JSON values, every key present except those of empty later parts."""
        written: dict[str, object] = as_json(self)
        return written

    @cached_property
    def canonical(self) -> bytes:
        """The pack in canonical JSON, written once: cover, foot and last section each name its digest."""
        return canonical_json(self.as_json())


def canonical(pack: Pack) -> bytes:
    """Return the bytes that the digest covers and that the PDF carries."""
    return pack.canonical


def digest(pack: Pack) -> str:
    """Return the SHA-256 that names this record state."""
    return sha256(pack.canonical).hexdigest()


def settled(pack: Pack) -> Pack:
    """Return the pack as anyone reads it back from its bytes: keys in order, numbers as they were written.

    A rendering begins here, so that it cannot depend on anything that the digest does not cover.
    """
    return Pack.from_json(read_json(canonical(pack)))
