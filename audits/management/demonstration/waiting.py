"""Watching a job that a worker does elsewhere."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.core.management.base import CommandError

from audits.models import Dossier, Run
from governance.vocabulary import JobState

Job = TypeVar("Job", Run, Dossier)

PATIENCE_SECONDS = 300
LOOK_SECONDS = 0.2


def watch(find: Callable[[], Job | None], tell: Callable[[str], None]) -> Job:
    """Return a job once it is done, telling each step it takes; `find` reads its row anew.

    Raises: CommandError, when it fails or nobody does it.
    """
    last = ""
    for job in _looks(find):
        now = _words(job)
        if now != last:
            tell(now)
            last = now
        if job and job.is_settled:
            if job.state != JobState.DONE:
                raise CommandError(f"{job.reference} {job.state}: {job.error}")
            return job
    raise CommandError(
        f"Nobody did this within {PATIENCE_SECONDS} s. Are a worker and a scheduler running? Last: {last}"
    )


def _looks(find: Callable[[], Job | None]) -> Iterator[Job | None]:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        yield find()
        time.sleep(LOOK_SECONDS)


def _words(job: Run | Dossier | None) -> str:
    if job is None:
        return "waiting for the scheduler"
    if job.state == JobState.RUNNING and job.stage:
        of_all = f" of {job.all_parts}" if job.all_parts else ""
        return f"{job.reference} running: {job.stage} {job.done_parts}{of_all}"
    return f"{job.reference} {job.state}"
