"""The last section: the evidence by its digests, and how to check this document without us."""

from audits.dossiers.blocks import (
    Block,
    Cell,
    Clause,
    Column,
    Facts,
    Items,
    Paragraph,
    Run,
    Section,
    Table,
    Text,
    cell,
    numbered,
    say,
)
from audits.dossiers.places import Place
from audits.dossiers.sections.approvals import approvals_clause
from audits.dossiers.sections.gaps import point, recorded
from audits.dossiers.sections.rows import capped
from audits.dossiers.wording import DASH, brief, cut, day, minute, spaced, thousands
from audits.packs.kinds import KINDS
from audits.packs.pack import SCHEMA, Pack, digest
from audits.packs.parts import Evidence, Signing

COLUMNS = (Column("Reference", 12), Column("Title", 36), Column("Added", 16), Column("SHA-256", 36))
STEPS = (
    "Save the attachment pack.json and compute its SHA-256 with any tool: it must be the record\u2019s.",
    "Run \u201cpython3 -I verify_annex.py FILE.pdf\u201d (any Annex hands it out): it asks seal and signature.",
    "Ask the register which digest it noted: a file can be changed and sealed anew, the note cannot.",
    "Compare the trail entry with the register\u2019s trail: the entry of this number must have this digest.",
)
GLYPHS = (
    "A character that no embedded typeface can draw is printed as its Unicode number in square brackets; "
    "pack.json holds it as it was entered."
)


def digests_section(pack: Pack, place: Place) -> Section:
    """Write the section that lets a reader check the document and its evidence."""
    if "evidence" not in KINDS[pack.document.kind].parts:
        lead = say("How to tell whether this document or its record was changed.")
        clauses = numbered(place.number, (approvals_clause(pack), _record(pack), _checking()))
        return Section(place.number, "Record and digests", lead, clauses, recorded(pack, place))
    lead = say("What this dossier rests on, and how to tell whether it was changed.")
    none = "" if pack.evidence else "No evidence is attached to this version of the system."
    points = (point(pack, place, "Evidence with its digest", none), *recorded(pack, place))
    clauses = numbered(
        place.number, (_evidence(pack.evidence), approvals_clause(pack), _record(pack), _checking())
    )
    return Section(place.number, "Evidence and digests", lead, clauses, points)


def _evidence(evidence: tuple[Evidence, ...]) -> Clause:
    if not evidence:
        return Clause(
            "Evidence", (Paragraph(say("No evidence is attached to this version of the system."), "quiet"),)
        )
    rows, note = capped(tuple(map(_row, evidence)))
    return Clause("Evidence", (Table("Evidence with its SHA-256", COLUMNS, rows, wide=True, note=note),))


def _row(item: Evidence) -> tuple[Cell, ...]:
    below = " · ".join(filter(None, (brief(item.owner), _until(item))))
    code = Cell((Run(spaced(item.sha256), "code"),)) if item.sha256 else Cell(say("No digest", "quiet"))
    return (cell(item.reference), cell(cut(item.title, 600), below), cell(day(item.added_at) or DASH), code)


def _until(item: Evidence) -> str:
    return f"valid until {day(item.valid_until)}" if item.valid_until else ""


def _record(pack: Pack) -> Clause:
    trail = pack.trail
    rows: tuple[tuple[str, Text], ...] = (
        ("Record, SHA-256", say(spaced(digest(pack)), "code")),
        ("Form of the record", say(f"{SCHEMA}, canonical JSON (RFC 8785), attached as pack.json")),
        ("Frozen", say(minute(pack.document.created_at))),
        ("Trail entry", say(DASH if trail.seq is None else f"No. {thousands(trail.seq)}")),
        ("Trail digest", say(spaced(trail.hash) or DASH, "code")),
        ("Signature", say(_signature(pack.signing))),
    )
    blocks: tuple[Block, ...] = (Facts(rows), Paragraph(say(GLYPHS), "quiet"))
    return Clause("The record and the trail", blocks)


def _signature(signing: Signing) -> str:
    if not signing.signer:
        return (
            "None: no signing certificate was configured when this was frozen. The register noted the digest."
        )
    stamped = f", with a time-stamp of {signing.authority}" if signing.authority else ""
    return f"By {signing.signer}, after the sealed part (PAdES {signing.level.upper()}){stamped}."


def _checking() -> Clause:
    return Clause("How to check this document", (Items(tuple(map(say, STEPS))),))
