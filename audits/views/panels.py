"""What other pages show of the evidence: a fragment for a system's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from audits.queries import disparities, dossiers, plans
from audits.views.rows import system_of
from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of


@needs(Permission.READ)
@require_GET
def of_system(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.READ)
    context = {
        "system": system,
        "planned": plans.of_system(system),
        "disparities": disparities.of_system(system),
        "today": timezone.localdate(),
        "dossiers": dossiers.of_system(system)[:3],
        "may": powers_of(roles_of(request.user, system)),
    }
    return render(request, "audits/panel.html", context)
