"""The classification memorandum: the finding written down, for the file and for paper."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from governance.http import Request
from governance.models import Organisation
from governance.permissions import Permission, needs, powers_of, roles_of
from risk.queries.classifications import chosen, current
from risk.queries.memoranda import memorandum as written
from risk.queries.obligations import of_system
from risk.queries.positions import held, taken
from risk.queries.transcripts import transcript
from risk.views.versions import newest


@needs(Permission.READ)
@require_GET
def memorandum(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.READ)
    shown = chosen(version, request.GET.get("as_of", ""))
    if shown is None and "as_of" in request.GET:
        raise Http404
    standing = shown if shown is None or shown.superseded_at is None else current(version)
    context = {
        "system": version.system,
        "version": version,
        "classification": shown,
        "organisation": Organisation.objects.first(),
        "memorandum": written(shown, version) if shown else None,
        "held": held(taken(version), standing, version.system),
        "obligations": [row for row in of_system(version.system) if row.state != "fallen_away"],
        "chapters": transcript(version),
        "today": timezone.localdate(),
        "may": powers_of(roles_of(request.user, version)),
    }
    return render(request, "risk/memorandum.html", context)
