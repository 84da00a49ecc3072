"""AI systems: the list, the export, and one system's page."""

import csv

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from governance.forms.systems import SystemFilter
from governance.http import Request, harmless, page_of
from governance.models import AISystem
from governance.permissions import Permission, fetch, needs, powers_of, roles_of
from governance.queries import systems
from governance.vocabulary import OperatorRole

COLUMNS = (
    "reference", "name", "purpose", "tier", "judged on", "roles", "unit", "lifecycle", "owner",
    "newest version", "id elsewhere",
)  # fmt: skip


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    form = SystemFilter(request.GET, user=request.user)
    wanted = form.wanted()
    context = {
        "page": page_of(request, systems.matching(request.user, wanted)),
        "form": form,
        "order": wanted.order,
        "filtered": bool(wanted.words or wanted.tier or wanted.unit or wanted.lifecycle),
        "may": powers_of(roles_of(request.user)),
    }
    return render(request, "governance/systems.html" + ("#found" if request.htmx else ""), context)


@needs(Permission.READ)
@require_GET
def export(request: Request) -> HttpResponse:
    wanted = SystemFilter(request.GET, user=request.user).wanted()
    name = f"systems-{timezone.now():%Y-%m-%d}.csv"
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for system in systems.matching(request.user, wanted).iterator(chunk_size=500):
        writer.writerow(map(harmless, _cells(system)))
    return response


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    rows = AISystem.objects.select_related("unit", "owner")
    system = fetch(rows, request.user, Permission.READ, reference=reference)
    context = {
        "system": system,
        "versions": systems.versions_of(system),
        "may": powers_of(roles_of(request.user, system)),
    }
    return render(request, "governance/system.html", context)


def _cells(system: AISystem) -> tuple[str, ...]:
    return (
        system.reference,
        system.name,
        system.purpose,
        system.get_tier_display(),
        f"{system.tier_set_at:%Y-%m-%d}" if system.tier_set_at else "",
        ", ".join(OperatorRole(role).label for role in system.operator_roles),
        system.unit.path,
        system.get_lifecycle_display(),
        system.owner.name,
        system.newest or "",  # type: ignore[attr-defined]
        system.external_id or "",
    )
