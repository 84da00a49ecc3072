"""Telling a worker that a report of changes waits; the row is there, heard or not (decision 0004)."""

from celery import current_app
from django.db import transaction

from risk.models import Rejudging

# A message nobody took in time is worthless: the sweep rings again.
STALE_AFTER = 60


def ring(rejudging: Rejudging) -> None:
    """Ring once its transaction is committed; a broker that is down is logged and nothing else."""
    _send("execute_rejudging", rejudging)


def ask_for_help(rejudging: Rejudging) -> None:
    """Ask a second worker to judge from the other end; without one the first does it all."""
    _send("help_rejudging", rejudging)


def _send(task: str, rejudging: Rejudging) -> None:
    ids = {"rejudging_id": str(rejudging.pk)}

    def send() -> None:
        current_app.send_task(f"risk.tasks.{task}", kwargs=ids, expires=STALE_AFTER, retry=False)

    transaction.on_commit(send, robust=True)
