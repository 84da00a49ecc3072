"""What people and the clockwork do to any job: stop it, try it again, give it up."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction

from governance import leases, trail
from governance.models import Job, User, unit_of
from governance.vocabulary import JobState

Work = TypeVar("Work", bound=Job)


class Settled(Exception):
    """The job has ended; there is nothing to stop."""


class NotStopped(Exception):
    """Only a job that failed or was cancelled can be tried again."""


@transaction.atomic
def cancel(*, job: Work, by: User, at: datetime) -> Work:
    """Stop a waiting job at once; ask a running one to stop, which its worker hears within a minute.

    Asking twice changes nothing.
    Raises: Settled.
    """
    row = _locked(job)
    if row.is_settled:
        raise Settled(str(row))
    if row.cancel_requested:
        return row
    waiting = row.state == JobState.QUEUED
    if waiting:
        leases.release(row, at=at, state=JobState.CANCELLED, fields={"cancel_requested": True})
    else:
        row.cancel_requested = True
        row.save(update_fields=["cancel_requested"])
    trail.record(
        at=at, by=by, verb=_verb(row, "cancelled" if waiting else "cancel_requested"), subject=str(row),
        unit=unit_of(row), before={"state": row.state},
    )  # fmt: skip
    row.refresh_from_db()
    return row


@transaction.atomic
def stop(*, job: Job, by: User, at: datetime) -> None:
    """Settle a job that its worker stopped because a person had asked for it.

    Raises: governance.leases.Lost, when the row has passed to somebody else.
    """
    leases.release(job, at=at, state=JobState.CANCELLED, fields={})
    trail.record(at=at, by=by, verb=_verb(job, "cancelled"), subject=str(job), unit=unit_of(job))


@transaction.atomic
def fail(*, job: Job, reason: str, by: User, at: datetime) -> None:
    """Settle a job that cannot be done, with the reason in words for whoever asked for it.

    Raises: governance.leases.Lost, when the row has passed to somebody else.
    """
    leases.release(job, at=at, state=JobState.FAILED, fields={"error": reason})
    trail.record(
        at=at, by=by, verb=_verb(job, "failed"), subject=str(job), unit=unit_of(job),
        after={"reason": reason, "attempts": job.attempts},
    )  # fmt: skip


@transaction.atomic
def retry(*, job: Work, by: User, at: datetime) -> Work:
    """Put a failed or cancelled job back into the queue: the same row, with all its attempts before it again.

    A person's decision to try again is new; the attempts that were used up stay in the trail.
    Raises: NotStopped.
    """
    row = _locked(job)
    if row.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise NotStopped(str(row))
    before = {"state": row.state, "error": row.error, "attempts": row.attempts}
    afresh = {
        "state": JobState.QUEUED, "error": "", "attempts": 0, "cancel_requested": False, "claim": None,
        "stage": "", "done_parts": 0, "all_parts": 0,
        "queued_at": at, "available_at": at, "started_at": None, "finished_at": None,
    }  # fmt: skip
    for name, value in afresh.items():
        setattr(row, name, value)
    row.save(update_fields=list(afresh))
    trail.record(at=at, by=by, verb=_verb(row, "retried"), subject=str(row), unit=unit_of(row), before=before)
    return row


def _locked(job: Work) -> Work:
    rows = type(job)._default_manager
    return rows.select_for_update(no_key=True).get(pk=job.pk)


def _verb(job: Job, done: str) -> str:
    return f"{job.word}.{done}"
