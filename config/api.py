"""Where the REST faces of all packages meet: /api/v1/.

A label of a version may hold slashes, so what lies below a version comes before the version itself.
"""

from django.urls import include, path

urlpatterns = [
    path("", include("audits.api.urls")),
    path("", include("risk.api.urls")),
    path("", include("governance.api.urls")),
]
