"""Refuses to start with signing settings under which no worker could sign."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils import timezone

from audits import credentials


@register("audits")
def signing_is_possible(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Report every fault of the signing settings and of the files they name as audits.E001."""
    if app_configs is not None and not any(config.name == "audits" for config in app_configs):
        return []
    return [Error(fault, id="audits.E001") for fault in credentials.faults(timezone.now())]
