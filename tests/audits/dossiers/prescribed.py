"""Packs of prescribed documents: full, empty, and with what people type who mean harm."""

from itertools import cycle
from typing import Any

from audits import blanks
from audits.packs import Pack
from audits.packs.sheets import Sheet
from audits.packs.writing import as_json
from audits.sheets import Blank, Entry, Field, Need, Said, Type, fill
from audits.sheets.duty import is_reduced, owing
from audits.sheets.freezing import Standing, freeze
from audits.sheets.knowing import known
from tests.audits.dossiers import hostile
from tests.audits.dossiers.samples import raw
from tests.audits.sheets.samples import material

# Parts of a pack, with the blanks that each may hold.
PRINTED = {
    "fria": ("fria",),
    "annex_iv": ("annex_iv",),
    "declaration": ("declaration",),
    "registration": ("registration_a", "registration_b", "registration_c"),
}
PROSE = (
    "The credit officer opens the application, reads the proposal of the system beside the file, and decides. "
    "Where the proposal is to refuse, a second officer reads the file before the applicant is told.\n"
    "The reasons are kept with the decision for five years."
)


def pack_of(kind: str, content: str) -> Pack:
    """Return a pack of one kind of document: `full`, `empty`, `known`, or `hostile`."""
    sheets = [as_json(sheet_of(blanks.load(one), content)) for one in PRINTED[kind]]
    named = {"name": hostile.MARKUP, "owner": hostile.GREEK} if content == "hostile" else {}
    system = {
        "reference": "SYS-0002",
        "name": "Consumer credit score",
        "version": "2025.2",
        "owner": "Ines Ferreira",
    }
    return Pack.from_json({
        "document": {
            "reference": "DOS-0042", "kind": kind, "created_at": "2026-11-20T09:00:00+00:00", "status": "for review",
            "requested_by": "Ines Ferreira",
        },
        "organisation": {"name": "Harbour Group", "size": "large", "establishment": "DE", "public_body": False},
        "system": {} if content == "empty" else {**system, "roles": ["provider", "deployer"], **named},
        kind: sheets,
        **(_measured() if (kind, content) == ("annex_iv", "full") else {}),
    })  # fmt: skip


def _measured() -> dict[str, Any]:
    """Return the fairness run of the demonstration with its evidence."""
    compas = raw("compas")
    return {"fairness": compas["fairness"], "evidence": compas["evidence"]}


def sheet_of(blank: Blank, content: str) -> Sheet:
    record = material("empty" if content in ("empty", "full", "hostile") else "compas")
    entries = {} if content in ("empty", "known") else dict(_entries(blank, content))
    filling = fill(blank, entries, known(record) if content == "known" else {})
    duty = owing(blank, record.pack)
    owner = hostile.BULGARIAN if content == "hostile" else "Ines Ferreira"
    row = Standing(reference="SHT-0007", state="finished" if content == "full" else "draft", owner=owner)
    reduced = is_reduced(blank, record.pack.finding)
    return freeze(filling, duty, Standing() if content == "empty" else row, reduced=reduced)


def _entries(blank: Blank, content: str) -> Any:  # noqa: ANN401 pairs of name and entry
    names = cycle(hostile.NAMES)
    for field in blank.fields.values():
        text = next(names) if content == "hostile" else PROSE
        yield field.id, Entry(_said(field, text, content), "Ines Ferreira", "2026-11-18T10:00:00+00:00", 2)


def _said(field: Field, text: str, content: str) -> Said:
    if field.need is Need.WHERE_APPLICABLE and not field.choices and content == "full":
        return Said("No such thing is part of the system.", applies=False)
    if field.choices:
        return Said([c.id for c in field.choices[:3]] if field.type is Type.SEVERAL else field.choices[0].id)
    line = text[:200] if content == "hostile" else "Harbour Bank AG"
    plain = {Type.DATE: "2026-10-01", Type.LINK: "https://example.org/a.pdf", Type.LINE: line}
    return Said(plain.get(field.type, text), evidence="https://example.org/evidence")
