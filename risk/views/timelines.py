"""Legal days on a line, and the address under which a calendar program reads them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.http import Request
from governance.models import Unit, User
from governance.permissions import Permission, needs, powers_of, roles_of, units_for
from risk.actions import feeds
from risk.forms.timelines import Narrow
from risk.models import Feed
from risk.queries.timelines import timeline


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    form, today = Narrow(request.GET), timezone.localdate()
    wanted = form.wanted()
    context = {
        "search": form,
        "wanted": wanted,
        "timeline": timeline(request.user, wanted, today),
        "today": today,
        "may": powers_of(roles_of(request.user)),
    }
    return render(request, "risk/timeline.html", context)


@needs(Permission.HOLD_TOKENS)
@require_http_methods(["GET", "POST"])
def calendar(request: Request) -> HttpResponse:
    act = {"open": _open, "close": _close}.get(request.POST.get("act", ""))
    if act is not None:
        return act(request)
    context = {"feed": Feed.objects.filter(user=request.user).first()}
    return render(request, "risk/calendar.html", context, status=422 if request.method == "POST" else 200)


def _open(request: Request) -> HttpResponse:
    secret = feeds.open_feed(unit=_unit_of(request.user), by=request.user, at=timezone.now())
    address = request.build_absolute_uri(reverse("api-calendar"))
    response = render(request, "risk/calendar_opened.html", {"mine": f"{address}?key={secret}"})
    response.headers["Cache-Control"] = "no-store"
    return response


def _close(request: Request) -> HttpResponse:
    feeds.close_feed(unit=_unit_of(request.user), by=request.user, at=timezone.now())
    messages.success(request, "The address is closed: programs that carry it are refused from now on.")
    return redirect("risk:calendar")


def _unit_of(user: User) -> Unit:
    """Return the unit whose trail tells of it: the uppermost in which a person may hold keys."""
    return units_for(user, Permission.HOLD_TOKENS).order_by("path")[0]
