"""Verifying a dossier in the browser: sent, looked at, forgotten."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from audits.bundling import verifier
from audits.dossiers.examined import Busy, Examined, NoPdf, TooHard, TooLarge, examined
from audits.forms.verification import VerificationForm
from audits.queries.verified import known
from audits.verifying import may_ask
from governance.models import User
from governance.permissions import Permission, needs

View = Callable[[HttpRequest], HttpResponse]
SAID = {
    NoPdf: "This is no PDF. Of a ZIP for auditors, give the PDF in it here; verify_annex.py checks all of it.",
    TooLarge: "The file is larger than any dossier that is verified here.",
    TooHard: "The file broke its reader or took too long. No dossier made by Annex does.",
    Busy: "Other files are being looked at. Try again in a minute.",
}


def open_where_public(view: View) -> View:
    """Let everybody in where VERIFY_PUBLIC says so, otherwise those who may read."""
    gated = needs(Permission.READ)(view)

    @wraps(view)
    def chosen(request: HttpRequest) -> HttpResponse:
        return view(request) if settings.VERIFY_PUBLIC else gated(request)  # type: ignore[return-value]

    chosen.needs = Permission.READ  # type: ignore[attr-defined]
    return chosen


@open_where_public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, VerificationForm())
    if not may_ask(_who(request)):
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    form = VerificationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    try:
        found = _examined(form)
    except tuple(SAID) as refusal:
        form.add_error("file", SAID[type(refusal)])
        return _page(request, form)
    return _page(request, VerificationForm(), found, form.cleaned_data["file"].name)


@open_where_public
@require_GET
def program(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 Django's signature
    headers = {"Content-Disposition": 'attachment; filename="verify_annex.py"'}
    return HttpResponse(verifier(), content_type="text/x-python; charset=utf-8", headers=headers)


def _examined(form: VerificationForm) -> Examined:
    return examined(
        form.cleaned_data["file"].chunks(),
        most=settings.VERIFY_UPLOAD_MAX_BYTES,
        roots=settings.SIGNING_TRUST,
        lists=settings.SIGNING_CRLS,
    )


def _who(request: HttpRequest) -> str:
    """Return whom a request counts for: the person, or the address of a stranger."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    return str(get_adapter().get_client_ip(request))


def _page(
    request: HttpRequest, form: VerificationForm, found: Examined | None = None, name: str = ""
) -> HttpResponse:
    person = request.user if request.user.is_authenticated else None
    context: dict[str, object] = {
        "form": form,
        "found": found,
        "shell": "base.html" if person else "plain.html",
    }
    if found:
        context |= {"name": name, **_told(found, person)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "audits/verify.html", context, status=status)


def _told(found: Examined, person: User | None) -> dict[str, object]:
    here = known(
        file_sha256=found.sha256, sealed_sha256=found.sealed_sha256, pack_sha256=found.pack_sha256, by=person
    )
    return {
        "known": here,
        "proven": found.proven(noted=here.noted),
        "conclusion": found.conclusion(noted=here.noted),
    }
