"""Legal days on a line, and the address under which a calendar program reads them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

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
        "feed": Feed.objects.filter(user=request.user).first(),
        "today": today,
        "may": powers_of(roles_of(request.user)),
    }
    return render(request, "risk/timeline.html", context)


@needs(Permission.HOLD_TOKENS)
@require_POST
def open_feed(request: Request) -> HttpResponse:
    secret = feeds.open_feed(unit=_unit_of(request.user), by=request.user, at=timezone.now())
    address = request.build_absolute_uri(reverse("api-calendar"))
    response = render(request, "risk/feed_opened.html", {"mine": f"{address}?key={secret}"})
    response.headers["Cache-Control"] = "no-store"
    return response


@needs(Permission.HOLD_TOKENS)
@require_POST
def close_feed(request: Request) -> HttpResponse:
    feeds.close_feed(unit=_unit_of(request.user), by=request.user, at=timezone.now())
    messages.success(request, "The address is closed: programs that carry it are refused from now on.")
    return redirect("risk:timeline")


def _unit_of(user: User) -> Unit:
    """Return the unit whose trail tells of it: the uppermost in which a person may hold keys."""
    return units_for(user, Permission.HOLD_TOKENS).order_by("path")[0]
