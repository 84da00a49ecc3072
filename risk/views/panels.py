"""What the law says, in the corner of other packages' pages: bare fragments, fetched by URL."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of
from risk.models import Obligation
from risk.queries.classifications import current
from risk.queries.obligations import due_soon, of_system
from risk.queries.opinions import opinion
from risk.queries.positions import held, taken
from risk.queries.reminders import reminded_of
from risk.views.versions import newest

SHOWN = 5


@needs(Permission.READ)
@require_GET
def panel(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.READ)
    standing = current(version)
    owed = [row for row in of_system(version.system) if row.state == Obligation.State.OPEN]
    context = {
        "system": version.system,
        "classification": standing,
        "opinion": opinion(standing) if standing else None,
        "held": held(taken(version), standing, version.system),
        "next": owed[:SHOWN],
        "more": max(0, len(owed) - SHOWN),
        "today": timezone.localdate(),
        "may": powers_of(roles_of(request.user, version)),
    }
    return render(request, "risk/panel.html", context)


@needs(Permission.READ)
@require_GET
def home_panel(request: Request) -> HttpResponse:
    today = timezone.localdate()
    reminded = reminded_of(request.user, today)
    context = {
        "due": due_soon(request.user, today, limit=SHOWN),
        "reminded": reminded[:SHOWN],
        "more": max(0, reminded.count() - SHOWN),
        "today": today,
    }
    return render(request, "risk/home_panel.html", context)
