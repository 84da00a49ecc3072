"""Keeping a job's row while the work goes on: what the work tells, and a pulse while it is silent."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import structlog
from django.db import Error, connection
from django.utils import timezone

from governance import leases
from governance.models import Job

Progress = Callable[[str, int, int], None]

PULSE_SECONDS = leases.LEASE.total_seconds() / 4
TELL_SECONDS = 1.0

log = structlog.get_logger(__name__)


@contextmanager
def holding(job: Job) -> Iterator[Progress]:
    """Keep a claimed job alive and yield the function that says how far it is: stage, done, all.

    Raises: from that function, governance.leases.Lost and CancelRequested.
    """
    over = Event()
    pulse = Thread(target=_beat, args=(job, over), name=f"pulse of {job.pk}", daemon=True)
    pulse.start()
    try:
        yield _teller(job)
    finally:
        over.set()
        pulse.join()


def _teller(job: Job) -> Progress:
    """Return a function that writes each new stage, and within a stage once a second at most."""
    told: tuple[str, float] = ("", 0.0)

    def tell(stage: str, done: int, all_parts: int) -> None:
        nonlocal told
        if stage == told[0] and time.monotonic() - told[1] < TELL_SECONDS:
            return
        told = (stage, time.monotonic())
        leases.renew(job, at=timezone.now(), stage=stage, done=done, all_parts=all_parts)

    return tell


def _beat(job: Job, over: Event) -> None:
    """Prolong the lease until the work is over; who lost it or is to stop hears it with the next word."""
    while not over.wait(PULSE_SECONDS):
        try:
            leases.prolong(job, at=timezone.now())
        except (leases.Lost, leases.CancelRequested):
            return
        except Error:
            log.warning("pulse_missed", job=str(job.pk), exc_info=True)
        finally:
            connection.close()
