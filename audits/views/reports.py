"""Reports that are asked for where their subject is shown: of a run, of a vendor assessment, of a unit."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from audits.forms.dossier_schedules import DossierScheduleForm
from audits.models import VendorAssessment
from audits.packs import kinds
from audits.queries.dossiers import of_subject, schedules_of
from audits.queries.subjects import About
from audits.queries.vendor_assessments import whole
from audits.views.asking import asked_for, preview
from audits.views.rows import run_of
from governance.http import Request
from governance.models import AISystem, Unit
from governance.permissions import Permission, fetch, needs, powers_of, roles_of, units_for
from governance.vocabulary import JobState

# Of more, a page does not say what their portfolio would lack: a third of a second for each thousand is too long.
MOST_SYSTEMS = 5000


@needs(Permission.READ)
@require_GET
def of_run(request: Request, reference: str) -> HttpResponse:
    run = run_of(request, reference, Permission.READ)
    asked = reverse("audits:run_report_new", args=[reference])
    context = {"run": run, "ready": run.state == JobState.DONE, "address": asked}
    return _shown(request, run, kinds.FAIRNESS, "audits/reports/run.html", context)


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def request_of_run(request: Request, reference: str) -> HttpResponse:
    run = run_of(request, reference, Permission.REQUEST_DOSSIERS)
    return asked_for(request, run, otherwise=redirect("audits:run_report", reference))


@needs(Permission.READ)
@require_GET
def of_assessment(request: Request, reference: str) -> HttpResponse:
    assessment = fetch(whole(), request.user, Permission.READ, reference=reference)
    ready = assessment.state == VendorAssessment.State.CONCLUDED
    asked = reverse("audits:vendor_report_new", args=[reference])
    context = {"assessment": assessment, "ready": ready, "address": asked}
    return _shown(request, assessment, kinds.VENDOR, "audits/reports/assessment.html", context)


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def request_of_assessment(request: Request, reference: str) -> HttpResponse:
    assessment = fetch(whole(), request.user, Permission.REQUEST_DOSSIERS, reference=reference)
    return asked_for(request, assessment, otherwise=redirect("audits:vendor_report", reference))


@needs(Permission.READ)
@require_GET
def of_unit(request: Request) -> HttpResponse:
    units = units_for(request.user, Permission.READ).order_by("path")
    unit = _unit(units, request.GET.get("unit", ""))
    asked = reverse("audits:portfolio_new")
    context = {
        "unit": unit,
        "units": units,
        "ready": _may_be_looked_through(unit),
        "address": asked,
        "schedules": schedules_of(unit),
        "schedule_form": DossierScheduleForm(None, subject=kinds.Subject.UNIT),
    }
    return _shown(request, unit, kinds.PORTFOLIO, "audits/reports/unit.html", context)


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def request_of_unit(request: Request) -> HttpResponse:
    unit = _unit(units_for(request.user, Permission.READ).order_by("path"), request.POST.get("unit", ""))
    if not request.user.has_perm(Permission.REQUEST_DOSSIERS, unit):
        raise PermissionDenied
    return asked_for(request, unit, otherwise=redirect("audits:portfolio"))


def _may_be_looked_through(unit: Unit) -> bool:
    """Say whether somebody at a page can wait until every system of a unit is looked at. One query."""
    systems = AISystem.objects.filter(unit__path__startswith=unit.path)
    return not systems[MOST_SYSTEMS : MOST_SYSTEMS + 1].exists()


def _unit(units: QuerySet[Unit], path: str) -> Unit:
    """Return the unit of a path, or the topmost where none is named."""
    unit = units.filter(path=path).first() if path else units.first()
    if unit is None:
        raise Http404
    return unit


def _shown(
    request: Request, about: About, kind: kinds.Kind, template: str, context: dict[str, object]
) -> HttpResponse:
    """Show what a report would lack if it were made now, and those that were made before."""
    told = {
        "unit": None,
        **context,
        "kind": kind,
        "preview": preview(about, kind, by=request.user) if context["ready"] else None,
        "dossiers": of_subject(about, kind.id),
        "may": powers_of(roles_of(request.user, about)),
    }
    return render(request, template, told)
