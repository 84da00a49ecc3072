"""The sources that the administrator named (settings.FAIRNESS_SOURCES); people choose among them by name."""

from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audits.fairness import Limits, Misstated, Spec
from audits.fairness.sources.looking import columns_in
from audits.fairness.sources.source import Source

LONGEST_NAME = 100
# What ibis takes besides the names of its backends.
SPOKEN = ("postgresql",)


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


def serving(unit_path: str) -> Mapping[str, Source]:
    """Return the sources that serve a unit, by name."""
    return {name: source for name, source in configured().items() if source.serves(unit_path)}


def look(name: str, table: str, unit_path: str, spec: Spec) -> None:
    """See that a table answers and that a specification could be counted there; nothing is counted.

    Raises: NoSuchSource; audits.fairness.Unreadable, Broken; OSError, where the source does not answer.
    """
    source = source_for(name, table, unit_path)
    columns_in(source, table, spec, Limits(**settings.FAIRNESS_PREVIEW_LIMITS))


def faults() -> Iterator[str]:
    """Yield what is wrong with the setting, entry by entry, without an address and without connecting."""
    stated = settings.FAIRNESS_SOURCES
    if not isinstance(stated, Mapping):
        yield "FAIRNESS_SOURCES is an object: a name for each source, and where it lies."
        return
    for name, value in stated.items():
        if fault := _fault(str(name), value):
            yield f"FAIRNESS_SOURCES, '{name}': {fault}"


def _fault(name: str, value: object) -> str | None:
    if not name.strip() or len(name) > LONGEST_NAME:
        return f"its name needs 1 to {LONGEST_NAME} letters."
    try:
        source = Source.from_setting(name, value)
    except Misstated as fault:
        return fault.message
    if source.is_folder:
        return None if Path(source.at).is_absolute() else "the path of its folder begins with a slash."
    scheme = source.at.split("://", 1)[0]
    if scheme not in {*SPOKEN, *(found.name for found in entry_points(group="ibis.backends"))}:
        return f"no driver speaks '{scheme}://'."
    return None
