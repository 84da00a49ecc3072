"""Routes of the register's REST face, mounted at /api/v1/."""

from typing import Any

from django.urls import path

from governance.api.docs import Document, page
from governance.api.people import Me, Units
from governance.api.products import Products
from governance.api.registrations import Registrations
from governance.api.systems import Systems
from governance.api.trail import Trail
from governance.api.vendors import Vendors
from governance.api.versions import Components, Versions

Routes = dict[str, Any]

LIST: Routes = {"get": "list"}
LIST_CREATE: Routes = {"get": "list", "post": "create"}
ONE: Routes = {"get": "retrieve"}
ONE_CHANGE: Routes = {"get": "retrieve", "patch": "partial_update"}

VERSION = "systems/<str:reference>/versions/<path:label>"

urlpatterns = [
    path("openapi.json", Document.as_view(), name="api-document"),
    path("docs/", page, name="api-docs"),
    path("me", Me.as_view(ONE), name="api-me"),
    path("units", Units.as_view(LIST), name="api-units"),
    path("trail", Trail.as_view(LIST), name="api-trail"),
    path("systems", Systems.as_view(LIST_CREATE), name="api-systems"),
    path(
        "systems/by-external-id/<path:external_id>",
        Registrations.as_view({"get": "retrieve", "put": "put"}),
        name="api-registration",
    ),
    path("systems/<str:reference>", Systems.as_view(ONE_CHANGE), name="api-system"),
    path("systems/<str:reference>/versions", Versions.as_view(LIST_CREATE), name="api-versions"),
    path(f"{VERSION}/components", Components.as_view(LIST_CREATE), name="api-components"),
    path(VERSION, Versions.as_view(ONE), name="api-version"),
    path("vendors", Vendors.as_view(LIST_CREATE), name="api-vendors"),
    path("vendors/<str:reference>", Vendors.as_view(ONE_CHANGE), name="api-vendor"),
    path(
        "vendors/<str:reference>/products", Products.as_view({"post": "create"}), name="api-vendor-products"
    ),
    path("products", Products.as_view(LIST), name="api-products"),
    path("products/<str:reference>", Products.as_view(ONE_CHANGE), name="api-product"),
]
