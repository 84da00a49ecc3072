"""Two runs side by side: each reading, and each group's rate, with the difference and its interval."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from audits.fairness.regressing import Change, change, difference, readings_by_key
from audits.fairness.withholding import withheld, withheld_reading
from audits.models import Run
from audits.queries.baselines import standing
from audits.queries.run_exports import exportable
from governance.models import User
from governance.vocabulary import JobState

Result = Mapping[str, Any]
Bounds = tuple[float, float]

MOST_OTHERS = 100
EMPTY: Result = {"by_group": {}, "intervals": {"by_group": {}}, "suppressed": ()}


@dataclass(frozen=True)
class ReadingPair:
    """One reading in both runs; None where a run has no such reading."""

    by: tuple[str, ...]
    measure: str
    kind: str
    before: Result | None
    now: Result | None
    change: Change | None


@dataclass(frozen=True)
class RatePair:
    """One rate of one group in both runs, and how much it moved; without numbers where either run hides it."""

    by: tuple[str, ...]
    group: str
    measure: str
    n_before: int | None
    n_now: int | None
    before: float | None
    now: float | None
    moved: float | None
    interval: Bounds | None
    hidden: bool


@dataclass(frozen=True)
class SideBySide:
    """Two finished runs, `before` the earlier; `same_data`: both counted the same bytes."""

    before: Run
    now: Run
    tolerance: float
    readings: tuple[ReadingPair, ...]
    rates: tuple[RatePair, ...]
    notes: tuple[str, ...]


def counterpart(run: Run, user: User, reference: str) -> Run | None:
    """Return the run to compare with: the one that is named, else the approved one, else the one before.

    Shape: nothing where there is none that this person sees.
    Cost: one query for a named run, three otherwise.
    """
    rows = exportable().visible_to(user).exclude(pk=run.pk)
    if reference:
        return rows.filter(reference=reference).first()
    baseline = standing(run.plan)
    approved = rows.filter(pk=baseline.run_id).first() if baseline else None
    earlier = rows.filter(plan=run.plan, finished_at__lte=run.finished_at)
    return approved or earlier.order_by("-finished_at", "-pk").first()


def others(run: Run) -> list[Run]:
    """Return the other finished runs of a plan, the newest first, to choose from. One query."""
    rows = Run.objects.filter(plan=run.plan_id, state=JobState.DONE).exclude(pk=run.pk)
    return list(rows.only("reference", "finished_at").order_by("-finished_at", "-pk")[:MOST_OTHERS])


def side_by_side(one: Run, other: Run) -> SideBySide:
    """Return two finished runs beside each other, the earlier first. No query.

    Shape: readings in the order of the later run, those that only the earlier has last; rates of all groups of
    both. A difference is the later minus the earlier, with the interval of two independent estimates.
    """
    before, now = sorted((one, other), key=lambda run: (run.finished_at or run.queued_at, run.reference))
    tolerance = now.plan.regression_tolerance
    was, is_now = before.result or {}, now.result or {}
    shown = (withheld(one) if one else {} for one in (was, is_now))
    return SideBySide(
        before, now, tolerance, tuple(_readings(was, is_now, tolerance)), tuple(_rates(*shown)),
        tuple(_notes(before, now)),
    )  # fmt: skip


def _readings(before: Result, now: Result, tolerance: float) -> Iterator[ReadingPair]:
    earlier, later = readings_by_key(before), readings_by_key(now)
    for key in dict.fromkeys([*later, *earlier]):
        was, is_now = earlier.get(key), later.get(key)
        found = change(was, is_now, tolerance) if is_now else None
        yield ReadingPair(*key, was and withheld_reading(was), is_now and withheld_reading(is_now), found)


def _rates(before: Result, now: Result) -> Iterator[RatePair]:
    """Yield every rate of every group of every division that either run has."""
    earlier, later = dict(_parts(before)), dict(_parts(now))
    for by in dict.fromkeys([*later, *earlier]):
        was, is_now = earlier.get(by, EMPTY), later.get(by, EMPTY)
        hidden = _hidden(was) | _hidden(is_now)
        for group in dict.fromkeys([*is_now["by_group"], *was["by_group"]]):
            measures = [*is_now["by_group"].get(group, ()), *was["by_group"].get(group, ())]
            for measure in dict.fromkeys(measures):
                if measure != "count":
                    yield _rate(by, group, measure, was, is_now, hidden=group in hidden)


def _rate(
    by: tuple[str, ...], group: str, measure: str, was: Result, is_now: Result, *, hidden: bool
) -> RatePair:
    if hidden:
        return RatePair(by, group, measure, None, None, None, None, None, None, hidden=True)
    told = [_told(part, group, measure) for part in (was, is_now)]
    (n_before, before, before_in), (n_now, now, now_in) = told
    known = before is not None and now is not None
    return RatePair(
        by, group, measure, n_before, n_now, before, now,
        now - before if known else None,  # type: ignore[operator]  # both are known here
        difference((before, before_in), (now, now_in)), hidden=False,
    )  # fmt: skip


def _told(part: Result, group: str, measure: str) -> tuple[int | None, float | None, Bounds | None]:
    rates = part["by_group"].get(group, {})
    return rates.get("count"), rates.get(measure), part["intervals"]["by_group"].get(group, {}).get(measure)


def _parts(result: Result) -> Iterator[tuple[tuple[str, ...], Result]]:
    if result:
        yield tuple(result["by"]), result
        yield from (((column,), part) for column, part in result["by_column"].items())


def _hidden(part: Result) -> set[str]:
    return {one["group"] for one in part["suppressed"] if one["display"]}


def _notes(before: Run, now: Run) -> Iterator[str]:
    """Yield what stands against comparing the two without further thought."""
    if before.log.sha256 == now.log.sha256:
        yield "Both counted the same data: the intervals of the differences, which suppose two samples, are too wide."
    if before.plan_id != now.plan_id:
        yield f"They belong to two plans, {before.plan.reference} and {now.plan.reference}."
    asked = [{k: v for k, v in run.spec.items() if k not in ("thresholds", "seed")} for run in (before, now)]
    if asked[0] != asked[1]:
        differing = sorted(k for k in {**asked[0], **asked[1]} if asked[0].get(k) != asked[1].get(k))
        yield f"They were asked differently: {', '.join(differing).replace('_', ' ')}."
    if before.version_id != now.version_id:
        yield f"They are about two versions, {before.version.label} and {now.version.label}."
