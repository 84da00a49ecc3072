"""How the readings of a plan went from run to run, against the run that a lawyer approved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KeyTransform

from audits import fairness
from audits.fairness.regressing import Change, Key, change, readings_by_key
from audits.fairness.suppression import hidden_groups
from audits.fairness.withholding import withheld_drift, withheld_reading
from audits.models import Baseline, Plan, Run
from audits.models.runs import BULK
from audits.queries.baselines import standing
from governance.vocabulary import JobState

MOST_RUNS = 50


@dataclass(frozen=True)
class Point:
    """One reading of one run, and what became of it since the approved run; none for that run itself.

    Neither holds a number that would give a hidden group away.
    """

    run: Run
    reading: Mapping[str, Any]
    change: Change | None


@dataclass(frozen=True)
class Series:
    """One measure of one division against one kind of threshold, from run to run, the oldest first."""

    by: tuple[str, ...]
    measure: str
    kind: str
    points: tuple[Point, ...]

    @property
    def newest(self) -> Point:
        return self.points[-1]


@dataclass(frozen=True)
class Trend:
    """A plan's finished runs, the oldest first, the approved one, and every series of readings."""

    runs: tuple[Run, ...]
    baseline: Baseline | None
    tolerance: float
    series: tuple[Series, ...]


def trend(plan: Plan) -> Trend:
    """Return how the readings of a plan went over its newest runs.

    Shape: fifty runs at most; a series has a point for each run that read it, in the order of the newest run.
    Cost: two queries, whatever the number of runs.
    """
    rows = Run.objects.filter(plan=plan, state=JobState.DONE).select_related("version", "log").defer(*BULK)
    rows = rows.defer("log__cells", "log__spec").annotate(told=KeyTransform("readings", "result"))
    runs = tuple(reversed(rows.order_by("-finished_at", "-pk")[:MOST_RUNS]))
    baseline = standing(plan)
    before = readings_by_key(baseline.run.result or {}) if baseline else {}
    read = [(run, readings_by_key({"readings": run.told or ()})) for run in runs]
    tolerance = plan.regression_tolerance
    approved = baseline.run_id if baseline else None
    series = (
        Series(*key, tuple(_points(key, read, before if approved else None, approved, tolerance)))
        for key in _keys(read)
    )
    return Trend(runs, baseline, tolerance, tuple(series))


def drift(plan: Plan, baseline: Baseline | None) -> dict[str, Any] | None:
    """Return how far groups and scores of the newest run moved from those of the approved one, as plain values.

    Shape: groups that either run hides are taken together; nothing without an approved run, when it is the
    newest itself, or when the two divide people otherwise.
    Cost: two queries.
    """
    done = Run.objects.filter(plan=plan, state=JobState.DONE).only("reference", "cells", "spec")
    newest = done.order_by("-finished_at", "-pk").first()
    if baseline is None or newest is None or newest.pk == baseline.run_id:
        return None
    moved = drift_between(done.get(pk=baseline.run_id), newest)
    return {"run": newest.reference, "baseline": baseline.run.reference, **moved} if moved else None


def drift_between(earlier: Run, later: Run) -> dict[str, Any]:
    """Return how far groups and scores moved from one finished run to another, as plain values.

    Shape: groups that either run hides are taken together; empty when the two divide people otherwise.
    Cost: none where both runs come with their counts.
    """
    runs = (earlier, later)
    before, now = (fairness.Cells.from_json(run.cells or {}) for run in runs)
    try:
        moved = fairness.drift(before, now)
    except fairness.Misstated:
        return {}
    specs = (fairness.Spec.from_json(run.spec) for run in runs)
    gone = map(hidden_groups, (before, now), specs)
    hidden = {by: one | other for by, one, other in zip(moved.groups, *gone, strict=True)}
    return withheld_drift(moved, hidden).as_json()


def _keys(read: Sequence[tuple[Run, Mapping[Key, Any]]]) -> Iterable[Key]:
    """Return every series, those of the newest run first and in its order."""
    return dict.fromkeys(key for _, readings in reversed(read) for key in readings)


def _points(
    key: Key,
    read: Sequence[tuple[Run, Mapping[Key, Mapping[str, Any]]]],
    before: Mapping[Key, Mapping[str, Any]] | None,
    approved: object,
    tolerance: float,
) -> Iterable[Point]:
    for run, readings in read:
        if now := readings.get(key):
            compared = before is not None and run.pk != approved
            found = change((before or {}).get(key), now, tolerance) if compared else None
            yield Point(run, withheld_reading(now), found)
