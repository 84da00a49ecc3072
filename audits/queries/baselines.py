"""Which run a plan's runs are compared with, and where a run is worse than that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audits.charts.measures import label
from audits.fairness.regressing import Change, Course, change, readings_by_key
from audits.models import Baseline, Plan, Run


@dataclass(frozen=True)
class Regression:
    """One reading that is worse than in the approved run, in words."""

    baseline: str
    says: str


def standing(plan: Plan) -> Baseline | None:
    """Return the newest approval of a run of a plan, with its run but without its counts. One query."""
    rows = Baseline.objects.filter(plan=plan).select_related("run__version", "approved_by")
    return rows.defer("run__cells", "run__spec").order_by("-approved_at", "-pk").first()


def regressions(run: Run) -> tuple[Regression, ...]:
    """Return where a run is worse than the approved run of its plan; nothing without one. One query."""
    baseline = standing(run.plan)
    if baseline is None or baseline.run_id == run.pk or not run.result:
        return ()
    before, tolerance = readings_by_key(baseline.run.result or {}), run.plan.regression_tolerance
    changed = {
        key: (change(before.get(key), now, tolerance), now)
        for key, now in readings_by_key(run.result).items()
    }
    return tuple(
        Regression(baseline.run.reference, in_words(found, before[key], now, tolerance))
        for key, (found, now) in changed.items()
        if found.course == Course.WORSE
    )


def in_words(found: Change, before: Mapping[str, Any], now: Mapping[str, Any], tolerance: float) -> str:
    """Return why a reading is worse than it was, as a sentence. No query."""
    of = f"{label(now['measure'])} by {' and '.join(now['by'])}, {now['kind']}"
    reasons = []
    if found.graver:
        reasons.append(f"the verdict went from “{before['label'].lower()}” to “{now['label'].lower()}”")
    if found.apart and (found.worse_by is None or found.worse_by > tolerance):
        reasons.append(f"it changed by more than {tolerance:g} and the intervals lie apart")
    if found.withheld:
        return f"{of}: {' and '.join(reasons)}; the numbers would give away a group too small to show."
    was, is_now = (number(one["value"]) for one in (before, now))
    return f"{of}: {was} became {is_now}; {' and '.join(reasons)}."


def number(value: float | None) -> str:
    """Return a value as sentences give it: three decimals. No query."""
    return "not defined" if value is None else f"{value:.3f}"
