"""Dossiers that make themselves, in the browser: for a system or for a unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from audits.actions import dossier_schedules
from audits.actions.schedules import NeverDue
from audits.forms.dossier_schedules import DossierScheduleForm
from audits.models import DossierSchedule
from audits.packs.kinds import Subject
from audits.views.rows import system_of
from governance.http import Request
from governance.models import AISystem, Unit
from governance.permissions import Permission, needs, units_for


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def arrange(request: Request) -> HttpResponse:
    about = _about(request)
    subject = Subject.SYSTEM if isinstance(about, AISystem) else Subject.UNIT
    form, at = DossierScheduleForm(request.POST, subject=subject), timezone.now()
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("kind", "cron", "zone")}
        try:
            row = dossier_schedules.arrange(about=about, **said, by=request.user, at=at)
        except NeverDue:
            form.add_error("cron", "No day within eight years fits this.")
        else:
            messages.success(request, f"It makes itself, next on {row.next_due_at:%-d %B %Y at %H:%M} UTC.")
    for name, faults in form.errors.items():
        messages.error(request, f"{form.fields[name].label or name.capitalize()}: {faults[0]}")
    return redirect(_page(about))


@needs(Permission.REQUEST_DOSSIERS)
@require_POST
def pause(request: Request) -> HttpResponse:
    about = _about(request)
    whose = {"system": about} if isinstance(about, AISystem) else {"unit": about}
    rows = DossierSchedule.objects.select_related("system__unit", "unit")
    row = rows.filter(**whose, kind=request.POST.get("kind", "")).first()
    if row is None:
        raise Http404
    dossier_schedules.pause(schedule=row, by=request.user, at=timezone.now())
    messages.success(request, "It rests until its rhythm is set again.")
    return redirect(_page(about))


def _about(request: Request) -> AISystem | Unit:
    """Return the system or the unit that the form names, if this person may ask for its dossiers."""
    if reference := request.POST.get("system"):
        return system_of(request, reference, Permission.REQUEST_DOSSIERS)
    unit = units_for(request.user, Permission.READ).filter(path=request.POST.get("unit", "")).first()
    if unit is None:
        raise Http404
    if not request.user.has_perm(Permission.REQUEST_DOSSIERS, unit):
        raise PermissionDenied
    return unit


def _page(about: AISystem | Unit) -> str:
    if isinstance(about, AISystem):
        return reverse("audits:dossiers", args=[about.reference])
    return f"{reverse('audits:portfolio')}?unit={about.path}"
