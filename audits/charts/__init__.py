"""Charts as SVG: numbers in, the same picture out, on any machine; text stays text and is read aloud."""

from audits.charts.measures import label
from audits.charts.rates import rates_by_group

__all__ = ["label", "rates_by_group"]
