"""Reviews of dossiers: asking for one, and deciding it; an approval makes the approved document."""

import json
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction

from audits.actions.dossiers import NotReady
from audits.models import Dossier, Review
from audits.packs import Pack
from audits.packs.pack import canonical, digest
from audits.packs.parts import Approval
from audits.queries.subjects import with_subject
from governance import trail
from governance.actions import references
from governance.actions.holding import hold
from governance.models import User, unit_of
from governance.vocabulary import JobState

APPROVED, REJECTED, PENDING = Review.Decision.APPROVED, Review.Decision.REJECTED, Review.Decision.PENDING


class NotForReview(Exception):
    """The dossier is a draft, is in review, or has been decided on; the message says which."""


class NothingPending(Exception):
    """Nobody has asked for a review of this dossier, or it has been decided."""


class OwnWork(Exception):
    """Whoever asked for a dossier or its review does not also approve it."""


class NoReasons(Exception):
    """A rejection says why."""


@transaction.atomic
def ask(*, dossier: Dossier, by: User, at: datetime, note: str = "") -> Review:
    """Ask for a review of a finished dossier.

    Raises: NotReady; NotForReview.
    """
    row = _locked(dossier)
    if row.state != JobState.DONE:
        raise NotReady(row.reference)
    if reason := _unfit(row):
        raise NotForReview(reason)
    review = Review.objects.create(dossier=row, asked_by=by, asked_at=at, note=note.strip())
    trail.record(
        at=at, by=by, verb="dossier.review_asked", subject=row.reference, unit=unit_of(row),
        after={"note": review.note, "pack": row.pack_sha256},
    )  # fmt: skip
    return review


@transaction.atomic
def decide(*, dossier: Dossier, approve: bool, reasons: str, by: User, at: datetime) -> Dossier | None:
    """Approve or reject the content of a dossier; return the approved document, which waits for a worker.

    The approved document has the record that was read, word for word, with the approval beside it.
    Raises: NothingPending; OwnWork; NoReasons.
    """
    row = _locked(dossier)
    review = row.reviews.filter(decision=PENDING).first()
    if review is None:
        raise NothingPending(row.reference)
    if settings.FOUR_EYES and by.pk in (row.requested_by_id, review.asked_by_id):
        raise OwnWork(row.reference)
    if not approve and not reasons.strip():
        raise NoReasons
    review.decision, review.reasons = APPROVED if approve else REJECTED, reasons.strip()
    review.decided_by, review.decided_at, review.digest = by, at, row.pack_sha256
    review.save(update_fields=["decision", "reasons", "decided_by", "decided_at", "digest"])
    made = _approved(row, by, at) if approve else None
    trail.record(
        at=at, by=by, verb=f"dossier.{review.decision}", subject=row.reference, unit=unit_of(row),
        after={"pack": row.pack_sha256, "reasons": review.reasons, "made": made.reference if made else None},
    )  # fmt: skip
    return made


def _locked(dossier: Dossier) -> Dossier:
    hold(dossier)
    return with_subject(Dossier.objects.all()).get(pk=dossier.pk)


def _unfit(dossier: Dossier) -> str:
    """Return why nobody should review a dossier, or nothing."""
    held = set(dossier.reviews.values_list("decision", flat=True))
    if PENDING in held:
        return "It is in review."
    if held:
        return "It has been decided on; make a new dossier."
    if dossier.approves_id:
        return "It is the approved document."
    status = json.loads(dossier.pack)["document"]["status"]
    return "It is a draft: its finding is not settled." if status == "draft" else ""


def _approved(reviewed: Dossier, by: User, at: datetime) -> Dossier:
    """Freeze the record that was read anew: the same content, approved."""
    pack, reference = Pack.from_json(json.loads(reviewed.pack)), references.allot("DOS")
    reviews = reviewed.reviews.exclude(decision=PENDING).select_related("asked_by", "decided_by")
    document = replace(
        pack.document,
        reference=reference,
        version=pack.document.version + 1,
        created_at=at.isoformat(timespec="seconds"),
        status="approved",
        requested_by=by.name,
        supersedes=reviewed.reference,
    )
    approvals = (*pack.approvals, *(_said(review, reviewed) for review in reviews.order_by("decided_at")))
    frozen = replace(pack, document=document, approvals=approvals)
    return Dossier.objects.create(
        reference=reference,
        version=reviewed.version,
        run=reviewed.run,
        assessment=reviewed.assessment,
        unit=reviewed.unit,
        kind=reviewed.kind,
        approves=reviewed,
        pack=canonical(frozen).decode(),
        pack_sha256=digest(frozen),
        requested_by=by,
        queued_at=at,
        available_at=at,
    )


def _said(review: Review, reviewed: Dossier) -> Approval:
    return Approval(
        decision=review.get_decision_display(),
        by=review.decided_by.name if review.decided_by else "",
        at=review.decided_at.isoformat(timespec="seconds") if review.decided_at else "",
        reasons=review.reasons,
        asked_by=review.asked_by.name,
        document=reviewed.reference,
        record=review.digest,
    )
