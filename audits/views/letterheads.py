"""How the organisation's documents look, in the browser."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions import letterheads
from audits.forms.letterheads import LetterheadForm
from audits.logos import MOST_BYTES
from audits.models import Letterhead
from governance.http import Request, typed
from governance.permissions import Permission, needs, units_for


@needs(Permission.APPROVE_DOSSIERS)
@require_http_methods(["GET", "POST"])
def edit(request: Request) -> HttpResponse:
    if not units_for(request.user, Permission.APPROVE_DOSSIERS).filter(parent=None).exists():
        raise PermissionDenied
    stored = Letterhead.objects.first()
    form = LetterheadForm(typed(request), request.FILES or None, stored=stored)
    if form.is_bound and form.is_valid() and _changed(request, form):
        messages.success(request, "Documents look like this from now on. Those made before keep their look.")
        return redirect("audits:letterhead")
    status = 422 if form.errors else 200
    context = {"form": form, "has_logo": bool(stored and stored.logo)}
    return render(request, "audits/letterhead.html", context, status=status)


@needs(Permission.READ)
@require_GET
def picture(request: Request) -> HttpResponse:  # noqa: ARG001 the gate asks who it is
    stored = Letterhead.objects.first()
    if stored is None or not stored.logo:
        raise Http404
    return HttpResponse(bytes(stored.logo), content_type="image/png")


def _changed(request: Request, form: LetterheadForm) -> bool:
    """Set the letterhead, or put what is wrong with it beside its field."""
    said = dict(form.cleaned_data)
    file = said.pop("picture")
    try:
        content = file.read(MOST_BYTES + 1) if file else None
        letterheads.change(**said, picture=content, by=request.user, at=timezone.now())
    except letterheads.BadColour as refusal:
        form.add_error("colour", str(refusal))
    except letterheads.NoLogo as refusal:
        form.add_error("picture", str(refusal))
    return not form.errors
