"""Tells Django that this package is here."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """The package as Django knows it."""

    name = "governance"
    verbose_name = "Register"
    default_auto_field = "django.db.models.BigAutoField"
