"""Dossiers in the browser: asked for, followed, taken away."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions import dossiers
from audits.bundling import bundle_of
from audits.forms.dossier_schedules import DossierScheduleForm
from audits.packs.kinds import Kind, Subject, kinds_about
from audits.queries.dossiers import newest_version, of_system, schedules_of
from audits.views.asking import asked_for, preview
from audits.views.dossier_page import dossier_page
from audits.views.rows import dossier_of, system_of
from audits.views.stopping import cancelled, retried
from audits.views.taking import taken
from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of


@needs(Permission.READ)
@require_GET
def index(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.READ)
    version, kinds = newest_version(system), kinds_about(Subject.SYSTEM)
    shown = preview(version, _chosen(request, kinds), by=request.user)
    if request.htmx:
        return render(request, "audits/reports/preview.html", {"preview": shown})
    context = {
        "system": system,
        "dossiers": of_system(system),
        "version": version,
        "kinds": kinds,
        "preview": shown,
        "schedules": schedules_of(system),
        "schedule_form": DossierScheduleForm(None, subject=Subject.SYSTEM),
        "may": powers_of(roles_of(request.user, system)),
    }
    return render(request, "audits/dossiers.html", context)


def _chosen(request: Request, kinds: tuple[Kind, ...]) -> Kind:
    """Return the kind that the address names, the first where it names none of these."""
    return next((kind for kind in kinds if kind.id == request.GET.get("kind")), kinds[0])


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def request_dossier(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.REQUEST_DOSSIERS)
    return asked_for(request, newest_version(system), otherwise=redirect("audits:dossiers", reference))


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    return dossier_page(request, dossier_of(request, reference, Permission.READ))


@needs(Permission.READ)
@require_http_methods(["GET"])
def file(request: Request, reference: str) -> HttpResponseBase:
    dossier = dossier_of(request, reference, Permission.READ)
    note = partial(dossiers.downloaded, dossier=dossier, by=request.user, at=timezone.now())
    return taken(dossier.file, note, name=f"{dossier.reference}.pdf", content_type="application/pdf")


@needs(Permission.READ_TRAIL)
@require_http_methods(["GET"])
def bundle(request: Request, reference: str) -> HttpResponseBase:
    dossier, at = dossier_of(request, reference, Permission.READ_TRAIL), timezone.now()
    if not request.user.has_perm(Permission.READ_TRAIL.value, dossier):
        raise PermissionDenied
    try:
        dossier.file.open("rb").close()
        dossiers.downloaded(dossier=dossier, by=request.user, at=at, form="zip")
    except (dossiers.NotReady, FileNotFoundError, ValueError) as error:
        raise Http404 from error
    headers = {"Content-Disposition": f'attachment; filename="{dossier.reference}.zip"'}
    content = bundle_of(dossier, by=request.user, at=at)
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def cancel(request: Request, reference: str) -> HttpResponse:
    return cancelled(request, dossier_of(request, reference, Permission.REQUEST_DOSSIERS))


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def retry(request: Request, reference: str) -> HttpResponse:
    return retried(request, dossier_of(request, reference, Permission.REQUEST_DOSSIERS))
