"""Who approved what, and which document this one follows."""

from audits.dossiers.blocks import Block, Clause, Column, Facts, Paragraph, Table, Text, cell, say
from audits.dossiers.wording import DASH, brief, capital, cut, minute, spaced
from audits.packs.pack import Pack
from audits.packs.parts import Approval

COLUMNS = (Column("Decision", 14), Column("By", 24), Column("Document and record", 34), Column("Reasons", 28))
NONE_YET = "Nobody had decided on this content when it was frozen. The register says how matters stand since."


def approvals_clause(pack: Pack) -> Clause:
    """Write the clause on approvals and versions."""
    document = pack.document
    rows: tuple[tuple[str, Text], ...] = (
        ("This document", say(f"{document.reference}, version {document.version}, {document.status}")),
        ("Follows", say(document.supersedes or DASH)),
    )
    blocks: tuple[Block, ...] = (Facts(rows), _decided(pack.approvals))
    return Clause("Approvals and versions", blocks)


def _decided(approvals: tuple[Approval, ...]) -> Block:
    if not approvals:
        return Paragraph(say(NONE_YET), "quiet")
    rows = tuple(
        (
            cell(capital(one.decision), minute(one.at)),
            cell(brief(one.by, 80), f"asked for by {brief(one.asked_by, 80)}" if one.asked_by else ""),
            cell(one.document, spaced(one.record)),
            cell(cut(one.reasons, 1000) or DASH),
        )
        for one in approvals
    )
    return Table("Decisions, each bound to the record that was read", COLUMNS, rows, wide=True)
