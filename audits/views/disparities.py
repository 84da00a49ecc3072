"""Disparities in the browser: what is open, what was accepted and why, what closed it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audits.actions import disparities as acting
from audits.forms.disparities import Accept, Assign, Search
from audits.models import Disparity
from audits.queries.disparities import listed, seen_in, whole
from governance.http import Request, page_of
from governance.permissions import Permission, fetch, needs, powers_of, roles_of


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    # Open ones unless the search says otherwise; an empty state means any.
    search = Search({"state": Disparity.State.OPEN.value} | request.GET.dict())
    page = page_of(request, listed(request.user, search.wanted()))
    template = "audits/disparities.html" + ("#rows" if request.htmx else "")
    return render(request, template, {"search": search, "page": page, "today": timezone.localdate()})


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    disparity = _theirs(request, reference, Permission.READ)
    return _shown(request, disparity, Accept(disparity=disparity), Assign(disparity=disparity))


@needs(Permission.RULE_ON_FAIRNESS)
@require_POST
def accept(request: Request, reference: str) -> HttpResponse:
    disparity = _theirs(request, reference, Permission.RULE_ON_FAIRNESS)
    form = Accept(request.POST, disparity=disparity)
    if not form.is_valid():
        return _shown(request, disparity, form, Assign(disparity=disparity), status=422)
    try:
        acting.accept(disparity=disparity, **form.cleaned_data, by=request.user, at=timezone.now())
    except acting.NoDay:
        form.add_error("until", "Name a day from today on, within three years.")
        return _shown(request, disparity, form, Assign(disparity=disparity), status=422)
    except acting.FoundSince:
        disparity = _theirs(request, reference, Permission.RULE_ON_FAIRNESS)
        afresh = Accept(request.POST.dict() | {"seen": disparity.latest_run.reference}, disparity=disparity)
        afresh.add_error(
            None,
            f"{disparity.latest_run.reference} has found it since you opened this page: {disparity.verdict_label}."
            " Nothing is accepted yet. Read what it says, then send again.",
        )
        return _shown(request, disparity, afresh, Assign(disparity=disparity), status=409)
    except acting.NotOpen:
        form.add_error(None, "It is not open any more. Your text is kept below.")
        disparity.refresh_from_db()
        return _shown(request, disparity, form, Assign(disparity=disparity), status=409)
    messages.success(
        request, f"{disparity.reference} is accepted until {disparity.accepted_until:%-d %B %Y}."
    )
    return redirect(disparity)


@needs(Permission.MEASURE)
@require_POST
def assign(request: Request, reference: str) -> HttpResponse:
    disparity = _theirs(request, reference, Permission.MEASURE)
    form = Assign(request.POST, disparity=disparity)
    if not form.is_valid():
        return _shown(request, disparity, Accept(disparity=disparity), form, status=422)
    owner = form.cleaned_data["owner"]
    acting.assign(disparity=disparity, owner=owner, by=request.user, at=timezone.now())
    messages.success(request, f"{owner.name} looks after this disparity now.")
    return redirect(disparity)


def _theirs(request: Request, reference: str, permission: Permission) -> Disparity:
    return fetch(whole(), request.user, permission, reference=reference)


def _shown(
    request: Request, disparity: Disparity, accepting: Accept, assigning: Assign, *, status: int = 200
) -> HttpResponse:
    context = {
        "disparity": disparity,
        "plan": disparity.plan,
        "system": disparity.plan.system,
        "seen": seen_in(disparity),
        "accept": accepting,
        "assign": assigning,
        "today": timezone.localdate(),
        "may": powers_of(roles_of(request.user, disparity)),
    }
    return render(request, "audits/disparity.html", context, status=status)
