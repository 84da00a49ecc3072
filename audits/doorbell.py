"""Telling a worker that a row waits. The row is there whether or not anybody hears (decision 0004)."""

from celery import current_app
from django.db import transaction

from audits.models import Dossier, Run

# A message nobody took in time is worthless: the sweep rings again.
STALE_AFTER = 60


def ring(job: Run | Dossier) -> None:
    """Ring for a job once its transaction is committed; a broker that is down is logged and nothing else."""
    task, argument = ("execute_run", "run_id") if isinstance(job, Run) else ("execute_dossier", "dossier_id")
    ring_for(task, **{argument: str(job.pk)})


def ring_for(task: str, **ids: str) -> None:
    """Send a task of audits.tasks by its name, so that a web process need not load what it works with."""

    def send() -> None:
        current_app.send_task(f"audits.tasks.{task}", kwargs=ids, expires=STALE_AFTER, retry=False)

    transaction.on_commit(send, robust=True)
