"""Confirming and contesting a finding in the browser."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from governance.http import Request
from governance.models import SystemVersion
from governance.permissions import Permission, needs
from risk.actions import positions
from risk.forms.positions import Confirm, Contest
from risk.models import Classification
from risk.queries.classifications import chosen, current
from risk.views.findings import finding_page
from risk.views.versions import newest

MEANWHILE = "Another finding stands meanwhile: read it first. Your text is kept below."


@needs(Permission.RULE_ON_FINDINGS)
@require_POST
def confirm(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.RULE_ON_FINDINGS)
    form = Confirm(request.POST)
    if not form.is_valid() or (read := _read(version, form)) is None:
        return _again(request, version, form, "confirm")
    try:
        reasons = form.cleaned_data["reasons"]
        positions.confirm(classification=read, reasons=reasons, by=request.user, at=timezone.now())
    except positions.Superseded:
        return _again(request, version, form, "confirm", status=409)
    messages.success(request, "Confirmed. It lapses when the facts or the finding change.")
    return redirect("risk:finding", reference)


@needs(Permission.RULE_ON_FINDINGS)
@require_POST
def contest(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.RULE_ON_FINDINGS)
    form = Contest(request.POST)
    if not form.is_valid() or (read := _read(version, form)) is None:
        return _again(request, version, form, "contest")
    try:
        told = {name: form.cleaned_data[name] for name in ("reasons", "tier", "provision")}
        positions.contest(classification=read, **told, by=request.user, at=timezone.now())
    except positions.Superseded:
        return _again(request, version, form, "contest", status=409)
    messages.success(request, "Contested. The finding and your reasons are shown side by side from now on.")
    return redirect("risk:finding", reference)


def _read(version: SystemVersion, form: Confirm | Contest) -> Classification | None:
    """Return the finding that was on the page when the lawyer wrote; a foreign id is a fault of the form."""
    read = chosen(version, str(form.cleaned_data["finding"]))
    if read is None:
        form.add_error(None, "That finding is not one of this system's.")
        return None
    read.version = version
    return read


def _again(
    request: Request, version: SystemVersion, form: Confirm | Contest, name: str, *, status: int = 422
) -> HttpResponse:
    """Show the finding that stands, with the form as it was typed; sent again, it speaks of that finding."""
    standing = current(version)
    if status == 409 and standing is not None:  # noqa: PLR2004 conflict
        form.add_error(None, MEANWHILE)
        form.data = {**request.POST.dict(), form.add_prefix("finding"): str(standing.pk)}
    return finding_page(request, version, standing, forms={name: form}, status=status)
