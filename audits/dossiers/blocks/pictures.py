"""Pictures of a fairness result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits import charts
from audits.dossiers.blocks.flowing import Block


@dataclass(frozen=True)
class Chart(Block):
    """One rate by group, or the scores where no measure is named, drawn by audits.charts with words of its own."""

    result: Mapping[str, Any]
    measure: str
    caption: str
    drawing: str = "rates_by_group"

    @property
    def svg(self) -> str:
        """Return the picture; drawn only when a page needs it, because that takes matplotlib."""
        if self.measure:
            return charts.rates_by_group(self.result, self.measure)
        picture: str | None = getattr(charts, self.drawing)(self.result)
        return picture or ""
