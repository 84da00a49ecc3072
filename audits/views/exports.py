"""A run taken away: one JSON document, one table as CSV, or all tables in a ZIP; with `?counts=all` in full."""

import json

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from audits.models import Run
from audits.queries import run_exports
from governance.http import Request
from governance.permissions import Permission, fetch, needs


@needs(Permission.READ)
@require_GET
def document(request: Request, reference: str) -> HttpResponse:
    run, full = _theirs(request, reference)
    text = json.dumps(run_exports.document(run, full=full), indent=1, ensure_ascii=False)
    return _taken(text, "application/json", f"{run.reference}.json")


@needs(Permission.READ)
@require_GET
def tables(request: Request, reference: str) -> HttpResponse:
    run, full = _theirs(request, reference)
    return _taken(run_exports.archive_of(run, full=full), "application/zip", f"{run.reference}-tables.zip")


@needs(Permission.READ)
@require_GET
def table(request: Request, reference: str, table: str) -> HttpResponse:
    run, full = _theirs(request, reference)
    try:
        text = run_exports.csv_of(run, table, full=full)
    except run_exports.NoTable as absent:
        raise Http404 from absent
    return _taken(text, "text/csv; charset=utf-8", f"{run.reference}-{table}.csv")


def _theirs(request: Request, reference: str) -> tuple[Run, bool]:
    """Return the run, and whether it is taken with its counts and hidden groups, which not everybody may see."""
    full = request.GET.get("counts") == run_exports.ALL
    permission = Permission.SEE_COUNTS if full else Permission.READ
    return fetch(run_exports.exportable(), request.user, permission, reference=reference), full


def _taken(content: str | bytes, kind: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
