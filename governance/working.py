"""Carrying a job's row to one of its ends, whatever becomes of the work (decision 0004)."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, models
from django.utils import timezone

from governance import leases
from governance.actions import jobs
from governance.heartbeat import Progress, holding
from governance.models import Job, User
from governance.models.jobs import MAX_ATTEMPTS

Work = TypeVar("Work", bound=Job)

# What may pass by itself. Anything else that the work does not name as hopeless is a mistake of ours.
PASSING = (InterfaceError, OperationalError, OSError)
BACKOFF = timedelta(seconds=15)
MOST_AT_ONCE = 200


class Passing(Exception):
    """Trouble that may be over in a while; its words are the reason that people read meanwhile."""


log = structlog.get_logger(__name__)


def work(
    job: Work, make: Callable[[Work, Progress], None], *, hopeless: tuple[type[Exception], ...] = ()
) -> None:
    """Carry a claimed job to one of its ends: done, failed, cancelled, or back in the queue for later.

    What is raised of `hopeless` fails it at once, with its own words as the reason.
    """

    def to_an_end(job: Work, by: User) -> None:
        try:
            with holding(job) as progress:
                make(job, progress)
        except leases.Lost:
            raise
        except leases.CancelRequested:
            jobs.stop(job=job, by=by, at=timezone.now())
        except hopeless as refusal:
            jobs.fail(job=job, reason=str(refusal), by=by, at=timezone.now())
        except (Passing, *PASSING) as trouble:
            _later(job, trouble, by)
        except SoftTimeLimitExceeded:
            jobs.fail(job=job, reason="It took too long and was stopped.", by=by, at=timezone.now())
        except Exception as mistake:
            reason = f"Annex could not finish this ({type(mistake).__name__}). The operators' log says more."
            jobs.fail(job=job, reason=reason, by=by, at=timezone.now())
            raise

    _settle(job, to_an_end)


def look_after(rows: "models.QuerySet[Work]", ring: Callable[[Work], None]) -> None:
    """Ring again for the rows that were missed, and give up what its workers died of."""
    at = timezone.now()
    for job in leases.due(rows.only("pk"), at=at).order_by("available_at")[:MOST_AT_ONCE]:
        ring(job)
    for job in leases.exhausted(rows, at=at)[:MOST_AT_ONCE]:
        _settle(job, _give_up)


def _settle(job: Work, how: Callable[[Work, User], None]) -> None:
    """Bring a job to an end, unless it has passed to somebody else meanwhile."""
    try:
        how(job, User.objects.clockwork())
    except leases.Lost:
        log.info("job_passed_on", job=str(job))


def _later(job: Job, trouble: Exception, by: User) -> None:
    """Try again after a while, ever longer, until the attempts are used up."""
    log.warning("job_in_trouble", job=str(job), attempt=job.attempts, exc_info=trouble)
    silent = f"The database or the file store did not answer ({type(trouble).__name__})."
    reason = str(trouble) if isinstance(trouble, Passing) else silent
    if job.attempts < MAX_ATTEMPTS:
        leases.postpone(job, until=timezone.now() + BACKOFF * 2**job.attempts, error=reason)
    else:
        jobs.fail(job=job, reason=f"{reason} Tried {job.attempts} times.", by=by, at=timezone.now())


def _give_up(job: Job, by: User) -> None:
    if job.cancel_requested:
        jobs.stop(job=job, by=by, at=timezone.now())
    else:
        reason = f"Its worker died {job.attempts} times while working on it. {job.error}".strip()
        jobs.fail(job=job, reason=reason, by=by, at=timezone.now())
