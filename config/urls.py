"""Where everything is mounted."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("governance.urls")),
    path("", include("risk.urls")),
    path("", include("audits.urls")),
    path("api/v1/", include("config.api")),
    # Of allauth only the door: nobody signs themselves up (governance.people.ClosedDoor).
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
]

handler404 = "config.missing.missing"
