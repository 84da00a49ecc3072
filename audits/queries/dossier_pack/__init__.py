"""Everything on record about a subject, gathered into the pack of a dossier."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from audits import credentials
from audits.models import Letterhead, Run, VendorAssessment
from audits.packs import Pack
from audits.packs import parts as said
from audits.packs.kinds import KINDS, Kind, kinds_about
from audits.packs.sheets import Sheet
from audits.queries.dossier_pack import assessments, prescribed, runs, systems, units
from audits.queries.dossier_pack.organisations import letterhead, organisation
from audits.queries.subjects import About, earlier, subject_of
from governance.models import Organisation, SystemVersion, TrailHead, User

ALWAYS = ("system",)
DRAFT, FOR_REVIEW = "draft", "for review"


def drafts_of(about: About, *, by: User, at: datetime) -> tuple[Pack, ...]:
    """Return the pack of each kind about a subject as it would be frozen now, without a number of its own.

    Cost: that of one pack with the parts of all of them.
    """
    fitting = kinds_about(subject_of(about))
    parts, status, scope = _gathered(about, frozenset().union(*(kind.parts for kind in fitting)), at)
    whose = organisation(Organisation.objects.first())
    document = said.Document(
        reference="",
        created_at=at.isoformat(timespec="seconds"),
        status=status,
        scope=scope,
        requested_by=by.name,
    )
    return tuple(
        Pack(document=replace(document, kind=kind.id), organisation=whose, **_wanted(parts, kind))
        for kind in fitting
    )


def _wanted(parts: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Return the parts without those that another kind needs and this one does not."""
    return {name: part for name, part in parts.items() if name in (*ALWAYS, *kind.parts)}


def pack_for(*, about: About, reference: str, kind: str, by: User, at: datetime) -> Pack:
    """Return the pack of a dossier as the rows stand now; freezing it is up to the caller.

    Cost: for a version twelve queries, whatever the number of answers, obligations, runs and assessments.
    """
    parts, usual, scope = _gathered(about, KINDS[kind].parts, at)
    status = usual if kind not in prescribed.PRINTED else _status(parts[kind])
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


def _status(written: tuple[Sheet, ...]) -> str:
    """Return how ready documents are that the Act prescribes: a draft until whoever writes them finished."""
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
