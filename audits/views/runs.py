"""Fairness runs in the browser: asked for, followed, read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audits import doorbell
from audits.actions import runs
from audits.fairness.withholding import withheld
from audits.forms.trends import Approve
from audits.models import Run
from audits.queries.baselines import standing
from audits.queries.chosen import Chosen, chosen
from audits.queries.counts import RowsGone
from audits.queries.disparities import of_run
from audits.queries.results import found
from audits.views.rows import plan_of, run_of
from audits.views.stopping import cancelled, retried
from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of


@needs(Permission.MEASURE)
@require_POST
def request_run(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    try:
        run = runs.request(plan=plan, by=request.user, at=timezone.now())
    except runs.AlreadyWaiting as waiting:
        messages.info(request, "This was asked for already.")
        return redirect(waiting.run)
    except runs.NoLog:
        messages.error(request, "There is nothing to measure yet: import a prediction log first.")
        return redirect(plan)
    except runs.NoLegalBasis as columns:
        messages.error(request, f"State on what legal basis {columns} is processed before it is measured.")
        return redirect("audits:plan_edit", plan.reference)
    except RowsGone as gone:
        messages.error(request, str(gone))
        return redirect(plan)
    doorbell.ring(run)
    return redirect(run)


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    run = run_of(request, reference, Permission.READ)
    result = withheld(run.result) if run.result else None
    context = {
        "run": run,
        "plan": run.plan,
        "system": run.plan.system,
        "found": found(result) if result else None,
        "chosen": _chosen(request, result) if result else None,
        **(_after(run) if run.result else {}),
        "may": powers_of(roles_of(request.user, run)),
    }
    return render(request, "audits/run.html" + ("#body" if request.htmx else ""), context)


def _chosen(request: Request, result: dict[str, Any]) -> Chosen:
    return chosen(result, request.GET.get("measure", ""), request.GET.get("by", ""))


def _after(run: Run) -> dict[str, Any]:
    """Return what the page of a finished run says of what follows from it. Two queries."""
    baseline = standing(run.plan)
    return {
        "baseline": baseline,
        "is_baseline": baseline is not None and baseline.run_id == run.pk,
        "disparities": of_run(run),
        "approve": Approve(),
        "today": timezone.localdate(),
    }


@needs(Permission.MEASURE)
@require_POST
def cancel(request: Request, reference: str) -> HttpResponse:
    return cancelled(request, run_of(request, reference, Permission.MEASURE))


@needs(Permission.MEASURE)
@require_POST
def retry(request: Request, reference: str) -> HttpResponse:
    return retried(request, run_of(request, reference, Permission.MEASURE))
