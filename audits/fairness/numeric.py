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
from audits.fairness.thresholds import OF_NUMBERS, OF_SCORES, Misstated
from audits.fairness.verdicts import Verdict

NO_SCORES = "The counts hold no scores of '{column}', so only decisions are measured."
IN_BINS = "'{column}' holds very many different scores; they were counted in 65,536 narrow ranges."
FAMILY = (
    "{n} tests on scores or predicted numbers were made at alpha {alpha:g} and adjusted together (Holm), apart "
    "from those on decisions."
)


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


def read_numbers(found: Sequence[Numeric], spec: Spec) -> tuple[Reading, ...]:
    """Return the readings of every threshold set on a score measure or an error.

    Raises: Misstated, when a threshold is set on what was not measured.
    Source: docs/fairness.md, the eight verdicts.
    """
    for t in spec.thresholds:
        absent = (t.measure in OF_SCORES and not found[0].scored) or (
            t.measure in OF_NUMBERS and not found[0].regressed
        )
        if absent:
            raise Misstated(
                "thresholds", f"'{t.measure}' cannot be read: the counts hold nothing to measure it by."
            )
    asked = [
        Asked(one.part.by, estimates[t.measure], t, one.part.reference, one.part.hidden)
        for one in found
        for t in spec.thresholds
        for measures, estimates in (
            (OF_SCORES, one.scored.estimates if one.scored else {}),
            (OF_NUMBERS, one.regressed.estimates if one.regressed else {}),
        )
        if t.measure in measures and t.measure in estimates
    ]
    return readings(asked, spec)


def about_numbers(found: Sequence[Numeric], made: Sequence[Reading], spec: Spec) -> tuple[str, ...]:
    """Return the sentences that belong beside scores and predicted numbers.

    Source: docs/fairness.md, scores and predicted numbers.
    """
    sentences = []
    whole = found[0]
    if spec.scored is not None and not whole.scored:
        sentences.append(NO_SCORES.format(column=spec.scored))
    if whole.scored:
        scores = whole.scored.scores
        gone = sum(one.missing for one in scores.unscored), sum(one.invalid for one in scores.unscored)
        sentences += _gone(f"in '{scores.column}'", *gone)
        if scores.counted_in_bins:
            sentences.append(IN_BINS.format(column=scores.column))
    if whole.regressed:
        rows = whole.regressed.rows
        both = f"in '{whole.regressed.moments.target}' or '{whole.regressed.moments.prediction}'"
        sentences += _gone(both, sum(row.missing for row in rows), sum(row.invalid for row in rows))
    tested = {(r.by, r.measure) for r in made if r.verdict != Verdict.NOT_ASSESSABLE}
    if tested:
        sentences.append(FAMILY.format(n=len(tested), alpha=spec.alpha))
    return tuple(sentences)


def _gone(where: str, missing: int, invalid: int) -> list[str]:
    """Return how many people have no number, where any have none."""
    parts = [
        f"{n:,} {what}" for n, what in ((missing, "hold nothing"), (invalid, "hold no usable number")) if n
    ]
    return [f"Of the rows, {' and '.join(parts)} {where}; they are counted, and in no mean."] if parts else []
