"""Tells Django that this package is here."""

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """The package as Django knows it."""

    name = "audits"
    verbose_name = "Evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from audits import checks  # noqa: F401 - registers audits.E001
