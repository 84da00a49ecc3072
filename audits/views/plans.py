"""Fairness plans in the browser: what is measured of a system, when, and what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions import plans, sources
from audits.fairness import Spec
from audits.forms.logs import LogForm
from audits.forms.plans import PlanForm
from audits.forms.schedules import ScheduleForm
from audits.forms.trends import ListenersForm
from audits.models import Plan
from audits.queries.bands import cut_otherwise
from audits.queries.listening import listeners
from audits.queries.plans import logs_of, of_system, planned, runs_of, skipped, threshold_settings
from audits.sources import serving
from audits.staging.waiting import Gone, WaitingFile
from audits.views.files import GONE, gone
from audits.views.plan_facts import certainty, facts
from audits.views.planning import admit, answers, file_of, holds, settled
from audits.views.rows import plan_of, system_of
from governance.actions.revisions import Stale
from governance.http import Request, page_of, typed
from governance.models import AISystem, User
from governance.permissions import Permission, needs, powers_of, roles_of
from governance.views.stale import differences, follow

ASIDE = ("special_columns", "regression_tolerance", "days_to_settle")
KEPT = ("name", "spec", "thresholds_reason", "legal_basis", "keep_rows_until", *ASIDE)
SHOWN = (
    "name",
    "thresholds_reason",
    "legal_basis",
    "keep_rows_until",
    "owner",
    "revision",
    "source",
    "table",
    *ASIDE,
)
TAKEN = "The system has a plan of this name."


@needs(Permission.READ)
@require_GET
def index(request: Request, reference: str) -> HttpResponse:
    system = system_of(request, reference, Permission.READ)
    page = page_of(request, of_system(system))
    context = {
        "system": system,
        "page": page,
        "planned": planned(list(page)),
        "may": powers_of(roles_of(request.user, system)),
    }
    return render(request, "audits/plans.html", context)


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def create(request: Request, reference: str) -> HttpResponse:
    system, at = system_of(request, reference, Permission.MEASURE), timezone.now()
    asked = request.POST.get("file", "") or request.GET.get("file", "")
    try:
        file = file_of(asked, about=system.reference, by=request.user, at=at)
    except Gone:
        if request.method == "GET":
            return gone(request, system)
        file = None
    form = PlanForm(
        typed(request), user=request.user, unit=system.unit,
        initial={"owner": request.user, **(settled(file) if file else {})},
        sources={} if file else serving(system.unit.path),
    )  # fmt: skip
    del form.fields["owner"]
    if asked and not file:
        form.add_error(None, f"{GONE} The plan can be set without it.")
    fits = form.is_valid() and (holds(form, file) if file else answers(form, system.unit))
    if fits and (plan := _created(request, system, form, file)):
        told = f"{file.name} is imported: measure it now." if file else "Import a prediction log next."
        messages.success(request, f"{plan.reference} is set. {told}")
        return redirect(plan)
    context = {"form": form, "system": system, "file": file, "differences": ()}
    return render(request, "audits/plan_new.html", context, status=422 if form.is_bound else 200)


def _created(request: Request, system: AISystem, form: PlanForm, file: WaitingFile | None) -> Plan | None:
    """Return a new plan, with the file it was made for; none where its form says why not."""
    said, at = form.cleaned_data, timezone.now()
    try:
        with transaction.atomic():
            plan = plans.create(system=system, **{name: said[name] for name in KEPT}, by=request.user, at=at)
            _draw(plan, said, by=request.user, at=at)
            if file:
                admit(file, plan, by=request.user, at=at)
    except plans.NameTaken:
        form.add_error("name", TAKEN)
    except Gone:
        form.add_error(None, GONE)
    else:
        return plan
    return None


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def edit(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    stored = {name: getattr(plan, name) for name in SHOWN}
    form = PlanForm(
        typed(request), user=request.user, unit=plan.system.unit, initial=stored,
        stored=Spec.from_json(plan.spec), sources=serving(plan.system.unit.path),
    )  # fmt: skip
    context: dict[str, Any] = {"form": form, "plan": plan, "system": plan.system, "differences": ()}
    if not form.is_valid() or not answers(form, plan.system.unit):
        return render(request, "audits/plan_edit.html", context, status=422 if form.is_bound else 200)
    values = {name: form.cleaned_data[name] for name in (*KEPT, "owner")}
    plan.revision, at = form.cleaned_data["revision"] or 0, timezone.now()
    try:
        with transaction.atomic():
            plans.edit(plan=plan, **values, by=request.user, at=at)
            _draw(plan, form.cleaned_data, by=request.user, at=at)
    except plans.NameTaken:
        form.add_error("name", TAKEN)
        return render(request, "audits/plan_edit.html", context, status=422)
    except Stale:
        context["differences"] = differences(form, form.initial)
        follow(form, stored["revision"])
        return render(request, "audits/plan_edit.html", context, status=409)
    messages.success(request, f"{plan.reference} is saved. Runs that exist keep what they were asked.")
    return redirect(plan)


def _draw(plan: Plan, said: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Let a plan draw from the source that was chosen, where there was a choice."""
    if "source" in said:
        sources.draw_from(plan=plan, source=said["source"], table=said["table"], by=by, at=at)


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
        "facts": facts(spec),
        "certainty": list(certainty(spec)),
        "thresholds": _set(spec),
        "others": cut_otherwise(plan, spec),
        "settings": threshold_settings(plan),
        "schedule": schedule,
        "skipped": skipped(plan) if schedule else (),
        "runs": page_of(request, runs_of(plan)),
        "logs": logs_of(plan),
        "listeners": listeners(plan),
        "listeners_form": ListenersForm(None, plan=plan),
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
