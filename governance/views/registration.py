"""Putting systems into the register and keeping them true."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.actions import systems
from governance.actions.revisions import Stale
from governance.forms.systems import ComponentForm, NewSystemForm, SystemForm, VersionForm
from governance.http import Request, typed
from governance.models import AISystem
from governance.permissions import Permission, fetch, needs
from governance.views.stale import differences, follow
from governance.vocabulary import Lifecycle, OperatorRole


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    form = NewSystemForm(typed(request), user=request.user, initial={"owner": request.user})
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        try:
            system = systems.register(**values, by=request.user, at=timezone.now())
        except systems.AlreadyRegistered:
            form.add_error("external_id", "A system with this id is in the register.")
        else:
            messages.success(request, f"{system.reference} is in the register. Its questions come next.")
            return redirect(system)
    context = {"form": form, "differences": ()}
    return render(request, "governance/system_new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def edit(request: Request, reference: str) -> HttpResponse:
    system = _theirs(request, reference)
    stored = _stored(system)
    form = SystemForm(typed(request), user=request.user, initial=stored)
    context: dict[str, Any] = {"form": form, "edited": system, "back": system, "differences": ()}
    if not form.is_valid():
        return render(request, "governance/system_edit.html", context, status=422 if form.is_bound else 200)
    values = dict(form.cleaned_data)
    system.revision = values.pop("revision") or 0
    try:
        systems.edit(system=system, **values, by=request.user, at=timezone.now())
    except Stale:
        context["differences"] = differences(form, stored)
        follow(form, stored["revision"])
        return render(request, "governance/system_edit.html", context, status=409)
    messages.success(request, f"{system.reference} is saved.")
    return redirect(system)


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def add_version(request: Request, reference: str) -> HttpResponse:
    system = _theirs(request, reference)
    form = VersionForm(typed(request))
    if form.is_valid():
        try:
            systems.add_version(system=system, **form.cleaned_data, by=request.user, at=timezone.now())
        except systems.LabelTaken:
            form.add_error("label", "The system has a version of this name.")
        else:
            messages.success(request, f"Version {form.cleaned_data['label']} is in the register.")
            return redirect(system)
    context = {"form": form, "system": system}
    return render(request, "governance/version_new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def add_component(request: Request, reference: str) -> HttpResponse:
    system = _theirs(request, reference)
    form = ComponentForm(typed(request), user=request.user, system=system)
    if form.is_valid():
        systems.add_component(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(
            request, f"{form.cleaned_data['product'].name} is noted as a part of {system.reference}."
        )
        return redirect(system)
    context = {"form": form, "system": system}
    return render(request, "governance/component_new.html", context, status=422 if form.is_bound else 200)


def _theirs(request: Request, reference: str) -> AISystem:
    rows = AISystem.objects.select_related("unit", "owner")
    return fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)


def _stored(system: AISystem) -> dict[str, Any]:
    return {
        "revision": system.revision,
        "name": system.name,
        "purpose": system.purpose,
        "operator_roles": [OperatorRole(role) for role in system.operator_roles],
        "lifecycle": Lifecycle(system.lifecycle),
        "placed_on_market_date": system.placed_on_market_date,
        "unit": system.unit,
        "owner": system.owner,
    }
