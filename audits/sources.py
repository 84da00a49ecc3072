"""The sources that the administrator named (settings.FAIRNESS_SOURCES); people choose among them by name."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audits.fairness import Misstated
from audits.fairness.sources.source import Source


class NoSuchSource(Exception):
    """No source of this name is offered to this unit, or not this table of it."""


def configured() -> Mapping[str, Source]:
    """Return every source by its name.

    Raises: ImproperlyConfigured, naming the source but not its address.
    """
    stated: Mapping[str, object] = dict(settings.FAIRNESS_SOURCES)
    try:
        return {name: Source.from_setting(name, value) for name, value in stated.items()}
    except Misstated as fault:
        raise ImproperlyConfigured(f"FAIRNESS_SOURCES: {fault}") from fault


def source_for(name: str, table: str, unit_path: str) -> Source:
    """Return a source that serves a unit and offers a table.

    Raises: NoSuchSource.
    """
    source = configured().get(name)
    if source is None or not source.serves(unit_path):
        raise NoSuchSource(f"No source '{name}' is configured for this unit.")
    if not source.offers(table):
        raise NoSuchSource(f"The source '{name}' does not offer '{table}'.")
    return source
