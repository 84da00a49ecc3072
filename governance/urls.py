"""The addresses of the register's pages."""

from django.urls import path

from governance.views import home

app_name = "governance"
urlpatterns = [
    path("", home.home, name="home"),
]
