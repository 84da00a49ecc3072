"""What a division of the people tells besides decisions: its scores and its predicted numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from audits.fairness.estimating.judging import Asked, readings
from audits.fairness.groupings import Grouping
from audits.fairness.reading import Reading
from audits.fairness.regression import reporting as of_numbers
from audits.fairness.regression.measuring import Regressed, regressed
from audits.fairness.scores import reporting as of_scores
from audits.fairness.scores.measuring import Scored, scored
from audits.fairness.spec import Spec
from audits.fairness.thresholds import OF_NUMBERS, OF_SCORES


@dataclass(frozen=True, eq=False)
class Numeric:
    """Scores and predicted numbers of one division; None where the file has none."""

    part: Grouping
    scored: Scored | None
    regressed: Regressed | None

    def as_json(self, spec: Spec) -> tuple[dict[str, Any], dict[str, str]]:
        """Return what the division contributes to the result, and the reason for each null."""
        scores, why_no_score = (
            of_scores.reported(self.scored, spec, self.part.reference) if self.scored else (None, {})
        )
        numbers, why_no_number = (
            of_numbers.reported(self.regressed, self.part.reference) if self.regressed else (None, {})
        )
        return {"scores": scores, "regression": numbers}, why_no_score | why_no_number


def numeric(part: Grouping, spec: Spec) -> Numeric:
    """Return the scores and predicted numbers of this division.

    Source: docs/fairness.md, scores and predicted numbers.
    """
    return Numeric(part, scored(part.cells, spec), regressed(part.cells, spec))


def read(found: Sequence[Numeric], spec: Spec) -> tuple[Reading, ...]:
    """Return the readings of every threshold set on a score measure or an error.

    Raises: Misstated, when a threshold is set on what was not measured.
    Source: docs/fairness.md, the eight verdicts.
    """
    asked = [
        Asked(one.part.by, estimates[t.measure], t, one.part.reference, _hidden(one.part, spec))
        for one in found
        for t in spec.thresholds
        for measures, estimates in (
            (OF_SCORES, one.scored.estimates if one.scored else {}),
            (OF_NUMBERS, one.regressed.estimates if one.regressed else {}),
        )
        if t.measure in measures and t.measure in estimates
    ]
    return readings(asked, spec)


def _hidden(part: Grouping, spec: Spec) -> frozenset[str]:
    """Return the groups too small to show."""
    sizes = zip(part.margins.names, part.margins.sizes, strict=True)
    return frozenset(name for name, n in sizes if n < spec.display_minimum)
