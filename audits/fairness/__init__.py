"""Fairness on counts: a file is counted once, and everything else follows from the counts.

    spec = Spec(prediction="hired", outcome="performed", by=("sex", "age"), count=None, favourable="1")
    cells = count_apart(path, spec, progress, limits, before)  # in a process of its own; raises Unreadable, Broken
    preview = preview_apart(path, limits)      # columns with proposed roles, before anything is kept
    cells = count(path, spec, progress, before)      # here; raises Unreadable(field, message)
    assessment = measure(cells, spec, progress)   # pure; raises Misstated(field, message), Disagreement
    moved = drift(before, now)   # pure, between the cells of two runs; raises Misstated

`before` is a Hashed: the digest taken when the file was written, and how it was marked then. `progress(stage, done,
total)` is called with the stages digest, count, measure, verify, test, read.

`Spec`, `Cells` and `Threshold` are frozen and go to JSON and back (`as_json`, `from_json`; both raise
Misstated(field, message)). Fields of a Spec: prediction, by, outcome, count, weight, stratum, score, target,
positive, favourable, score_threshold, sweep, equalise, edges, missing, reference, small_category_reason,
thresholds, alpha, seed, draws, permutations, display_minimum, inference_minimum, denominator_minimum.

`Cells.as_json()`: by, cells [{group [word or null], outcome 0|1|null, prediction 0|1|null, n; stratum, or
weight, squared and weights [[weight, n]], where there are any}], stratum and weight (their columns), labels,
favourable, dataset {sha256, bytes, rows, format, encoding, delimiter}, notes; scores {column, edges, rows
[{group, outcome, bins, n}], profiles, ...} and moments {target, prediction, rows [{group, n, sums}], ...} where
there are any.

`Assessment.as_json()`: n, by, overall, by_group {group: {count, selection_rate, tpr, ...}}, disparities
{measure: {difference, ratio, n_groups_defined}}, headline, undefined_cells, undefined {JSON pointer: reason},
missing {columns, outcome, prediction, by_group}, base_rates, against {reference, overall}, parities, weights,
stratified, four_fifths, ll144 {tables}, intervals {overall, by_group, disparities},
tests {measure: {global, pairwise}}, readings [{by, measure, kind, value, interval, threshold, verdict, label,
sentence, worst_group, best_group, ...}], impact, reference, favourable, suppressed, by_column {column: the
same keys again}, authority {fairlearn, compared, largest_difference}, versions, seed, spec, labels, caveats,
dataset; scores {by_group, disparities, intervals, against_reference, distances, calibration, distribution,
scoring_rates, sweep, ...} and regression {by_group, disparities, intervals, against_reference, ...}, null where
there are none. docs/fairness.md explains each.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from audits.fairness.apart import Broken, Limits, count_apart, preview_apart
from audits.fairness.assessment import Assessment
from audits.fairness.cells import Cell, Cells
from audits.fairness.hashed import Hashed
from audits.fairness.labels import Unreadable
from audits.fairness.spec import Spec
from audits.fairness.thresholds import DEFAULT_THRESHOLDS, Misstated, Threshold
from audits.fairness.verdicts import Verdict

__all__ = [
    "DEFAULT_THRESHOLDS",
    "Assessment",
    "Broken",
    "Cell",
    "Cells",
    "Hashed",
    "Limits",
    "Misstated",
    "Spec",
    "Threshold",
    "Unreadable",
    "Verdict",
    "count",
    "count_apart",
    "drift",
    "measure",
    "preview_apart",
]  # fmt: skip

# These load pandas, Fairlearn and DuckDB; a web process that only reads results should not pay for them.
if TYPE_CHECKING:
    from audits.fairness.counting import count
    from audits.fairness.drifting import drift
    from audits.fairness.measuring import measure
else:
    ON_FIRST_USE = {
        "count": "audits.fairness.counting",
        "measure": "audits.fairness.measuring",
        "drift": "audits.fairness.drifting",
    }

    def __getattr__(name: str) -> object:
        """Return `count`, `measure` or `drift`, loading what it needs."""
        if name not in ON_FIRST_USE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(ON_FIRST_USE[name]), name)
