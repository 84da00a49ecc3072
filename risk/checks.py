"""Refuses to start with an edition of the law that is at fault, naming file and rule."""

from collections.abc import Iterable, Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from risk import rulebook
from risk.engine import BadEditionError


@register("risk")
def editions_are_sound(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Report every fault of every edition as risk.E001, and a missing default edition as risk.E002."""
    if app_configs is not None and not any(config.name == "risk" for config in app_configs):
        return []
    found = rulebook.edition_ids()
    messages: list[CheckMessage] = [fault for edition_id in found for fault in _faults(edition_id)]
    if rulebook.DEFAULT_EDITION not in found:
        messages.append(Error(f"the default edition {rulebook.DEFAULT_EDITION} is missing", id="risk.E002"))
    return messages


def _faults(edition_id: str) -> Iterable[CheckMessage]:
    try:
        rulebook.load(edition_id)
    except (BadEditionError, rulebook.UnknownEdition) as refusal:
        yield from (Error(line, obj=edition_id, id="risk.E001") for line in str(refusal).splitlines())
