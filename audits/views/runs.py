"""Fairness runs in the browser: asked for, followed, read."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audits import doorbell
from audits.actions import runs
from audits.fairness import Spec
from audits.fairness.withholding import withheld
from audits.forms.runs import Search
from audits.forms.trends import Approve
from audits.models import Run
from audits.queries.bands import cut_otherwise
from audits.queries.baselines import standing
from audits.queries.chosen import chosen
from audits.queries.counts import RowsGone
from audits.queries.disparities import of_run
from audits.queries.dossier_pack.thresholds import with_thresholds
from audits.queries.grounds import missing, served, thresholds, undefined
from audits.queries.results import found
from audits.queries.runs import Wanted, listed
from audits.views.rows import plan_of, run_of
from audits.views.stopping import cancelled, retried
from governance.http import Request, page_of
from governance.permissions import Permission, needs, powers_of, roles_of
from risk.queries.editions import adopted


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    search = Search(request.GET)
    wanted = search.wanted()
    page = page_of(request, listed(request.user, wanted))
    context = {"search": search, "page": page, "filtered": wanted != Wanted()}
    return render(request, "audits/runs.html" + ("#found" if request.htmx else ""), context)


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
    shown = chosen(result, request.GET.get("measure", ""), request.GET.get("by", "")) if result else None
    status = HTTPStatus.NOT_FOUND if shown and shown.unknown else HTTPStatus.OK
    if shown and request.htmx and request.htmx.target == "measure":
        context = {"run": run, "chosen": shown, "swapped": True}
        return render(request, "audits/fairness/chosen.html", context, status=status)
    context = {
        "run": run,
        "plan": run.plan,
        "system": run.plan.system,
        "found": found(result) if result else None,
        "chosen": shown,
        "swapped": False,
        **(_grounds(run, result) | _after(run) if result else {}),
        "may": powers_of(roles_of(request.user, run)),
    }
    return render(request, "audits/run.html" + ("#body" if request.htmx else ""), context, status=status)


def _grounds(run: Run, result: dict[str, Any]) -> dict[str, Any]:
    """Return what the numbers of a run rest on, and beside which others they tell more. Four queries."""
    rows = with_thresholds(Run.objects.filter(pk=run.pk).select_related("plan__thresholds_set_by"))
    bare = rows.only("spec", "plan__thresholds_reason", "plan__thresholds_set_by__name")
    return {
        "missing": missing(result),
        "undefined": undefined(result),
        "thresholds": thresholds(bare.get()),
        "served": served(adopted().page),
        "others": cut_otherwise(run.plan, Spec.from_json(run.spec)),
    }


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
