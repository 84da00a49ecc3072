"""Reviews of dossiers: ask for one, decide it, see how matters stand."""

from http import HTTPStatus

from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response

from audits import doorbell
from audits.actions import dossiers, reviews
from audits.models import Dossier, Review
from audits.queries.reviews import APPROVED, frozen_status, lapsed, standing
from audits.queries.subjects import with_subject
from governance.api.faces import ApiRequest, Face
from governance.api.fields import Text
from governance.api.openapi import operation
from governance.api.permissions import api_needs
from governance.api.problems import Refusal, Refusals, refusals
from governance.api.shapes import In, Out
from governance.permissions import Permission, fetch

STATUSES = ("draft", "for review", "in review", "approved", "rejected", "superseded")
REFUSED: Refusals = {
    dossiers.NotReady: Refusal(HTTPStatus.CONFLICT, "not_ready", "There is no file yet to be read."),
    reviews.NotForReview: Refusal(
        HTTPStatus.CONFLICT, "not_for_review", "It is a draft, in review, or decided on; see its status."
    ),
    reviews.NothingPending: Refusal(HTTPStatus.CONFLICT, "nothing_pending", "No review of it is open."),
    reviews.OwnWork: Refusal(
        HTTPStatus.CONFLICT, "own_work", "Whoever asked for a dossier or its review does not decide on it."
    ),
    reviews.NoReasons: Refusal(
        HTTPStatus.UNPROCESSABLE_ENTITY, "no_reasons", "A rejection says why.", field="reasons"
    ),
}


class AskIn(In):
    """A word to the reviewer."""

    note = Text(max_length=2000, required=False, allow_blank=True, default="")


class DecideIn(In):
    """A decision; a rejection needs reasons."""

    decision = serializers.ChoiceField(choices=["approved", "rejected"])
    reasons = Text(max_length=5000, required=False, allow_blank=True, default="")


class ReviewOut(Out):
    """One review; an open one has no decision yet."""

    asked_by = serializers.CharField(source="asked_by__email")
    asked_at = serializers.DateTimeField()
    note = serializers.CharField(allow_blank=True)
    decision = serializers.ChoiceField(choices=["", "approved", "rejected"])
    reasons = serializers.CharField(allow_blank=True)
    decided_by = serializers.CharField(source="decided_by__email", allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField(allow_blank=True, help_text="Of the record that was decided on.")


class StandingOut(Out):
    """How matters stand with a dossier; an approval whose record changed since names the fields."""

    status = serializers.ChoiceField(choices=STATUSES)
    approved_as = serializers.CharField(allow_null=True, help_text="Reference of the approved document.")
    superseded_by = serializers.CharField(allow_null=True)
    lapsed = serializers.ListField(
        child=serializers.CharField(), help_text="Where the record now says something else, as JSON pointers."
    )
    reviews = ReviewOut(many=True)


class Reviews(Face):
    """What became of a dossier."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.REQUEST_DOSSIERS)]
    queryset = Review.objects.all()

    @operation(
        "dossiers_review_retrieve", "How matters stand with a dossier", gives=StandingOut, refuses=[404]
    )
    def retrieve(self, request: ApiRequest, reference: str) -> Response:
        return _told(request, _dossier(request, reference, Permission.READ))

    @operation(
        "dossiers_review_ask", "Ask for a review of a finished dossier",
        takes=AskIn, gives={201: StandingOut}, refuses=[404, 409, 422],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        dossier = _dossier(request, reference, Permission.REQUEST_DOSSIERS)
        note = AskIn.read(request)["note"]
        with refusals(REFUSED):
            reviews.ask(dossier=dossier, by=request.user, at=timezone.now(), note=note)
        return _told(request, dossier, HTTPStatus.CREATED)


class Decisions(Face):
    """Deciding on what a dossier says."""

    permission_classes = [api_needs(read=Permission.READ, write=Permission.APPROVE_DOSSIERS)]
    queryset = Review.objects.all()

    @operation(
        "dossiers_decide", "Approve or reject the content of a dossier that is in review",
        takes=DecideIn, gives=StandingOut, refuses=[404, 409, 422],
    )  # fmt: skip
    def create(self, request: ApiRequest, reference: str) -> Response:
        dossier = _dossier(request, reference, Permission.APPROVE_DOSSIERS)
        said = DecideIn.read(request)
        approve = said["decision"] == "approved"
        with refusals(REFUSED):
            made = reviews.decide(
                dossier=dossier, approve=approve, reasons=said["reasons"], by=request.user, at=timezone.now()
            )
        if made:
            doorbell.ring(made)
        return _told(request, dossier)


def _dossier(request: ApiRequest, reference: str, permission: Permission) -> Dossier:
    return fetch(with_subject(Dossier.objects.all()), request.user, permission, reference=reference)


def _told(request: ApiRequest, dossier: Dossier, status: HTTPStatus = HTTPStatus.OK) -> Response:
    now = standing(dossier, frozen_status(dossier))
    gone = lapsed(dossier, by=request.user, at=timezone.now()) if now.status == APPROVED else ()
    rows = ReviewOut.rows(Review.objects.filter(dossier=dossier).order_by("-asked_at"))
    body = {
        "status": now.status,
        "approved_as": now.approved_as.reference if now.approved_as else None,
        "superseded_by": now.superseded_by.reference if now.superseded_by else None,
        "lapsed": [change.path for change in gone],
        "reviews": [ReviewOut.shown(row) for row in rows],
    }
    return Response(body, status=status)
