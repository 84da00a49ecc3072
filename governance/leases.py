"""Claiming, renewing and giving back a job's row, so that a worker may die at any instant (decision 0004)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q
from uuid6 import uuid7

from governance.models import Job
from governance.models.jobs import MAX_ATTEMPTS
from governance.vocabulary import JobState

LEASE = timedelta(seconds=60)

Work = TypeVar("Work", bound=Job)


class Lost(Exception):
    """Another worker holds the row now, or it was settled meanwhile: stop, and write nothing."""


class CancelRequested(Exception):
    """A person asked for this job to stop."""


def claim(rows: "models.QuerySet[Work]", *, pk: object, at: datetime) -> Work | None:
    """Take a waiting or abandoned row for this worker, or nothing when it is not to be had.

    Shape: `attempts` counts this claim; the row's `claim` is the token for `renew` and `release`.
    Cost: two queries. Compare and swap: of two workers that ring at once, one gets the row.
    """
    token = uuid7()
    waiting = Q(state=JobState.QUEUED, available_at__lte=at)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=at)
    taken = rows.filter(waiting | abandoned, pk=pk, attempts__lt=MAX_ATTEMPTS).update(
        state=JobState.RUNNING,
        claim=token,
        lease_until=at + LEASE,
        attempts=F("attempts") + 1,
        started_at=at,
        stage="",
        done_parts=0,
        all_parts=0,
    )
    return rows.get(pk=pk) if taken else None


def renew(job: Job, *, at: datetime, stage: str, done: int, all_parts: int) -> None:
    """Say that the work goes on and how far it is; keeps the row for another minute.

    Cost: one query, two when it refuses.
    Raises: Lost, CancelRequested.
    """
    _write_held(job, lease_until=at + LEASE, stage=stage, done_parts=done, all_parts=all_parts)


def prolong(job: Job, *, at: datetime) -> None:
    """Keep the row for another minute while a long step has nothing to tell.

    Cost: one query, two when it refuses.
    Raises: Lost, CancelRequested.
    """
    _write_held(job, lease_until=at + LEASE)


def release(job: Job, *, at: datetime, state: JobState, fields: Mapping[str, Any]) -> None:
    """Settle a row that is still as it was read, held or waiting, in the caller's transaction.

    Cost: one query.
    Raises: Lost, when somebody else has taken or settled it since: then nothing was written.
    """
    _swap(job, state=state, finished_at=at, lease_until=None, **fields)


def postpone(job: Job, *, until: datetime, error: str) -> None:
    """Put a row that this worker holds back into the queue, not to be taken before a moment.

    Cost: one query.
    Raises: Lost.
    """
    _swap(job, state=JobState.QUEUED, available_at=until, lease_until=None, error=error)


def _write_held(job: Job, **fields: Any) -> None:  # noqa: ANN401 any column of a job
    rows = type(job)._default_manager.filter(pk=job.pk, state=JobState.RUNNING, claim=job.claim)
    if not rows.filter(cancel_requested=False).update(**fields):
        raise CancelRequested if rows.exists() else Lost


def _swap(job: Job, **fields: Any) -> None:  # noqa: ANN401 any column of a job
    """Write to the row provided its state and claim are those that were read; no claim is used twice."""
    if not type(job)._default_manager.filter(pk=job.pk, state=job.state, claim=job.claim).update(**fields):
        raise Lost


def due(rows: "models.QuerySet[Work]", *, at: datetime) -> "models.QuerySet[Work]":
    """Return the rows a worker should be rung for: waiting, or held by a worker that fell silent."""
    return rows.filter(
        Q(state=JobState.QUEUED, available_at__lte=at) | Q(state=JobState.RUNNING, lease_until__lt=at),
        attempts__lt=MAX_ATTEMPTS,
    )


def exhausted(rows: "models.QuerySet[Work]", *, at: datetime) -> "models.QuerySet[Work]":
    """Return the abandoned rows that have used up their attempts."""
    return rows.filter(
        Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at), attempts__gte=MAX_ATTEMPTS
    )
