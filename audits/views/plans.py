"""Fairness plans in the browser: what is measured of a system, when, and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions import plans
from audits.fairness import Spec
from audits.forms.logs import LogForm
from audits.forms.plans import PlanForm
from audits.forms.schedules import ScheduleForm
from audits.models import Plan
from audits.queries.plans import logs_of, of_system, runs_of, skipped, threshold_settings
from audits.views.rows import plan_of, system_of
from governance.actions.revisions import Stale
from governance.http import Request, typed
from governance.permissions import Permission, needs, powers_of, roles_of
from governance.views.stale import differences, follow

ASIDE = ("special_columns", "regression_tolerance", "days_to_settle")
KEPT = ("name", "spec", "thresholds_reason", "legal_basis", "keep_rows_until", *ASIDE)
SHOWN = ("name", "thresholds_reason", "legal_basis", "keep_rows_until", "owner", "revision", *ASIDE)


@needs(Permission.READ)
@require_GET
def index(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.READ)
    context = {
        "system": system,
        "planned": of_system(system),
        "may": powers_of(roles_of(request.user, system)),
    }
    return render(request, "audits/plans.html", context)


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def create(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.MEASURE)
    form = PlanForm(typed(request), user=request.user, unit=system.unit, initial={"owner": request.user})
    del form.fields["owner"]
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in KEPT}
        try:
            plan = plans.create(system=system, **values, by=request.user, at=timezone.now())
        except plans.NameTaken:
            form.add_error("name", "The system has a plan of this name.")
        else:
            messages.success(request, f"{plan.reference} is set. Import a prediction log next.")
            return redirect(plan)
    context = {"form": form, "system": system, "differences": ()}
    return render(request, "audits/plan_new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def edit(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    stored = {name: getattr(plan, name) for name in SHOWN}
    form = PlanForm(
        typed(request), user=request.user, unit=plan.system.unit, initial=stored,
        stored=Spec.from_json(plan.spec),
    )  # fmt: skip
    context: dict[str, Any] = {"form": form, "plan": plan, "system": plan.system, "differences": ()}
    if not form.is_valid():
        return render(request, "audits/plan_edit.html", context, status=422 if form.is_bound else 200)
    values = {name: form.cleaned_data[name] for name in (*KEPT, "owner")}
    plan.revision = form.cleaned_data["revision"] or 0
    try:
        plans.edit(plan=plan, **values, by=request.user, at=timezone.now())
    except plans.NameTaken:
        form.add_error("name", "The system has a plan of this name.")
        return render(request, "audits/plan_edit.html", context, status=422)
    except Stale:
        context["differences"] = differences(form, form.initial)
        follow(form, stored["revision"])
        return render(request, "audits/plan_edit.html", context, status=409)
    messages.success(request, f"{plan.reference} is saved. Runs that exist keep what they were asked.")
    return redirect(plan)


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    return plan_page(request, plan_of(request, reference, Permission.READ))


def plan_page(
    request: Request,
    plan: Plan,
    *,
    log_form: LogForm | None = None,
    schedule_form: ScheduleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page of a plan, with a form that did not fit where there is one."""
    schedule, spec = getattr(plan, "schedule", None), Spec.from_json(plan.spec)
    context = {
        "plan": plan,
        "system": plan.system,
        "spec": spec,
        "thresholds": _set(spec),
        "settings": threshold_settings(plan),
        "schedule": schedule,
        "skipped": skipped(plan) if schedule else (),
        "runs": runs_of(plan),
        "logs": logs_of(plan),
        "log_form": log_form or LogForm(None, system=plan.system),
        "schedule_form": schedule_form or ScheduleForm(None, stored=schedule),
        "may": powers_of(roles_of(request.user, plan)),
    }
    return render(request, "audits/plan.html", context, status=status)


def _set(spec: Spec) -> list[tuple[str, float | None, float | None]]:
    """Return each measure with the ratio and the difference that are set for it."""
    values = {(one.measure, one.kind): one.value for one in spec.thresholds}
    measures = dict.fromkeys(one.measure for one in spec.thresholds)
    return [(name, values.get((name, "ratio")), values.get((name, "difference"))) for name in measures]
