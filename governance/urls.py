"""The addresses of the register's pages."""

from django.urls import path

from governance.views import home, products, registration, systems, tokens, trail, vendors

app_name = "governance"
urlpatterns = [
    path("", home.home, name="home"),
    path("systems/", systems.index, name="systems"),
    path("systems/export.csv", systems.export, name="systems_export"),
    path("systems/new/", registration.register, name="system_new"),
    path("systems/<slug:reference>/", systems.detail, name="system"),
    path("systems/<slug:reference>/edit/", registration.edit, name="system_edit"),
    path("systems/<slug:reference>/versions/new/", registration.add_version, name="version_new"),
    path("systems/<slug:reference>/components/new/", registration.add_component, name="component_new"),
    path("vendors/", vendors.index, name="vendors"),
    path("vendors/new/", vendors.register, name="vendor_new"),
    path("vendors/<slug:reference>/", vendors.detail, name="vendor"),
    path("vendors/<slug:reference>/edit/", vendors.edit, name="vendor_edit"),
    path("vendors/<slug:reference>/products/new/", products.add, name="product_new"),
    path("products/<slug:reference>/edit/", products.edit, name="product_edit"),
    path("trail/", trail.index, name="trail"),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/new/", tokens.issue, name="token_new"),
    path("tokens/<slug:key>/revoke/", tokens.revoke, name="token_revoke"),
]
