"""A plan's calendar in the browser."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from audits.actions import schedules
from audits.forms.schedules import ScheduleForm
from audits.models import Schedule
from audits.views.plans import plan_page
from audits.views.rows import plan_of
from governance.http import Request
from governance.permissions import Permission, needs


@needs(Permission.MEASURE)
@require_POST
def arrange(request: Request, reference: str) -> HttpResponse:
    plan, at = plan_of(request, reference, Permission.MEASURE), timezone.now()
    form = ScheduleForm(request.POST, stored=getattr(plan, "schedule", None))
    if not form.is_valid():
        return plan_page(request, plan, schedule_form=form, status=422)
    told = {name: form.cleaned_data[name] for name in ("cron", "zone", "grace_minutes")}
    try:
        schedule = schedules.arrange(plan=plan, **told, starts_at=form.starts_at(at), by=request.user, at=at)
    except schedules.NeverDue:
        form.add_error("cron", "No day within eight years fits this.")
        return plan_page(request, plan, schedule_form=form, status=422)
    due = f"{schedule.next_due_at:%-d %B %Y at %H:%M} UTC"
    messages.success(request, f"The plan runs by itself, next on {due}.")
    return redirect(plan)


@needs(Permission.MEASURE)
@require_POST
def pause(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    schedule = get_object_or_404(Schedule.objects.select_related("plan__system__unit"), plan=plan)
    schedules.pause(schedule=schedule, by=request.user, at=timezone.now())
    messages.success(request, "The plan rests until you set its rhythm again.")
    return redirect(plan)
