"""Is this dossier still what it was? Every byte is asked, and the answer says what differs."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256

import pikepdf
from pyhanko.pdf_utils.misc import PdfError
from pyhanko_certvalidator.errors import ValidationError

from audits.dossiers import signatures
from audits.dossiers.printed import printed_text
from audits.dossiers.seal import NoSeal, read_seal
from audits.dossiers.signatures import Signed, Trust
from audits.dossiers.verifier import verify_annex
from audits.packs.canonical import canonical_json, read_json
from audits.packs.pack import Pack

STATED = re.compile(rb"<annex:record>([0-9a-f]{64})</annex:record>")
ATTACHED = ("evidence.json", "pack.json")
DAMAGE = (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
APPENDED = (*verify_annex.DAMAGE, PdfError, ValidationError)
MARKS = (b"urn:annex:dossier:", b"<annex:seal>", b"<annex:record>")
SPACE = re.compile(r"\s")


class Outcome(StrEnum):
    """What a verification comes to."""

    INTACT = "intact"
    UNTRUSTED = "untrusted"
    ALTERED = "altered"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Check:
    """One thing that was asked of the file: whether it is as it was, and in words what was found.

    `passed` is None where it could not be asked.
    """

    name: str
    passed: bool | None
    says: str


@dataclass(frozen=True)
class Verification:
    """Everything that was asked of one file; `pack` is the attached record where it could be read.

    Shape: `sealed` is the SHA-256 of the part that the seal covers; empty where there is no such part.
    """

    outcome: Outcome
    checks: tuple[Check, ...]
    pack: Pack | None = None
    signed: Signed = field(default_factory=Signed)
    sealed: str = ""


def verify(pdf: bytes, trust: Trust | None = None) -> Verification:
    """Recompute the seal over the file and the digest of its record; compare every place that states them.

    After the sealed part nothing may follow but signatures; `trust` says who may vouch for them. An outcome of
    `unreadable` means that the bytes are no Annex dossier at all; a damaged one is `altered`.
    """
    if not _is_ours(pdf):
        stranger = Check("file", passed=False, says="This is no PDF dossier made by Annex.")
        return Verification(Outcome.UNREADABLE, (stranger,))
    checks, pack, signed = [_sealed(pdf)], None, Signed()
    if checks[0].passed:
        added, signed = _signed(pdf, trust or Trust())
        checks.extend(added)
    sealed = _sealed_part(pdf)
    try:
        with pikepdf.open(io.BytesIO(sealed)) as opened:
            checks.extend(_of_record(opened))
            pack = _pack(opened)
            checks.append(_of_evidence(opened, pack))
    except DAMAGE as error:
        checks.append(Check("structure", passed=False, says=f"A part of the file cannot be read: {error}"))
    return Verification(_outcome(checks), tuple(checks), pack, signed, sha256(sealed).hexdigest())


def _outcome(checks: Iterable[Check]) -> Outcome:
    failed = {check.name for check in checks if check.passed is False}
    if not failed:
        return Outcome.INTACT
    return Outcome.UNTRUSTED if failed == {"trust"} else Outcome.ALTERED


def _sealed_part(pdf: bytes) -> bytes:
    """Return what the seal says it covers, or the whole file where it says nothing that could be."""
    try:
        return pdf[: read_seal(pdf).stated_length]
    except NoSeal:
        return pdf


def _is_ours(pdf: bytes) -> bool:
    """Say whether anything in the bytes claims to be a dossier: one altered mark makes no stranger."""
    return any(mark in pdf for mark in MARKS)


def _sealed(pdf: bytes) -> Check:
    try:
        found = read_seal(pdf)
    except NoSeal as error:
        return Check("seal", passed=False, says=f"{error}.")
    if found.intact:
        says = f"{found.stated_length:,} bytes, SHA-256 {found.computed}: as sealed."
    elif found.stated_length > found.length:
        says = f"Sealed with {found.stated_length:,} bytes, now {found.length:,}."
    else:
        says = f"Sealed as {found.stated}, now {found.computed}."
    return Check("seal", found.intact, says)


def _signed(pdf: bytes, trust: Trust) -> tuple[list[Check], Signed]:
    try:
        asked, signed = signatures.asked(pdf, trust)
    except APPENDED as error:
        broken = Check("signature", passed=False, says=f"What follows the seal is not right: {error}")
        return [broken], Signed()
    return [Check(one.name, one.passed, one.says) for one in asked], signed


def _of_record(opened: pikepdf.Pdf) -> Iterator[Check]:
    """Ask the record: its digest, the places that state it, its form."""
    names = tuple(sorted(opened.attachments))
    yield Check("attachments", names == ATTACHED, f"Attached: {', '.join(names) or 'nothing'}.")
    raw = opened.attachments["pack.json"].get_file().read_bytes()
    actual, stated = sha256(raw).hexdigest(), _stated(opened)
    yield Check(
        "record", actual == stated, f"pack.json, {len(raw):,} bytes, SHA-256 {actual}; stated {stated}."
    )
    canonical = canonical_json(read_json(raw)) == raw
    yield Check(
        "form", canonical, "pack.json is canonical JSON." if canonical else "pack.json is not canonical."
    )
    on_cover = actual in SPACE.sub("", printed_text(opened.pages[0]))
    yield Check(
        "cover", on_cover, f"The cover prints {'the digest of the record' if on_cover else 'another digest'}."
    )


def _stated(opened: pikepdf.Pdf) -> str:
    found = STATED.search(opened.Root.Metadata.read_bytes())
    return found[1].decode() if found else "nothing"


def _pack(opened: pikepdf.Pdf) -> Pack:
    raw = read_json(opened.attachments["pack.json"].get_file().read_bytes())
    return Pack.from_json(raw)


def _of_evidence(opened: pikepdf.Pdf, pack: Pack) -> Check:
    raw = opened.attachments["evidence.json"].get_file().read_bytes()
    same = raw == canonical_json(pack.as_json()["evidence"])
    return Check(
        "evidence", same, "evidence.json is the list in the record." if same else "evidence.json differs."
    )
