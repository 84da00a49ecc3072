"""Everything that is owed, and settling it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from governance.http import Request, page_of
from governance.permissions import Permission, fetch, needs, powers_of, roles_of
from risk.actions import obligations as acting
from risk.forms.obligations import Assign, Meet, Reopen, Search
from risk.models import Obligation
from risk.queries.obligations import listed, whole


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    # Open duties unless the search says otherwise; an empty state means any.
    search = Search({"state": Obligation.State.OPEN.value} | request.GET.dict())
    page = page_of(request, listed(request.user, search.wanted()))
    template = "risk/obligations.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"search": search, "page": page, "today": timezone.localdate()})


@needs(Permission.READ)
@require_GET
def detail(request: Request, pk: UUID) -> HttpResponse:
    obligation = fetch(whole(), request.user, Permission.READ, pk=pk)
    return _shown(request, obligation, Meet(), Assign(obligation=obligation))


@needs(Permission.SETTLE_OBLIGATIONS)
@require_POST
def meet(request: Request, pk: UUID) -> HttpResponse:
    obligation = fetch(whole(), request.user, Permission.SETTLE_OBLIGATIONS, pk=pk)
    form = Meet(request.POST)
    if not form.is_valid():
        return _shown(request, obligation, form, Assign(obligation=obligation), status=422)
    try:
        evidence = form.cleaned_data["evidence"]
        acting.meet(obligation=obligation, evidence=evidence, by=request.user, at=timezone.now())
    except acting.NotOpen:
        form.add_error(None, "Somebody settled this obligation meanwhile. Your text is kept below.")
        obligation.refresh_from_db()
        return _shown(request, obligation, form, Assign(obligation=obligation), status=409)
    messages.success(request, "Marked as met.")
    return redirect("risk:obligation", pk)


@needs(Permission.SETTLE_OBLIGATIONS)
@require_POST
def reopen(request: Request, pk: UUID) -> HttpResponse:
    obligation = fetch(whole(), request.user, Permission.SETTLE_OBLIGATIONS, pk=pk)
    form = Reopen(request.POST)
    if not form.is_valid():
        return _shown(request, obligation, Meet(), Assign(obligation=obligation), form, status=422)
    try:
        reason = form.cleaned_data["reason"]
        acting.reopen(obligation=obligation, reason=reason, by=request.user, at=timezone.now())
    except acting.NotMet:
        form.add_error(None, "This obligation is not marked as met any more. Your text is kept below.")
        obligation.refresh_from_db()
        return _shown(request, obligation, Meet(), Assign(obligation=obligation), form, status=409)
    messages.success(request, "Open again.")
    return redirect("risk:obligation", pk)


@needs(Permission.SETTLE_OBLIGATIONS)
@require_POST
def assign(request: Request, pk: UUID) -> HttpResponse:
    obligation = fetch(whole(), request.user, Permission.SETTLE_OBLIGATIONS, pk=pk)
    form = Assign(request.POST, obligation=obligation)
    if not form.is_valid():
        return _shown(request, obligation, Meet(), form, status=422)
    owner, seen = form.cleaned_data["owner"], form.cleaned_data["seen"]
    try:
        acting.assign(obligation=obligation, owner=owner, seen=seen, by=request.user, at=timezone.now())
    except acting.GivenMeanwhile:
        obligation = fetch(whole(), request.user, Permission.SETTLE_OBLIGATIONS, pk=pk)
        afresh = Assign({"owner": owner.pk, "seen": obligation.owner_id or ""}, obligation=obligation)
        afresh.add_error(
            None, "Somebody else gave this obligation to the owner named above. Send again to change that."
        )
        return _shown(request, obligation, Meet(), afresh, status=409)
    messages.success(request, f"{owner.name} looks after this obligation now.")
    return redirect("risk:obligation", pk)


def _shown(
    request: Request,
    obligation: Obligation,
    meeting: Meet,
    assigning: Assign,
    reopening: Reopen | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "obligation": obligation,
        "meet": meeting,
        "assign": assigning,
        "reopen": reopening or Reopen(),
        "today": timezone.localdate(),
        "may": powers_of(roles_of(request.user, obligation)),
    }
    return render(request, "risk/obligation.html", context, status=status)
