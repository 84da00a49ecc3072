"""Vendors: the list, one vendor's page, and keeping them true."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from governance.actions import vendors as writes
from governance.actions.revisions import Stale
from governance.countries import told
from governance.forms.vendors import VendorFilter, VendorForm
from governance.http import Request, page_of, typed
from governance.models import Vendor
from governance.permissions import Permission, fetch, needs, powers_of, roles_of
from governance.queries import vendors
from governance.views.stale import differences, follow


@needs(Permission.READ)
@require_GET
def index(request: Request) -> HttpResponse:
    form = VendorFilter(request.GET)
    wanted = form.wanted()
    context = {
        "page": page_of(request, vendors.matching(request.user, wanted)),
        "form": form,
        "order": wanted.order,
        "filtered": bool(wanted.words or wanted.kind),
        "may": powers_of(roles_of(request.user)),
    }
    return render(request, "governance/vendors.html" + ("#found" if request.htmx else ""), context)


@needs(Permission.READ)
@require_GET
def detail(request: Request, reference: str) -> HttpResponse:
    vendor = fetch(Vendor.objects.select_related("unit"), request.user, Permission.READ, reference=reference)
    context = {
        "vendor": vendor,
        "country": told(vendor.country),
        "products": vendors.products_of(vendor),
        "uses": vendors.uses_of(vendor, request.user),
        "may": powers_of(roles_of(request.user, vendor)),
    }
    return render(request, "governance/vendor.html", context)


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    form = VendorForm(typed(request), user=request.user, initial={})
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        vendor = writes.register(**values, by=request.user, at=timezone.now())
        messages.success(request, f"{vendor.reference} is in the register.")
        return redirect(vendor)
    context = {"form": form, "differences": ()}
    return render(request, "governance/vendor_new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def edit(request: Request, reference: str) -> HttpResponse:
    rows = Vendor.objects.select_related("unit")
    vendor = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
    stored = {field: getattr(vendor, field) for field in VendorForm.base_fields}
    form = VendorForm(typed(request), user=request.user, initial=stored)
    context: dict[str, Any] = {"form": form, "edited": vendor, "back": vendor, "differences": ()}
    if not form.is_valid():
        return render(request, "governance/vendor_edit.html", context, status=422 if form.is_bound else 200)
    values = dict(form.cleaned_data)
    vendor.revision = values.pop("revision") or 0
    try:
        writes.edit(vendor=vendor, **values, by=request.user, at=timezone.now())
    except Stale:
        context["differences"] = differences(form, stored)
        follow(form, stored["revision"])
        return render(request, "governance/vendor_edit.html", context, status=409)
    messages.success(request, f"{vendor.reference} is saved.")
    return redirect(vendor)
