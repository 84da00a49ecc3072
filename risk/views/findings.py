"""The finding: what the law makes of a system, and the path that leads there."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from governance.http import Request
from governance.models import SystemVersion
from governance.permissions import Permission, needs, powers_of, roles_of
from risk.actions import classifications
from risk.forms.positions import Confirm, Contest
from risk.models import Classification
from risk.queries.answers import stated
from risk.queries.classifications import chosen, current, history
from risk.queries.editions import adopted_id
from risk.queries.obligations import of_system
from risk.queries.opinions import opinion
from risk.queries.positions import held, taken
from risk.views.versions import newest


@needs(Permission.READ)
@require_GET
def finding(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.READ)
    wanted = request.GET.get("as_of", "")
    shown = chosen(version, wanted)
    if wanted and shown is None:
        raise Http404
    return finding_page(request, version, shown)


@needs(Permission.ANSWER_FACTS)
@require_POST
def judge(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.ANSWER_FACTS)
    before = current(version)
    made = classifications.judge(version=version, by=request.user, at=timezone.now())
    if before == made:
        messages.success(request, "Judged again: nothing has changed.")
    else:
        messages.success(request, f"Judged: {made.get_tier_display()}.")
    return redirect("risk:finding", reference)


def finding_page(
    request: Request,
    version: SystemVersion,
    shown: Classification | None,
    *,
    forms: Mapping[str, Confirm | Contest] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a finding; `forms` are those that did not fit, with what was typed into them."""
    positions = taken(version)
    standing = shown if shown is None or shown.superseded_at is None else current(version)
    blank = {"finding": shown.pk if shown else None}
    context: dict[str, Any] = {
        "system": version.system,
        "version": version,
        "classification": shown,
        "opinion": opinion(shown, stated(version)) if shown else None,
        "outdated": _outdated(shown, version.system.revision) if shown else "",
        "positions": positions,
        "held": held(positions, standing, version.system),
        "confirm": Confirm(initial=blank),
        "contest": Contest(initial=blank),
        "obligations": of_system(version.system),
        "history": history(version),
        "today": timezone.localdate(),
        "may": powers_of(roles_of(request.user, version)),
    }
    return render(request, "risk/finding.html", context | dict(forms or {}), status=status)


def _outdated(shown: Classification, revision: int) -> str:
    """Say in a sentence why a standing finding should be made anew, or nothing."""
    if shown.superseded_at is not None:
        return ""
    if shown.system_revision < revision:
        return "The register has changed since this finding was made."
    if shown.edition != adopted_id():
        return "This finding was made under another edition of the law than the adopted one."
    today = timezone.localdate().isoformat()
    if any(shown.on_date.isoformat() < change["on"] <= today for change in shown.finding["upcoming"]):
        return "A day on which the law changes has passed since this finding was made."
    return ""
