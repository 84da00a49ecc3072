"""Refuses to start with settings under which no worker could sign, or no plan could draw from its source."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils import timezone

from audits import credentials, sources


@register("audits")
def signing_is_possible(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Report every fault of the signing settings and of the files they name as audits.E001."""
    if app_configs is not None and not any(config.name == "audits" for config in app_configs):
        return []
    return [Error(fault, id="audits.E001") for fault in credentials.faults(timezone.now())]


@register("audits")
def sources_are_named(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Report every wrong entry of FAIRNESS_SOURCES as audits.E002; whether it answers is tried by `try_source`."""
    if app_configs is not None and not any(config.name == "audits" for config in app_configs):
        return []
    return [Error(fault, id="audits.E002") for fault in sources.faults()]
