"""Reports of what moved when the law changed: how far they are, row by row, and saying what one thinks of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from governance.actions import jobs
from governance.http import Request, page_of
from governance.permissions import Permission, fetch, needs, powers_of, roles_of, units_for
from risk import doorbell
from risk.actions import moves as acting
from risk.actions import rejudgings
from risk.forms.changes import Contest, Search
from risk.models import Move, Rejudging
from risk.queries import rejudgings as reading
from risk.queries.movements import told

SHOWN = 3


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    return render(request, "risk/changes.html", {"page": page_of(request, reading.listed(request.user))})


@needs(Permission.READ)
@require_GET
def panel(request: Request) -> HttpResponse:
    return render(request, "risk/changes_panel.html", {"rows": reading.waiting(request.user, limit=SHOWN)})


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    report = _report(request, reference, Permission.READ)
    house = powers_of(roles_of(request.user, report))
    if request.htmx:
        return _progress(request, report, house)
    search = Search(request.GET)
    page = page_of(request, reading.moves(request.user, report, search.wanted()))
    context = {
        "report": report,
        "search": search,
        "page": page,
        "rows": [(move, told(move)) for move in page.object_list],
        "waiting": sum(move.state == Move.State.WAITING for move in page.object_list),
        "may": powers_of(roles_of(request.user)),
        "may_house": house,
    }
    return render(request, "risk/change.html", context)


@needs(Permission.READ)
@require_GET
def move(request: Request, reference: str, system: str) -> HttpResponse:
    return _shown(request, _move(request, reference, system, Permission.READ), Contest())


@needs(Permission.ADOPT_EDITIONS)
@require_POST
def confirm(request: Request, reference: str) -> HttpResponse:
    """Confirm the one row whose button was pressed, or every row that the page showed."""
    report = _report(request, reference, Permission.READ)
    units = units_for(request.user, Permission.ADOPT_EDITIONS)
    wanted = request.POST.getlist("only") or request.POST.getlist("shown")
    rows = Move.objects.filter(rejudging=report, system__unit__in=units, pk__in=_ids(wanted))
    done = acting.confirm(moves=rows, by=request.user, at=timezone.now())
    messages.success(request, f"{done} system{'' if done == 1 else 's'} confirmed.")
    back = QueryDict(request.POST.get("back", "")).urlencode()
    return redirect(f"{report.get_absolute_url()}?{back}" if back else report)


@needs(Permission.ADOPT_EDITIONS)
@require_POST
def contest(request: Request, reference: str, system: str) -> HttpResponse:
    row = _move(request, reference, system, Permission.ADOPT_EDITIONS)
    form = Contest(request.POST)
    if not form.is_valid():
        return _shown(request, row, form, status=422)
    try:
        acting.contest(move=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except acting.NotWaiting:
        form.add_error(None, "Somebody has looked at this meanwhile. Your text is kept below.")
        row.refresh_from_db()
        return _shown(request, row, form, status=409)
    messages.success(request, f"The new finding on {row.system.name} is contested.")
    return redirect("risk:move", reference, system)


@needs(Permission.ADOPT_EDITIONS)
@require_POST
def cancel(request: Request, reference: str) -> HttpResponse:
    report = _report(request, reference, Permission.ADOPT_EDITIONS)
    try:
        jobs.cancel(job=report, by=request.user, at=timezone.now())
        messages.success(request, "It stops soon. What has been judged stays judged; go on with it any time.")
    except jobs.Settled:
        messages.info(request, "It has ended; there is nothing to stop.")
    return redirect(report)


@needs(Permission.ADOPT_EDITIONS)
@require_POST
def retry(request: Request, reference: str) -> HttpResponse:
    report = _report(request, reference, Permission.ADOPT_EDITIONS)
    try:
        doorbell.ring(rejudgings.retry(rejudging=report, by=request.user, at=timezone.now()))
        messages.success(request, "It goes on where it stopped.")
    except jobs.NotStopped:
        messages.info(request, "Only what failed or was cancelled can be tried again.")
    except rejudgings.Superseded:
        messages.error(request, "Another edition was adopted since. Adopt this one again instead.")
    except rejudgings.StillJudging:
        messages.error(request, "Another report of changes is still being made. Wait for it, or cancel it.")
    return redirect(report)


def _progress(request: Request, report: Rejudging, house: dict[str, bool]) -> HttpResponse:
    """Tell how far it is; at the end let the page come whole, with what moved."""
    if report.is_settled:
        return HttpResponseClientRefresh()
    return render(request, "risk/change.html#progress", {"report": report, "may_house": house})


def _report(request: Request, reference: str, permission: Permission) -> Rejudging:
    rows = Rejudging.objects.select_related("requested_by", "unit")
    return fetch(rows, request.user, permission, reference=reference)


def _move(request: Request, reference: str, system: str, permission: Permission) -> Move:
    lookup = {"rejudging__reference": reference, "system__reference": system}
    return fetch(reading.whole(), request.user, permission, **lookup)


def _ids(texts: list[str]) -> list[UUID]:
    """Return the ids among what a browser sent."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _shown(request: Request, row: Move, form: Contest, *, status: int = 200) -> HttpResponse:
    context = {
        "move": row,
        "told": told(row),
        "contest": form,
        "may": powers_of(roles_of(request.user, row)),
    }
    return render(request, "risk/move.html", context, status=status)
