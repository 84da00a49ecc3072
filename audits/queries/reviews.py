"""What became of a dossier: in review, approved, lapsed, superseded."""

import json
from dataclasses import dataclass
from datetime import datetime

from audits.models import Dossier, Review
from audits.packs import Pack
from audits.packs.changes import Change, changes
from audits.queries.dossier_pack import pack_for
from audits.queries.subjects import about_of, fields_of, with_subject
from governance.models import ScopedQuerySet, User

DRAFT, FOR_REVIEW, IN_REVIEW = "draft", "for review", "in review"
APPROVED, REJECTED, SUPERSEDED = "approved", "rejected", "superseded"


@dataclass(frozen=True)
class Standing:
    """How matters stand with a dossier, and the documents around it."""

    status: str
    reviews: list[Review]
    approved_as: Dossier | None
    superseded_by: Dossier | None

    @property
    def pending(self) -> Review | None:
        """The review that waits for a decision."""
        return next((one for one in self.reviews if not one.decision), None)


def standing(dossier: Dossier, frozen_status: str) -> Standing:
    """Return what became of a dossier. Three queries.

    Shape: superseded once a later document about the same subject and of the same kind was approved.
    """
    reviews = list(dossier.reviews.select_related("asked_by", "decided_by").order_by("-asked_at"))
    mine = [dossier.pk, dossier.approves_id]
    approvals = _approvals(dossier).filter(queued_at__gt=dossier.queued_at).exclude(approves__in=mine)
    later = with_subject(approvals).order_by("queued_at").first()
    own = with_subject(Dossier.objects.filter(approves=dossier)).first()
    return Standing(_status(frozen_status, reviews, later), reviews, own, later)


def frozen_status(dossier: Dossier) -> str:
    """Return the status that was frozen into a dossier. One query: the pack is read."""
    raw = Dossier.objects.values_list("pack", flat=True).get(pk=dossier.pk)
    return str(json.loads(raw).get("document", {}).get("status", DRAFT))


def lapsed(dossier: Dossier, *, by: User, at: datetime) -> tuple[Change, ...]:
    """Return the fields in which the record now differs from the one that was approved: none, it stands.

    Cost: that of freezing a pack.
    """
    raw = Dossier.objects.values_list("pack", flat=True).get(pk=dossier.pk)
    then = Pack.from_json(json.loads(raw))
    now = pack_for(about=about_of(dossier), reference="", kind=dossier.kind, by=by, at=at)
    return tuple(change for change in changes(then, now) if change.material)


def _approvals(dossier: Dossier) -> ScopedQuerySet[Dossier]:
    return Dossier.objects.filter(**fields_of(about_of(dossier)), kind=dossier.kind, approves__isnull=False)


def _status(frozen: str, reviews: list[Review], later: Dossier | None) -> str:
    if later:
        return SUPERSEDED
    decisions = {one.decision for one in reviews}
    if Review.Decision.PENDING in decisions:
        return IN_REVIEW
    if Review.Decision.APPROVED in decisions:
        return APPROVED
    return REJECTED if decisions else frozen
