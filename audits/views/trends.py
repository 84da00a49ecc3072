"""How a plan's readings went from run to run, in the browser; approving a run; naming who is told."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from audits.actions import baselines, plans
from audits.charts.measures import label
from audits.charts.trend import Spot, over_runs
from audits.forms.trends import Approve, ListenersForm
from audits.models import Baseline
from audits.queries.listening import listeners
from audits.queries.trends import Point, Series, drift, trend
from audits.views.rows import plan_of, run_of
from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of


@needs(Permission.READ)
@require_GET
def of_plan(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.READ)
    course = trend(plan)
    chosen = _chosen(course.series, request.GET.get("series", ""))
    context = {
        "plan": plan,
        "system": plan.system,
        "trend": course,
        "chosen": chosen,
        "chart": _chart(chosen, course.baseline) if chosen else "",
        "drift": drift(plan, course.baseline),
        "listeners": listeners(plan),
        "may": powers_of(roles_of(request.user, plan)),
    }
    return render(request, "audits/trend.html", context)


@needs(Permission.MEASURE)
@require_POST
def name_listeners(request: Request, reference: str) -> HttpResponse:
    plan = plan_of(request, reference, Permission.MEASURE)
    form = ListenersForm(request.POST, plan=plan)
    if form.is_valid():
        people = list(form.cleaned_data["people"])
        plans.name_listeners(plan=plan, people=people, by=request.user, at=timezone.now())
        messages.success(request, "Saved. The plan's owner is told in any case.")
    else:
        messages.error(request, "Somebody you chose does not see this system any more.")
    return redirect(plan)


@needs(Permission.RULE_ON_FAIRNESS)
@require_POST
def approve(request: Request, reference: str) -> HttpResponse:
    run = run_of(request, reference, Permission.RULE_ON_FAIRNESS)
    form = Approve(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why later runs are held against this one.")
        return redirect(run)
    try:
        baselines.approve(run=run, **form.cleaned_data, by=request.user, at=timezone.now())
    except baselines.NotDone:
        messages.error(request, "Only a run with a result can be approved.")
        return redirect(run)
    messages.success(request, f"Later runs of this plan are held against {run.reference}.")
    return redirect("audits:plan_trend", run.plan.reference)


def _chosen(series: tuple[Series, ...], asked: str) -> Series | None:
    """Return the series that the URL asks for by its place, the first where that is odd."""
    place = int(asked) if asked.isdecimal() and len(asked) < 4 else 0  # noqa: PLR2004 digits of a place
    return series[place if place < len(series) else 0] if series else None


def _chart(series: Series, baseline: Baseline | None) -> str:
    title = f"{label(series.measure)} by {' and '.join(series.by)}, {series.kind}, from run to run"
    approved = baseline.run_id if baseline else None
    spots = [_spot(point, approved=point.run.pk == approved) for point in series.points]
    return over_runs(spots, threshold=series.newest.reading["threshold"], title=title)


def _spot(point: Point, *, approved: bool) -> Spot:
    low, high = point.reading.get("interval") or (None, None)
    reading = point.reading
    return Spot(point.run.reference, reading["value"], low, high, approved, bool(reading.get("discloses")))
