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
    rows = type(job)._default_manager.filter(pk=job.pk)
    held = rows.filter(state=JobState.RUNNING, claim=job.claim)
    if not held.filter(cancel_requested=False).update(
        lease_until=at + LEASE, stage=stage, done_parts=done, all_parts=all_parts
    ):
        raise CancelRequested if held.exists() else Lost


def release(job: Job, *, at: datetime, state: JobState, fields: Mapping[str, Any]) -> None:
    """Settle a row that this worker still holds, with its results, in the caller's transaction.

    Cost: one query.
    Raises: Lost, when the claim has passed to somebody else: then nothing was written.
    """
    settled = (
        type(job)
        ._default_manager.filter(pk=job.pk, state=JobState.RUNNING, claim=job.claim)
        .update(state=state, finished_at=at, lease_until=None, **fields)
    )
    if not settled:
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
