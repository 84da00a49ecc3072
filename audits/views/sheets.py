"""Prescribed documents in the browser: which are owed and why, begun, written, finished."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits import blanks
from audits.actions import drafts
from audits.actions import sheets as writing
from audits.forms.sheets import PartForm
from audits.models import Sheet
from audits.queries import sheets
from audits.queries.dossier_pack.prescribed import Filled
from audits.queries.dossiers import newest_version
from audits.queries.papers import board, page_of_sheet, papers_of
from audits.sheets import coverage
from audits.views.rows import system_of
from governance.actions.revisions import Stale
from governance.http import Request, typed
from governance.permissions import Permission, fetch, needs, powers_of, roles_of


@needs(Permission.READ)
@require_GET
def index(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.READ)
    version = newest_version(system)
    context = {
        "system": system,
        "version": version,
        "papers": board(version),
        "may": powers_of(roles_of(request.user, system)),
    }
    return render(request, "audits/sheets.html", context)


@needs(Permission.WRITE_SHEETS)
@require_POST
def start(request: Request, reference: str, kind: str) -> HttpResponse:
    system = system_of(request, reference, Permission.WRITE_SHEETS)
    if kind not in blanks.KINDS:
        raise Http404
    rows = sheets.whole().filter(version__system=system, kind=kind)
    chosen = request.POST.get("copy", "")
    copy = get_object_or_404(rows, reference=chosen) if chosen else None
    version = newest_version(system)
    try:
        sheet = writing.start(version=version, kind=kind, copy=copy, by=request.user, at=timezone.now())
    except writing.AlreadyDrafting as refused:
        sheet = refused.draft
        messages.info(request, "A draft was there already; this is it.")
    return redirect(sheet)


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    sheet = sheet_of(request, reference, Permission.READ)
    context = {
        **page_of_sheet(sheet),
        "may": powers_of(roles_of(request.user, sheet)),
    }
    return render(request, "audits/sheet.html", context)


@needs(Permission.WRITE_SHEETS)
@require_http_methods(["GET", "POST"])
def part(request: Request, reference: str, part: str) -> HttpResponse:
    sheet = sheet_of(request, reference, Permission.WRITE_SHEETS)
    if sheets.blank_of(sheet).part(part) is None:
        raise Http404
    if sheet.state != Sheet.State.DRAFT:
        return _finished(request, sheet)
    filled = papers_of(sheet).one(sheet)
    form = PartForm(filled.blank, filled.filling.of(part), sheet.revision, typed(request))
    if request.method == "GET":
        return _part_shown(request, filled, form, part)
    if form.is_valid() and _written(request, sheet, form):
        messages.success(request, "Saved.")
        return redirect(_following(sheet, filled, part, request))
    return _part_shown(request, papers_of(sheet).one(sheet), form, part, status=422)


@needs(Permission.WRITE_SHEETS)
@require_POST
def finish(request: Request, reference: str) -> HttpResponse:
    sheet = sheet_of(request, reference, Permission.WRITE_SHEETS)
    sheet.revision = (
        int(request.POST.get("revision", "0")) if request.POST.get("revision", "").isdigit() else 0
    )
    try:
        writing.finish(sheet=sheet, by=request.user, at=timezone.now())
        messages.success(request, "Finished. What it says cannot be changed any more.")
    except drafts.Incomplete as refused:
        count = len(refused.missing)
        messages.error(request, f"Not finished: {count} fields are neither written nor said not to apply.")
    except Stale:
        messages.error(request, "Not finished: somebody wrote in it since you looked. Please look again.")
    except drafts.NotDraft:
        return _finished(request, sheet)
    return redirect(sheet)


def sheet_of(request: Request, reference: str, permission: Permission) -> Sheet:
    """Return a prescribed document that this person may see and act on."""
    return fetch(sheets.whole(), request.user, permission, reference=reference)


def _written(request: Request, sheet: Sheet, form: PartForm) -> bool:
    """Store what was said; where somebody was quicker in the same field, say so at it."""
    seen = form.cleaned_data["seen"]
    try:
        writing.write(sheet=sheet, said=form.said, seen=seen, by=request.user, at=timezone.now())
    except writing.Overtaken as refused:
        sheet.refresh_from_db(fields=["revision"])
        form.mark_overtaken(refused.fields, sheet.revision)
        return False
    except drafts.NotDraft:
        form.add_error(None, "Somebody finished this document meanwhile.")
        return False
    return True


def _following(sheet: Sheet, filled: Filled, part: str, request: Request) -> str:
    """Return where to go on: the next part, or the whole document after the last one."""
    parts = [one.id for one in filled.blank.parts]
    place = parts.index(part) + 1
    if "stay" in request.POST or place == len(parts):
        return sheet.get_absolute_url()
    return reverse("audits:sheet_part", args=[sheet.reference, parts[place]])


def _part_shown(
    request: Request, filled: Filled, form: PartForm, part: str, *, status: int = 200
) -> HttpResponse:
    context = {
        "sheet": filled.sheet,
        "filled": filled,
        "here": filled.blank.part(part),
        "parts": [(one, coverage(filled.filling.of(one.id))) for one in filled.blank.parts],
        "form": form,
        "shown": list(form.shown()),
    }
    return render(request, "audits/sheet_part.html", context, status=status)


def _finished(request: Request, sheet: Sheet) -> HttpResponse:
    messages.info(request, "This document is finished; what it says cannot be changed.")
    return redirect(sheet)
