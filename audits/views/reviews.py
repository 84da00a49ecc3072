"""Reviewing a dossier in the browser."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from audits import doorbell
from audits.actions import dossiers, reviews
from audits.forms.reviews import AskForm, DecideForm
from audits.views.dossier_page import dossier_page
from audits.views.rows import dossier_of
from governance.http import Request
from governance.permissions import Permission, needs

NOTHING_PENDING = "No review of this dossier is open."
OWN_WORK = "Whoever asked for a dossier or for its review does not also decide on it: ask a colleague."
NO_REASONS = "A rejection says why."


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def ask(request: Request, reference: str) -> HttpResponse:
    dossier, form = dossier_of(request, reference, Permission.REQUEST_DOSSIERS), AskForm(request.POST)
    if not form.is_valid():
        return dossier_page(request, dossier, ask=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        reviews.ask(dossier=dossier, by=request.user, at=timezone.now(), note=form.cleaned_data["note"])
    except dossiers.NotReady:
        messages.error(request, "There is no file yet that somebody could read.")
    except reviews.NotForReview as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "A review is asked for. A colleague who may approve dossiers decides.")
    return redirect(dossier)


@needs(Permission.APPROVE_DOSSIERS)
@require_POST
def decide(request: Request, reference: str) -> HttpResponse:
    dossier, form = dossier_of(request, reference, Permission.APPROVE_DOSSIERS), DecideForm(request.POST)
    if not form.is_valid():
        return dossier_page(request, dossier, decide=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = form.cleaned_data
    approve = said["decision"] == "approved"
    try:
        made = reviews.decide(
            dossier=dossier, approve=approve, reasons=said["reasons"], by=request.user, at=timezone.now()
        )
    except reviews.NothingPending:
        messages.error(request, NOTHING_PENDING)
        return redirect(dossier)
    except (reviews.OwnWork, reviews.NoReasons) as refusal:
        form.add_error(*REFUSALS[type(refusal)])
        return dossier_page(request, dossier, decide=form, status=HTTPStatus.CONFLICT)
    if made:
        doorbell.ring(made)
        messages.success(request, f"{dossier.reference} is approved. The approved document is being made.")
    else:
        messages.success(request, f"{dossier.reference} is rejected. Whoever asked reads your reasons here.")
    return redirect(made or dossier)


REFUSALS: dict[type[Exception], tuple[str | None, str]] = {
    reviews.OwnWork: (None, OWN_WORK),
    reviews.NoReasons: ("reasons", NO_REASONS),
}
