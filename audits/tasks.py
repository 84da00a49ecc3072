"""The doorbells of the evidence: claim a row, work outside any transaction, settle it in one."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, models
from django.utils import timezone

from audits import doorbell, tidying
from audits.actions import jobs, schedules
from audits.fairness import Misstated, Unreadable
from audits.making import make_dossier, make_run
from audits.models import Dossier, Run, Schedule
from audits.queries.counts import RowsGone
from governance import leases
from governance.heartbeat import Progress, holding
from governance.models import User
from governance.models.jobs import MAX_ATTEMPTS

Job = TypeVar("Job", bound=Run | Dossier)

# What asks for another file or plan, and what may pass by itself. Anything else is a mistake of ours.
HOPELESS = (Misstated, RowsGone, Unreadable)
PASSING = (InterfaceError, OperationalError, OSError)
BACKOFF = timedelta(seconds=15)
MOST_AT_ONCE = 200

log = structlog.get_logger(__name__)


@shared_task
def execute_run(*, run_id: str) -> None:
    rows = Run.objects.select_related("plan__system__unit", "log")
    if run := leases.claim(rows, pk=run_id, at=timezone.now()):
        _work(run, make_run)


@shared_task
def execute_dossier(*, dossier_id: str) -> None:
    rows = Dossier.objects.select_related("version__system__unit")
    if dossier := leases.claim(rows, pk=dossier_id, at=timezone.now()):
        _work(dossier, make_dossier)


@shared_task
def run_schedule(*, schedule_id: str) -> None:
    schedule = Schedule.objects.get(pk=schedule_id)
    if run := schedules.run_due(schedule=schedule, by=User.objects.clockwork(), at=timezone.now()):
        doorbell.ring(run)


@shared_task
def tick() -> None:
    """Ring for every schedule that is due; each in its own task, so that none stands in another's way."""
    due = Schedule.objects.filter(active=True, next_due_at__lte=timezone.now()).order_by("next_due_at")
    for pk in due.values_list("pk", flat=True)[:MOST_AT_ONCE]:
        doorbell.ring_for("run_schedule", schedule_id=str(pk))


@shared_task
def sweep() -> None:
    """Ring again for what was missed, and give up what its workers died of."""
    _look_after(Run.objects.all())
    _look_after(Dossier.objects.all())


@shared_task
def tidy() -> None:
    tidying.forget_counted_rows(by=User.objects.clockwork(), at=timezone.now())
    tidying.remove_orphans(at=timezone.now())


def _look_after(rows: models.QuerySet[Job]) -> None:
    at = timezone.now()
    for job in leases.due(rows.only("pk"), at=at).order_by("available_at")[:MOST_AT_ONCE]:
        doorbell.ring(job)
    for job in leases.exhausted(rows, at=at)[:MOST_AT_ONCE]:
        _settle(job, _give_up)


def _work(job: Job, make: Callable[[Job, Progress], None]) -> None:
    """Carry a claimed job to one of its ends: done, failed, cancelled, or back in the queue for later."""

    def to_an_end(job: Job, by: User) -> None:
        try:
            with holding(job) as progress:
                make(job, progress)
        except leases.Lost:
            raise
        except leases.CancelRequested:
            jobs.stop(job=job, by=by, at=timezone.now())
        except HOPELESS as refusal:
            jobs.fail(job=job, reason=str(refusal), by=by, at=timezone.now())
        except PASSING as trouble:
            _later(job, trouble, by)
        except SoftTimeLimitExceeded:
            jobs.fail(job=job, reason="It took too long and was stopped.", by=by, at=timezone.now())
        except Exception as mistake:
            reason = f"Annex could not finish this ({type(mistake).__name__}). The operators' log says more."
            jobs.fail(job=job, reason=reason, by=by, at=timezone.now())
            raise

    _settle(job, to_an_end)


def _settle(job: Job, how: Callable[[Job, User], None]) -> None:
    """Bring a job to an end, unless it has passed to somebody else meanwhile."""
    try:
        how(job, User.objects.clockwork())
    except leases.Lost:
        log.info("job_passed_on", job=job.reference)


def _later(job: Run | Dossier, trouble: Exception, by: User) -> None:
    """Try again after a while, ever longer, until the attempts are used up."""
    log.warning("job_in_trouble", job=job.reference, attempt=job.attempts, exc_info=trouble)
    reason = f"The database or the file store did not answer ({type(trouble).__name__})."
    if job.attempts < MAX_ATTEMPTS:
        leases.postpone(job, until=timezone.now() + BACKOFF * 2**job.attempts, error=reason)
    else:
        jobs.fail(job=job, reason=f"{reason} Tried {job.attempts} times.", by=by, at=timezone.now())


def _give_up(job: Run | Dossier, by: User) -> None:
    if job.cancel_requested:
        jobs.stop(job=job, by=by, at=timezone.now())
    else:
        reason = f"Its worker died {job.attempts} times while working on it. {job.error}".strip()
        jobs.fail(job=job, reason=reason, by=by, at=timezone.now())
