"""Routes of the law's REST face, mounted at /api/v1/."""

from django.urls import path

from governance.api.urls import LIST, ONE, VERSION
from risk.api.calendars import Calendar
from risk.api.changes import Changes, Moves
from risk.api.editions import Editions
from risk.api.facts import Facts
from risk.api.findings import Findings
from risk.api.obligations import Obligations
from risk.api.positions import Positions
from risk.api.what_if import WhatIfs

urlpatterns = [
    path(f"{VERSION}/facts", Facts.as_view({"get": "retrieve", "patch": "partial_update"}), name="api-facts"),
    path(f"{VERSION}/finding", Findings.as_view({"get": "retrieve", "post": "judge"}), name="api-finding"),
    path(f"{VERSION}/finding/positions", Positions.as_view({"get": "list"}), name="api-positions"),
    path(f"{VERSION}/finding/confirm", Positions.as_view({"post": "confirm"}), name="api-confirm"),
    path(f"{VERSION}/finding/contest", Positions.as_view({"post": "contest"}), name="api-contest"),
    path("systems/<str:reference>/what-if", WhatIfs.as_view({"post": "suppose"}), name="api-what-if"),
    path("editions", Editions.as_view(ONE), name="api-editions"),
    path("editions/adopt", Editions.as_view({"post": "adopt"}), name="api-adopt"),
    path("changes", Changes.as_view(LIST), name="api-changes"),
    path("changes/<str:reference>", Changes.as_view(ONE), name="api-change"),
    path("changes/<str:reference>/cancel", Changes.as_view({"post": "cancel"}), name="api-change-cancel"),
    path("changes/<str:reference>/retry", Changes.as_view({"post": "retry"}), name="api-change-retry"),
    path("changes/<str:reference>/confirm", Changes.as_view({"post": "confirm"}), name="api-change-confirm"),
    path("changes/<str:reference>/systems", Moves.as_view(LIST), name="api-moves"),
    path(
        "changes/<str:reference>/systems/<str:system>/contest",
        Moves.as_view({"post": "contest"}),
        name="api-move-contest",
    ),
    path("obligations", Obligations.as_view(LIST), name="api-obligations"),
    path("obligations/calendar.ics", Calendar.as_view({"get": "retrieve"}), name="api-calendar"),
    path("obligations/<uuid:pk>", Obligations.as_view(ONE), name="api-obligation"),
    path("obligations/<uuid:pk>/meet", Obligations.as_view({"post": "meet"}), name="api-obligation-meet"),
    path(
        "obligations/<uuid:pk>/reopen", Obligations.as_view({"post": "reopen"}), name="api-obligation-reopen"
    ),
    path(
        "obligations/<uuid:pk>/assign", Obligations.as_view({"post": "assign"}), name="api-obligation-assign"
    ),
]
