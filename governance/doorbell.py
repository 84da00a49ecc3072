"""Telling a worker that a row waits. The row is there whether or not anybody hears (decision 0004)."""

from celery import current_app
from django.db import transaction

# A message nobody took in time is worthless: the sweep rings again.
STALE_AFTER = 60


def ring_for(task: str, **ids: str) -> None:
    """Send a task by its full name once the transaction is committed.

    By name, so that a web process need not load what the task works with. A broker that is down is logged and
    nothing else.
    """

    def send() -> None:
        current_app.send_task(task, kwargs=ids, expires=STALE_AFTER, retry=False)

    transaction.on_commit(send, robust=True)
