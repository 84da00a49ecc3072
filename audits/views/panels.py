"""What other pages show of the evidence: fragments for a system's page and for the start page."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from audits.queries import disparities, dossiers, plans
from audits.queries.listening import told
from audits.views.rows import system_of
from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of

NEWS_SHOWN = timedelta(days=14)
MOST_SHOWN = 5


@needs(Permission.READ)
@require_GET
def news(request: Request) -> HttpResponse:
    context = {
        "disparities": disparities.listed(request.user, disparities.Wanted(state="open"))[:MOST_SHOWN],
        "news": told(request.user, since=timezone.now() - NEWS_SHOWN)[:MOST_SHOWN],
        "today": timezone.localdate(),
    }
    return render(request, "audits/news.html", context)


@needs(Permission.READ)
@require_GET
def of_system(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.READ)
    context = {
        "system": system,
        "planned": plans.planned(plans.of_system(system)[: plans.MOST_SHOWN]),
        "disparities": disparities.of_system(system),
        "today": timezone.localdate(),
        "dossiers": dossiers.of_system(system)[:3],
        "may": powers_of(roles_of(request.user, system)),
    }
    return render(request, "audits/panel.html", context)
