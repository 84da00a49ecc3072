"""The questionnaire in the browser: a section at a time, stored with every step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from governance.http import Request
from governance.models import SystemVersion
from governance.permissions import Permission, needs, powers_of, roles_of
from risk.actions import answers as taking
from risk.forms.questions import SectionForm
from risk.queries.sheets import Sheet, sheet
from risk.queries.transcripts import transcript
from risk.views.versions import newest


@needs(Permission.ANSWER_FACTS)
@require_GET
def begin(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.ANSWER_FACTS)
    paper = sheet(version, timezone.localdate())
    going_on = paper.next_open() or paper.sections[0]
    return redirect("risk:section", reference, going_on.slug)


@needs(Permission.ANSWER_FACTS)
@require_http_methods(["GET", "POST"])
def section(request: Request, reference: str, slug: str) -> HttpResponse:
    version = newest(request, reference, Permission.ANSWER_FACTS)
    paper = sheet(version, timezone.localdate())
    if (here := paper.section(slug)) is None:
        return _on(request, version, paper, slug)
    if request.method == "GET":
        return _shown(request, version, paper, SectionForm(here, paper.stated))
    form = SectionForm(here, paper.stated, request.POST)
    if not form.is_valid():
        return _shown(request, version, paper, form, status=422)
    try:
        seen = form.seen(request.user)
        taking.state(
            version=version, statements=form.statements, seen=seen, by=request.user, at=timezone.now()
        )
    except taking.Overtaken as meanwhile:
        paper = sheet(version, timezone.localdate())
        form.follow(meanwhile.facts, paper.stated)
        return _shown(request, version, paper, form, status=409)
    paper = sheet(version, timezone.localdate())
    if "go" not in request.POST and (here := paper.section(slug)):
        return _shown(request, version, paper, SectionForm(here, paper.stated))
    return _on(request, version, paper, slug)


@needs(Permission.READ)
@require_GET
def answers(request: Request, reference: str) -> HttpResponse:
    version = newest(request, reference, Permission.READ)
    context = {
        "system": version.system,
        "version": version,
        "groups": transcript(version),
        "may": powers_of(roles_of(request.user, version)),
    }
    return render(request, "risk/answers.html", context)


def _on(request: Request, version: SystemVersion, paper: Sheet, slug: str) -> HttpResponse:
    """Lead to what is still to be answered, or to the finding when nothing is."""
    following = paper.next_open(slug)
    reference = version.system.reference
    if following is None:
        messages.success(request, "Every question that matters is answered. This is what follows.")
        target = redirect("risk:finding", reference)
    else:
        target = redirect("risk:section", reference, following.slug)
    return HttpResponseClientRedirect(target.url) if request.htmx else target


def _shown(
    request: Request, version: SystemVersion, paper: Sheet, form: SectionForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "system": version.system,
        "version": version,
        "sheet": paper,
        "here": form.section,
        "form": form,
        "asked": form.shown(),
        "may": powers_of(roles_of(request.user, version)),
    }
    template = "risk/questions.html" + ("#sheet" if request.htmx else "")
    return render(request, template, context, status=status)
