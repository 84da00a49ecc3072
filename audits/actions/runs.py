"""Fairness runs: asking for one, and keeping what it came to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from audits.actions import baselines, disparities
from audits.fairness.breaches import gravest
from audits.fairness.spec import Spec
from audits.models import Plan, PredictionLog, Run, RunPart
from audits.queries.counts import kept_counts
from governance import leases, trail
from governance.actions import references
from governance.actions.holding import hold
from governance.models import User
from governance.vocabulary import JobState


class NoLog(Exception):
    """The plan has no log to measure."""


class NoLegalBasis(Exception):
    """A column of the plan holds special categories of personal data, and nobody has said on what basis."""


class AlreadyWaiting(Exception):
    """A run of this plan on this log waits or is running; `run` is that run."""

    def __init__(self, run: Run) -> None:
        super().__init__(run.reference)
        self.run = run


@dataclass(frozen=True)
class Measured:
    """What a worker found: counts and result, as they are stored."""

    spec: dict[str, Any]
    cells: dict[str, Any]
    result: dict[str, Any]


@transaction.atomic
def request(*, plan: Plan, by: User, at: datetime, log: PredictionLog | None = None) -> Run:
    """Ask for a plan to be measured on a log, the newest when none is named. The row waits for a worker.

    Raises: NoLegalBasis; NoLog; AlreadyWaiting; audits.queries.counts.RowsGone, when only counts are left of
    the log and they do not answer the plan as it stands.
    """
    hold(plan)
    if plan.lacks_legal_basis:
        raise NoLegalBasis(", ".join(plan.special_columns))
    if log is None and plan.source:
        log = _look_at_source(plan, by, at)
    log = log or PredictionLog.objects.filter(plan=plan).order_by("-imported_at", "-pk").first()
    if log is None:
        raise NoLog(plan.reference)
    if waiting := _unsettled(plan).filter(log=log).first():
        raise AlreadyWaiting(waiting)
    kept_counts(log, Spec.from_json(plan.spec))
    run = Run.objects.create(
        reference=references.allot("RUN"),
        plan=plan,
        log=log,
        version_id=log.version_id,
        spec=plan.spec,
        requested_by=by,
        queued_at=at,
        available_at=at,
    )
    trail.record(
        at=at, by=by, verb="run.requested", subject=run.reference, unit=plan.system.unit,
        after={"plan": plan.reference, "log": log.sha256 or log.name, "plan_revision": plan.revision},
    )  # fmt: skip
    return run


def _unsettled(plan: Plan) -> QuerySet[Run]:
    return Run.objects.filter(plan=plan, state__in=[JobState.QUEUED, JobState.RUNNING], spec=plan.spec)


def _look_at_source(plan: Plan, by: User, at: datetime) -> PredictionLog:
    """Return a new look at the rows of the plan's source: they may have changed since the last.

    Raises: AlreadyWaiting, NoLog.
    """
    looks = _unsettled(plan).filter(log__source=plan.source, log__table=plan.table, log__cells__isnull=True)
    if waiting := looks.first():
        raise AlreadyWaiting(waiting)
    version = plan.system.versions.order_by("-number").first()
    if version is None:
        raise NoLog(plan.reference)
    return PredictionLog.objects.create(
        plan=plan, version=version, name=f"{plan.source}: {plan.table}"[:200], source=plan.source,
        table=plan.table, size=0, imported_by=by, imported_at=at,
    )  # fmt: skip


@transaction.atomic
def finish(*, run: Run, measured: Measured, by: User, at: datetime) -> None:
    """Keep what a worker found, provided it still holds the run; the log keeps the counts.

    In the same transaction the plan's disparities are brought in step with it, and whoever is to be told of
    them, or of a run worse than the approved one, is written down.
    Raises: governance.leases.Lost, when the run has passed to somebody else: then nothing was written.
    """
    hold(run.plan)
    verdict = gravest(measured.result) or ""
    found = {"cells": measured.cells, "result": measured.result, "gravest": verdict, "error": ""}
    leases.release(run, at=at, state=JobState.DONE, fields=found)
    counted = {"cells": measured.cells, "spec": measured.spec}
    logs = PredictionLog.objects.filter(pk=run.log_id)
    logs.exclude(file="").update(**counted)
    logs.filter(cells__isnull=True).exclude(source="").update(
        **counted, sha256=measured.cells.get("dataset", {}).get("sha256") or ""
    )
    RunPart.objects.filter(run=run).delete()
    trail.record(
        at=at, by=by, verb="run.finished", subject=run.reference, unit=run.plan.system.unit,
        after={
            "plan": run.plan.reference, "log": run.log.sha256 or run.log.name, "n": measured.result["n"],
            "attempts": run.attempts,
        },
    )  # fmt: skip
    run.result = measured.result
    disparities.keep_in_step(run=run, by=by, at=at)
    baselines.compare(run=run, by=by, at=at)
