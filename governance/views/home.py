"""The start page: what waits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of
from governance.queries import home as waiting

SHOWN = 8


@needs(Permission.READ)
@require_GET
def home(request: Request) -> HttpResponse:
    context = {
        "tiers": waiting.tier_counts(request.user),
        "undetermined": waiting.undetermined(request.user, limit=SHOWN),
        "may": powers_of(roles_of(request.user)),
    }
    return render(request, "governance/home.html", context)
