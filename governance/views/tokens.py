"""Keys for one's own programs."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.actions import tokens
from governance.forms.tokens import TokenForm
from governance.http import Request, typed
from governance.models import ApiToken, Unit, User
from governance.permissions import Permission, needs, units_for


@needs(Permission.HOLD_TOKENS)
@require_GET
def index(request: Request) -> HttpResponse:
    mine = ApiToken.objects.filter(user=request.user).order_by("-created", "pk")
    return render(request, "governance/tokens.html", {"tokens": mine, "now": timezone.now()})


@needs(Permission.HOLD_TOKENS)
@require_http_methods(["GET", "POST"])
def issue(request: Request) -> HttpResponse:
    form = TokenForm(typed(request))
    if form.is_valid():
        at = timezone.now()
        try:
            token, secret = tokens.issue(
                name=form.cleaned_data["name"],
                may_write=form.cleaned_data["may_write"],
                expires_at=at + timedelta(days=form.cleaned_data["days"]),
                unit=_unit_of(request.user),
                by=request.user,
                at=at,
            )
        except tokens.NameTaken:
            form.add_error("name", "You have a token of this name.")
        else:
            return render(request, "governance/token_issued.html", {"token": token, "secret": secret})
    return render(request, "governance/token_new.html", {"form": form}, status=422 if form.is_bound else 200)


@needs(Permission.HOLD_TOKENS)
@require_http_methods(["GET", "POST"])
def revoke(request: Request, key: str) -> HttpResponse:
    token = get_object_or_404(ApiToken, user=request.user, token_key=key)
    if request.method == "POST":
        tokens.revoke(token=token, unit=_unit_of(request.user), by=request.user, at=timezone.now())
        messages.success(request, f"The token “{token.name}” is revoked.")
        return redirect("governance:tokens")
    return render(request, "governance/token_revoke.html", {"token": token})


def _unit_of(user: User) -> Unit:
    """Return the unit whose trail tells of a person's tokens: the uppermost in which they may hold one."""
    return units_for(user, Permission.HOLD_TOKENS).order_by("path")[0]
