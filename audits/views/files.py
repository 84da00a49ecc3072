"""A file in the browser before anything of it is kept: looked at, its columns and values settled, or discarded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from audits.forms.logs import LogForm
from audits.forms.meanings import MeaningForm
from audits.forms.roles import RolesForm
from audits.staging import waiting
from audits.staging.waiting import Gone, WaitingFile
from audits.views.leaving import all_waiting, left
from audits.views.rows import system_of
from governance.http import Request, typed
from governance.models import AISystem
from governance.permissions import Permission, needs

GONE = "That file waits no more: it was kept or discarded, or two hours have passed. Choose it again."


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def choose(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.MEASURE)
    files = request.FILES if request.method == "POST" else None
    form = LogForm(typed(request), files, system=system)
    if form.is_valid() and (file := left(request, form, about=system.reference)):
        return redirect("audits:file_roles", system.reference, file.key)
    context = {"form": form, "system": system, "may": {"measure": True}, "waiting": all_waiting(request)}
    return render(request, "audits/file_new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def settle_roles(request: Request, reference: str, key: UUID) -> HttpResponse:
    system = system_of(request, reference, Permission.MEASURE)
    try:
        file = _waiting(request, system, key)
    except Gone:
        return gone(request, system)
    form = RolesForm(typed(request), preview=file.preview, chosen=file.chosen.get("columns"))
    if form.is_valid():
        waiting.choose(file, columns={name: form.cleaned_data[name] for name in ("roles", "special")})
        return redirect("audits:file_meanings", system.reference, file.key)
    return _shown(request, "audits/file_roles.html", system, file, form)


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def settle_meanings(request: Request, reference: str, key: UUID) -> HttpResponse:
    system = system_of(request, reference, Permission.MEASURE)
    try:
        file = _waiting(request, system, key)
    except Gone:
        return gone(request, system)
    if "columns" not in file.chosen:
        return redirect("audits:file_roles", system.reference, file.key)
    form = MeaningForm(
        typed(request), preview=file.preview, chosen=file.chosen["columns"], said=file.chosen.get("said", {})
    )
    if form.is_valid() or not form.fields:
        waiting.choose(file, said=form.cleaned_data if form.fields else {})
        return redirect(f"{reverse('audits:plan_new', args=[system.reference])}?file={file.key}")
    return _shown(request, "audits/file_meanings.html", system, file, form)


@needs(Permission.MEASURE)
@require_POST
def discard(request: Request, reference: str, key: UUID) -> HttpResponse:
    system = system_of(request, reference, Permission.MEASURE)
    try:
        waiting.discard(_waiting(request, system, key))
    except Gone:
        return gone(request, system)
    messages.success(request, "The file is discarded. Nothing of it was kept.")
    return redirect("audits:plans", system.reference)


def gone(request: Request, system: AISystem) -> HttpResponse:
    """Lead back to where a file is chosen, saying why."""
    messages.error(request, GONE)
    return redirect("audits:file_new", system.reference)


def _waiting(request: Request, system: AISystem, key: UUID) -> WaitingFile:
    return waiting.find(key, about=system.reference, by=request.user, at=timezone.now())


def _shown(request: Request, template: str, system: AISystem, file: WaitingFile, form: Any) -> HttpResponse:  # noqa: ANN401 either form
    context = {"form": form, "file": file, "system": system}
    return render(request, template, context, status=422 if form.is_bound else 200)
