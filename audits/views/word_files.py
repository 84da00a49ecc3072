"""Word files in the browser: asked for, followed, read side by side, taken away."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits import doorbell
from audits.actions import word_files
from audits.dossiers.redline import read_pieces
from audits.dossiers.redline.hunks import hunks
from audits.models import WordFile
from audits.queries.dossiers import told
from audits.views.rows import dossier_of
from audits.views.stopping import cancelled, retried
from audits.views.taking import taken
from governance.http import Request, page_of
from governance.permissions import Permission, fetch, needs, powers_of, roles_of

SUBJECT = (
    "dossier__version__system__unit", "dossier__run", "dossier__assessment__product__vendor__unit",
    "dossier__unit", "earlier", "requested_by",
)  # fmt: skip


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def request_copy(request: Request, reference: str) -> HttpResponse:
    dossier = dossier_of(request, reference, Permission.REQUEST_DOSSIERS)
    made = word_files.request(dossier=dossier, by=request.user, at=timezone.now())
    doorbell.ring(made)
    return redirect(made)


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def request_redline(request: Request, reference: str) -> HttpResponse:
    dossier = dossier_of(request, reference, Permission.REQUEST_DOSSIERS)
    earlier = dossier_of(request, request.POST.get("earlier", ""), Permission.READ)
    try:
        made = word_files.request(dossier=dossier, earlier=earlier, by=request.user, at=timezone.now())
    except word_files.NotComparable:
        messages.error(request, f"{earlier.reference} is not of the same kind about the same subject.")
        return redirect(dossier)
    doorbell.ring(made)
    return redirect(made)


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    row = _word_file(request, reference, Permission.READ)
    fields = request.GET.get("show") == "fields"
    shown = row.changes or () if fields else hunks(read_pieces(row.pieces or ()))
    context = {
        "word_file": row,
        "dossier": row.dossier,
        "about": told(row.dossier),
        "fields": fields,
        "page": page_of(request, shown),
        "may": powers_of(roles_of(request.user, row)),
    }
    return render(request, "audits/word_file.html" + ("#body" if request.htmx else ""), context)


@needs(Permission.READ)
@require_http_methods(["GET"])
def file(request: Request, reference: str) -> HttpResponseBase:
    row = _word_file(request, reference, Permission.READ)
    note = partial(word_files.downloaded, word_file=row, by=request.user, at=timezone.now())
    return taken(row.file, note, name=row.file_name, content_type=WordFile.CONTENT_TYPE)


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def cancel(request: Request, reference: str) -> HttpResponse:
    return cancelled(request, _word_file(request, reference, Permission.REQUEST_DOSSIERS))


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def retry(request: Request, reference: str) -> HttpResponse:
    return retried(request, _word_file(request, reference, Permission.REQUEST_DOSSIERS))


def _word_file(request: Request, reference: str, permission: Permission) -> WordFile:
    rows = WordFile.objects.select_related(*SUBJECT).defer("dossier__pack", "earlier__pack")
    return fetch(rows, request.user, permission, reference=reference)
