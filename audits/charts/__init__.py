"""Charts as SVG: numbers in, the same picture out, on any machine; text stays text and is read aloud."""

from importlib import import_module
from typing import TYPE_CHECKING

from audits.charts.measures import label

__all__ = ["label", "rates_by_group"]

# matplotlib costs half a second and fifty megabytes; a web process only needs the words.
if TYPE_CHECKING:
    from audits.charts.rates import rates_by_group
else:

    def __getattr__(name: str) -> object:
        """Return `rates_by_group`, loading what it needs."""
        if name != "rates_by_group":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module("audits.charts.rates").rates_by_group
