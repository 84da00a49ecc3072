"""A log of a plan looked at before it is kept: its columns beside what the plan reads in them."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from audits.fairness import Spec
from audits.fairness.columns import Column
from audits.forms.logs import LogForm
from audits.forms.roles import GROUP, ROLES
from audits.models import Plan
from audits.staging import waiting
from audits.staging.waiting import Gone, WaitingFile
from audits.views.files import GONE
from audits.views.leaving import left
from audits.views.planning import admit, lacking
from audits.views.plans import plan_page
from audits.views.rows import plan_of
from governance.http import Request
from governance.permissions import Permission, needs


@dataclass(frozen=True)
class Read:
    """One column of the file, and what the plan reads it as; nothing where the plan leaves it alone."""

    column: Column
    role: str


@needs(Permission.MEASURE)
@require_POST
def look(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    form = LogForm(request.POST, request.FILES, system=plan.system)
    if form.is_valid() and (file := left(request, form, about=plan.reference)):
        return redirect("audits:log_preview", plan.reference, file.key)
    return plan_page(request, plan, log_form=form, status=422)


@needs(Permission.MEASURE)
@require_http_methods(["GET", "POST"])
def settle(request: Request, reference: str, key: UUID) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    try:
        file = _waiting(request, plan, key)
        lacks = lacking(file, Spec.from_json(plan.spec).columns)
        if request.method == "POST" and not lacks:
            admit(file, plan, by=request.user, at=timezone.now())
            messages.success(request, f"{file.name} is imported: measure it now.")
            return redirect(plan)
    except Gone:
        return _gone(request, plan)
    context = {
        "plan": plan, "system": plan.system, "file": file, "lacking": lacks, "rows": _beside(file, plan)
    }  # fmt: skip
    return render(
        request, "audits/log_preview.html", context, status=422 if request.method == "POST" else 200
    )


@needs(Permission.MEASURE)
@require_POST
def discard(request: Request, reference: str, key: UUID) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    try:
        waiting.discard(_waiting(request, plan, key))
    except Gone:
        return _gone(request, plan)
    messages.success(request, "The file is discarded. Nothing of it was kept.")
    return redirect(plan)


def _waiting(request: Request, plan: Plan, key: UUID) -> WaitingFile:
    return waiting.find(key, about=plan.reference, by=request.user, at=timezone.now())


def _gone(request: Request, plan: Plan) -> HttpResponse:
    messages.error(request, GONE)
    return redirect(plan)


def _beside(file: WaitingFile, plan: Plan) -> list[Read]:
    """Return each column beside its role; what the plan has settled of it needs no warning."""
    spec = Spec.from_json(plan.spec)
    words, settled = {**ROLES, "by": ROLES[GROUP]}, {*spec.edges, *plan.special_columns}
    return [
        Read(
            replace(column, warnings=()) if column.name in settled else column,
            words[spec.roles[column.name]] if column.name in spec.roles else "",
        )
        for column in file.preview.columns
    ]
