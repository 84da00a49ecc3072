"""The editions of the law: which one is adopted, what each is, and what lies between two."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from governance.http import Request
from governance.models import Unit
from governance.permissions import Permission, needs, powers_of, roles_of, units_for
from risk import doorbell, rulebook
from risk.actions import rejudgings
from risk.queries.editions import adopted_id, compared, shelf


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    context = {"shelf": shelf(), "may": powers_of(roles_of(request.user, _house()))}
    return render(request, "risk/editions.html", context)


@needs(Permission.READ)
@require_GET
def compare(request: Request) -> HttpResponse:
    adopted = adopted_id()
    others = [edition_id for edition_id in rulebook.edition_ids() if edition_id != adopted]
    old, new = request.GET.get("old", others[-1] if others else adopted), request.GET.get("new", adopted)
    try:
        editions = rulebook.edition(old), rulebook.edition(new)
    except rulebook.UnknownEdition as unknown:
        raise Http404 from unknown
    context = {"old": editions[0], "new": editions[1], "groups": compared(*editions)}
    return render(request, "risk/edition_changes.html", context)


@needs(Permission.ADOPT_EDITIONS)
@require_POST
def adopt(request: Request) -> HttpResponse:
    if not units_for(request.user, Permission.ADOPT_EDITIONS).filter(parent=None).exists():
        messages.error(request, "An edition is adopted for the whole house, by a lawyer of its root unit.")
        return redirect("risk:editions")
    try:
        edition_id = request.POST.get("edition", "")
        made = rejudgings.adopt(edition_id=edition_id, by=request.user, at=timezone.now())
    except (rulebook.UnknownEdition, rejudgings.AlreadyAdopted):
        messages.error(request, "There is no such edition to adopt, or it is the adopted one.")
        return redirect("risk:editions")
    except rejudgings.StillJudging:
        messages.error(
            request, "An earlier report of changes is still being made. Wait for it, or cancel it."
        )
        return redirect("risk:changes")
    doorbell.ring(made)
    messages.success(request, f"Edition {made.edition} is adopted. Every system is being judged under it.")
    return redirect(made)


def _house() -> Unit:
    return Unit.objects.get(parent=None)
