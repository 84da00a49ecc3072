"""Tells Django that this package is here."""

from django.apps import AppConfig


class RiskConfig(AppConfig):
    """The package as Django knows it."""

    name = "risk"
    verbose_name = "Law"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from risk import checks  # noqa: F401 - registers risk.E001 and risk.E002
