"""Reviewing a dossier in the browser."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from audits import doorbell
from audits.actions import dossiers, reviews
from audits.forms.reviews import AskForm, DecideForm
from audits.models import Dossier
from audits.queries.reviews import APPROVED, frozen_status, lapsed, standing
from audits.views.rows import dossier_of
from governance.http import Request
from governance.models import User
from governance.permissions import Permission, needs

NOTHING_PENDING = "No review of this dossier is open."
OWN_WORK = "Whoever asked for a dossier or for its review does not also decide on it: ask a colleague."
NO_REASONS = "A rejection says why."


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def ask(request: Request, reference: str) -> HttpResponse:
    dossier, form = dossier_of(request, reference, Permission.REQUEST_DOSSIERS), AskForm(request.POST)
    if not form.is_valid():
        return _faulty(request, dossier, form)
    try:
        reviews.ask(dossier=dossier, by=request.user, at=timezone.now(), note=form.cleaned_data["note"])
    except dossiers.NotReady:
        messages.error(request, "There is no file yet that somebody could read.")
    except reviews.NotForReview as refusal:
        messages.error(request, str(refusal))
    return redirect(dossier)


@needs(Permission.APPROVE_DOSSIERS)
@require_POST
def decide(request: Request, reference: str) -> HttpResponse:
    dossier, form = dossier_of(request, reference, Permission.APPROVE_DOSSIERS), DecideForm(request.POST)
    if not form.is_valid():
        return _faulty(request, dossier, form)
    said = form.cleaned_data
    approve = said["decision"] == "approved"
    try:
        made = reviews.decide(
            dossier=dossier, approve=approve, reasons=said["reasons"], by=request.user, at=timezone.now()
        )
    except (reviews.NothingPending, reviews.OwnWork, reviews.NoReasons) as refusal:
        messages.error(request, WORDS[type(refusal)])
        return redirect(dossier)
    if made:
        doorbell.ring(made)
    return redirect(made or dossier)


def reviewed(dossier: Dossier, *, by: User) -> dict[str, Any]:
    """Return what a dossier's page says of its review.

    Cost: four queries; for an approved one also those of a pack, to see whether the approval still stands.
    """
    now = standing(dossier, frozen_status(dossier))
    gone = lapsed(dossier, by=by, at=timezone.now()) if now.status == APPROVED else ()
    return {"standing": now, "lapsed": gone, "ask": AskForm(), "decide": DecideForm()}


def _faulty(request: Request, dossier: Dossier, form: Form) -> HttpResponse:
    for name, faults in form.errors.items():
        messages.error(request, f"{form.fields[name].label}: {faults[0]}")
    return redirect(dossier)


WORDS: dict[type[Exception], str] = {
    reviews.NothingPending: NOTHING_PENDING,
    reviews.OwnWork: OWN_WORK,
    reviews.NoReasons: NO_REASONS,
}
