"""Two runs side by side, in the browser."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from audits.queries.run_exports import exportable
from audits.queries.side_by_side import counterpart, others, side_by_side
from governance.http import Request
from governance.permissions import Permission, fetch, needs


@needs(Permission.READ)
@require_GET
def of_run(request: Request, reference: str) -> HttpResponse:
    run = fetch(exportable(), request.user, Permission.READ, reference=reference)
    asked = request.GET.get("with", "")
    other = counterpart(run, request.user, asked)
    if other is None and asked:
        raise Http404
    if other is None:
        messages.info(request, "There is no other finished run of this plan to compare with.")
        return redirect(run)
    context = {
        "run": run,
        "plan": run.plan,
        "system": run.plan.system,
        "other": other,
        "others": others(run),
        "beside": side_by_side(run, other),
    }
    return render(request, "audits/comparison.html", context)
