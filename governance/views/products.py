"""What vendors supply."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.actions import vendors
from governance.actions.revisions import Stale
from governance.forms.vendors import ProductForm
from governance.http import Request, typed
from governance.models import Product, Vendor
from governance.permissions import Permission, fetch, needs
from governance.views.stale import differences, follow

TAKEN = "The vendor has a product of this name."


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def add(request: Request, reference: str) -> HttpResponse:
    rows = Vendor.objects.select_related("unit")
    vendor = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
    form = ProductForm(typed(request))
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        try:
            product = vendors.add_product(vendor=vendor, **values, by=request.user, at=timezone.now())
        except vendors.NameTaken:
            form.add_error("name", TAKEN)
        else:
            messages.success(request, f"{product.reference} is in the register.")
            return redirect(vendor)
    context = {"form": form, "vendor": vendor, "differences": ()}
    return render(request, "governance/product_new.html", context, status=422 if form.is_bound else 200)


@needs(Permission.EDIT_REGISTER)
@require_http_methods(["GET", "POST"])
def edit(request: Request, reference: str) -> HttpResponse:
    rows = Product.objects.select_related("vendor__unit")
    product = fetch(rows, request.user, Permission.EDIT_REGISTER, reference=reference)
    stored: dict[str, Any] = {
        "revision": product.revision,
        "name": product.name,
        "kind": Product.Kind(product.kind),
        "description": product.description,
    }
    form = ProductForm(typed(request), initial=stored)
    context: dict[str, Any] = {"form": form, "edited": product, "back": product.vendor, "differences": ()}
    status = 422 if form.is_bound else 200
    if form.is_valid():
        values = dict(form.cleaned_data)
        product.revision = values.pop("revision") or 0
        try:
            vendors.edit_product(product=product, **values, by=request.user, at=timezone.now())
        except vendors.NameTaken:
            form.add_error("name", TAKEN)
        except Stale:
            context["differences"], status = differences(form, stored), 409
            follow(form, stored["revision"])
        else:
            messages.success(request, f"{product.reference} is saved.")
            return redirect(product.vendor)
    return render(request, "governance/vendor_edit.html", context, status=status)
