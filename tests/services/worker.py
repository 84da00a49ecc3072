"""A real Celery worker in a process of its own, on the test's own database and Redis; it may be killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import processes
from tests.services.database import url_of_test_database
from tests.settings import SCRATCH

LOG = SCRATCH / "worker.log"
STARTED: "list[Worker]" = []


def celery(*words: str, log: Path) -> "subprocess.Popen[bytes]":
    """Start a Celery command under the real settings, on the database and the broker of the tests."""
    return processes.start(
        [sys.executable, "-m", "celery", "-A", "config", *words, "--loglevel", "INFO"],
        log=log,
        env={"DATABASE_URL": url_of_test_database(), "DJANGO_SETTINGS_MODULE": "config.settings"},
    )


class Worker:
    """`celery -A config worker` with one child, like the demo's."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start a worker and return once it takes messages."""
        LOG.write_bytes(b"")
        self.process = celery("worker", "--concurrency", "1", log=LOG)
        processes.wait_until(self._is_ready, what="the Celery worker", seconds=60)

    def kill(self) -> None:
        """Kill the worker and its child as the kernel would: at once, with nothing tidied up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    @property
    def is_alive(self) -> bool:
        return self.process.poll() is None

    @property
    def log(self) -> str:
        return LOG.read_text()

    def _is_ready(self) -> bool:
        assert self.is_alive, self.log
        return " ready." in self.log


@pytest.fixture(scope="session")
def _worker(redis_server: None, django_db_setup: None) -> Iterator[Worker]:
    worker = Worker()
    STARTED.append(worker)
    yield worker
    STARTED.remove(worker)
    processes.stop(worker.process)


@pytest.fixture
def worker(_worker: Worker, redis_url: str, transactional_db: None) -> Worker:
    """Return a running worker; the database is transactional, for it sees committed rows only."""
    if not _worker.is_alive:
        _worker.start()
    return _worker


@pytest.fixture
def no_other_worker() -> None:
    """Let nobody but a test's own workers hear what is rung; the next test's worker is started again."""
    for worker in STARTED:
        if worker.is_alive:
            worker.kill()


@pytest.fixture
def scheduler(worker: Worker) -> Iterator[None]:
    """Let a real beat ring beside the worker."""
    beat = celery("beat", "--schedule", str(SCRATCH / "beat"), "--pidfile=", log=SCRATCH / "beat.log")
    yield
    processes.stop(beat)
