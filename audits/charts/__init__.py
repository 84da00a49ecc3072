"""Charts as SVG: numbers in, the same picture out, on any machine; text stays text and is read aloud."""

from importlib import import_module
from typing import TYPE_CHECKING

from audits.charts.measures import label

__all__ = ["calibration_by_group", "label", "rates_by_group", "score_distribution"]

# matplotlib costs half a second and fifty megabytes; a web process only needs the words.
if TYPE_CHECKING:
    from audits.charts.calibration import calibration_by_group
    from audits.charts.rates import rates_by_group
    from audits.charts.spreads import score_distribution
else:
    ON_FIRST_USE = {
        "calibration_by_group": "audits.charts.calibration",
        "rates_by_group": "audits.charts.rates",
        "score_distribution": "audits.charts.spreads",
    }

    def __getattr__(name: str) -> object:
        """Return a chart, loading what it needs."""
        if name not in ON_FIRST_USE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(ON_FIRST_USE[name]), name)
