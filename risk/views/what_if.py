"""What if: answers edited without saving, and what they would move, side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.http import Request
from governance.permissions import Permission, needs, powers_of, roles_of
from risk.engine import classify, parse_facts
from risk.forms.supposing import Supposition
from risk.queries.answers import raw_facts
from risk.queries.differences import told
from risk.queries.editions import adopted
from risk.views.versions import newest


@needs(Permission.READ)
@require_http_methods(["GET", "POST"])
def what_if(request: Request, reference: str) -> HttpResponse:
    # Nothing is stored either way. Who may only read asks by the address: an auditor posts nothing, ever.
    posted = request.method == "POST"
    version = newest(request, reference, Permission.ANSWER_FACTS if posted else Permission.READ)
    data = request.POST if posted else request.GET
    standing, today = adopted(), timezone.localdate()
    raw = raw_facts(version, standing)
    supposed = Supposition(raw, standing, today, data or None)
    found = supposed.contrast(classify(parse_facts(raw, standing), standing, today))
    context = {
        "system": version.system,
        "version": version,
        "supposed": supposed,
        "chapters": supposed.form.chapters().items(),
        "difference": told(found) if found else None,
        "may": powers_of(roles_of(request.user, version)),
    }
    return render(request, "risk/what_if.html", context, status=422 if data and not found else 200)
