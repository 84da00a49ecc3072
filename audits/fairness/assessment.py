"""The result of one run: every number, what it rests on, what it cannot show, ready for JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from audits.fairness.reading import Reading


@dataclass(frozen=True)
class Assessment:
    """All that a run found; keys and names are those of the JSON, described in docs/fairness.md.

    The whole division (all columns together) stands at the top level; each single column, where there are
    several, under `by_column` with the same keys.
    """

    n: int
    by: tuple[str, ...]
    overall: Mapping[str, float | int | None]
    by_group: Mapping[str, Mapping[str, float | int | None]]
    disparities: Mapping[str, Mapping[str, float | int | None]]
    headline: Mapping[str, float | None]
    undefined_cells: Mapping[str, int]
    undefined: Mapping[str, str]
    missing: Mapping[str, Any]
    base_rates: Mapping[str, float | int | None]
    intervals: Mapping[str, Any]
    tests: Mapping[str, Any]
    readings: tuple[Reading, ...]
    impact: Mapping[str, Any]
    against: Mapping[str, Any]
    parities: Mapping[str, Any]
    weights: Mapping[str, Any] | None
    stratified: Mapping[str, Any] | None
    four_fifths: Mapping[str, Any]
    ll144: Mapping[str, Any]
    reference: Mapping[str, str]
    favourable: Mapping[str, Any]
    suppressed: tuple[Mapping[str, Any], ...]
    by_column: Mapping[str, Mapping[str, Any]]
    authority: Mapping[str, Any]
    versions: Mapping[str, str]
    seed: int
    spec: Mapping[str, Any]
    labels: Mapping[str, Any]
    caveats: tuple[str, ...]
    dataset: Mapping[str, Any]
    scores: Mapping[str, Any] | None = None
    regression: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values that `json` writes without NaN."""
        return asdict(self)
