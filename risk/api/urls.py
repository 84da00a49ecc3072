"""Routes of the law's REST face, mounted at /api/v1/."""

from django.urls import path

from governance.api.urls import LIST, ONE, VERSION
from risk.api.facts import Facts
from risk.api.findings import Findings
from risk.api.obligations import Obligations

urlpatterns = [
    path(f"{VERSION}/facts", Facts.as_view({"get": "retrieve", "patch": "partial_update"}), name="api-facts"),
    path(f"{VERSION}/finding", Findings.as_view({"get": "retrieve", "post": "judge"}), name="api-finding"),
    path("obligations", Obligations.as_view(LIST), name="api-obligations"),
    path("obligations/<uuid:pk>", Obligations.as_view(ONE), name="api-obligation"),
    path("obligations/<uuid:pk>/meet", Obligations.as_view({"post": "meet"}), name="api-obligation-meet"),
    path(
        "obligations/<uuid:pk>/assign", Obligations.as_view({"post": "assign"}), name="api-obligation-assign"
    ),
]
