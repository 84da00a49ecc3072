"""Importing a prediction log in the browser."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from audits import staging
from audits.actions import logs
from audits.fairness import Spec, Unreadable
from audits.forms.logs import LogForm
from audits.views.leaving import refused
from audits.views.plans import plan_page
from audits.views.rows import plan_of
from governance.http import Request
from governance.permissions import Permission, needs


@needs(Permission.MEASURE)
@require_POST
def add(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    form = LogForm(request.POST, request.FILES, system=plan.system)
    if not form.is_valid():
        return plan_page(request, plan, log_form=form, status=422)
    file, at = form.cleaned_data["file"], timezone.now()
    try:
        staged = staging.stage(file.chunks(), columns=Spec.from_json(plan.spec).columns, at=at)
    except (staging.TooLarge, Unreadable) as refusal:
        form.add_error("file", refused(refusal))
        return plan_page(request, plan, log_form=form, status=422)
    version = form.cleaned_data["version"]
    log, new = logs.admit(plan=plan, version=version, name=file.name, staged=staged, by=request.user, at=at)
    told = f"{log.name} is imported." if new else f"These bytes were imported before: {log.name}."
    messages.success(request, told)
    return redirect(plan)
