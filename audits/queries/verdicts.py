"""Readings as pages mark them: the gravest first, each with the mark of its kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.fairness import Verdict

# Gravest first. The marks are those of templates/components/badge.html; the words carry the meaning.
MARKS: Mapping[str, str] = {
    Verdict.DISPARITY_SUPPORTED: "not_adequate",
    Verdict.DISPARITY_BORDERLINE: "adequate_with_conditions",
    Verdict.DISPARITY_NOT_SIGNIFICANT: "adequate_with_conditions",
    Verdict.SIGNIFICANT_WITHIN_TOLERANCE: "adequate_with_conditions",
    Verdict.INCONCLUSIVE_UNDERPOWERED: "not_assessable",
    Verdict.NOT_ASSESSABLE: "not_assessable",
    Verdict.NO_EVIDENCE_OF_DISPARITY: "neutral",
    Verdict.WITHIN_TOLERANCE_DEMONSTRATED: "adequate",
}
GRAVITY = {verdict: place for place, verdict in enumerate(MARKS)}


@dataclass(frozen=True)
class Marked:
    """A verdict's words with its mark, and how many readings came to it."""

    mark: str
    words: str
    count: int = 1


def tally(readings: Sequence[Mapping[str, Any]]) -> tuple[Marked, ...]:
    """Return how many readings came to each verdict, the gravest first."""
    found: dict[str, list[str]] = {}
    for reading in readings:
        found.setdefault(reading["verdict"], []).append(reading["label"])
    gravest_first = sorted(found, key=GRAVITY.__getitem__)
    return tuple(Marked(MARKS[v], found[v][0], len(found[v])) for v in gravest_first)
