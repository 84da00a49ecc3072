"""Everything on record about a subject, gathered into the pack of a dossier."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from audits import credentials
from audits.models import Letterhead, Run, VendorAssessment
from audits.packs import Pack
from audits.packs import parts as said
from audits.packs.kinds import KINDS
from audits.packs.sheets import Sheet
from audits.queries.dossier_pack import assessments, prescribed, runs, systems, units
from audits.queries.dossier_pack.organisations import letterhead, organisation
from audits.queries.subjects import About, earlier
from governance.models import Organisation, SystemVersion, TrailHead, User

DRAFT, FOR_REVIEW = "draft", "for review"


def draft_of(*, about: About, kind: str, by: User, at: datetime) -> Pack:
    """Return the pack of a kind as it would be frozen now, without a number, a letterhead or a head of the trail.

    Cost: that of the parts of its kind, and one query more.
    """
    parts, usual, scope = _gathered(about, KINDS[kind].parts, at)
    document = said.Document(
        reference="",
        kind=kind,
        created_at=at.isoformat(timespec="seconds"),
        status=_status(kind, parts, usual),
        scope=scope,
        requested_by=by.name,
    )
    return Pack(document=document, organisation=organisation(Organisation.objects.first()), **parts)


def pack_for(*, about: About, reference: str, kind: str, by: User, at: datetime) -> Pack:
    """Return the pack of a dossier as the rows stand now; freezing it is up to the caller.

    Cost: for a version twelve queries, whatever the number of answers, obligations, runs and assessments.
    """
    parts, usual, scope = _gathered(about, KINDS[kind].parts, at)
    status = _status(kind, parts, usual)
    head = Letterhead.objects.first()
    document = _document(about, reference=reference, kind=kind, status=status, scope=scope, by=by, at=at)
    return Pack(
        document=replace(document, confidentiality=head.confidentiality) if head else document,
        letterhead=letterhead(head),
        organisation=organisation(Organisation.objects.first()),
        trail=_head(TrailHead.objects.first(), at),
        signing=_signing(),
        **parts,
    )


def _gathered(about: About, wanted: frozenset[str], at: datetime) -> tuple[dict[str, Any], str, str]:
    """Return the parts that are needed, whether they are ready for review, and how far they reach."""
    match about:
        case SystemVersion():
            record = systems.Record(about)
            ready = FOR_REVIEW if record.settled else DRAFT
            parts = {**systems.parts_of(record, wanted), **prescribed.parts_of(record, wanted)}
            return parts, ready, ""
        case Run():
            return runs.parts_of(about), FOR_REVIEW, ""
        case VendorAssessment():
            return assessments.parts_of(about), FOR_REVIEW, ""
    portfolio = units.portfolio_of(about, at)
    return {"portfolio": portfolio}, FOR_REVIEW, units.scope_of(portfolio)


def _status(kind: str, parts: Mapping[str, Any], usual: str) -> str:
    """Return how ready it is; what the Act prescribes is a draft until whoever writes it finished."""
    if kind not in prescribed.PRINTED:
        return usual
    written: tuple[Sheet, ...] = parts[kind]
    return FOR_REVIEW if all(sheet.state == "finished" for sheet in written) else DRAFT


def _document(
    about: About, *, reference: str, kind: str, status: str, scope: str, by: User, at: datetime
) -> said.Document:
    before = earlier(about, kind)
    return said.Document(
        reference=reference,
        kind=kind,
        version=len(before) + 1,
        status=status,
        created_at=at.isoformat(timespec="seconds"),
        requested_by=by.name,
        supersedes=before[-1] if before else "",
        scope=scope,
    )


def _signing() -> said.Signing:
    """Return who will sign, as the settings say now: the pages promise it, and the worker keeps it."""
    whose = credentials.configured()
    if whose is None:
        return said.Signing()
    return said.Signing(signer=whose.signer, level=whose.level, authority=whose.authority)


def _head(head: TrailHead | None, at: datetime) -> said.TrailHead:
    if head is None:
        return said.TrailHead()
    return said.TrailHead(seq=head.seq, hash=head.digest, at=at.isoformat(timespec="seconds"))
