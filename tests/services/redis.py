"""A real Redis on a unix socket, started when the first test asks for it."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.services import processes
from tests.services.absent import absent
from tests.settings import SCRATCH

SOCKET = SCRATCH / "redis.sock"


def command(*words: str) -> str:
    """Return what Redis answers; nothing while it is not up."""
    asked = subprocess.run(["redis-cli", "-s", SOCKET, *words], check=False, capture_output=True, text=True)
    return asked.stdout.strip()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[None]:
    if not shutil.which("redis-server"):
        absent("needs Redis: sudo apt-get install redis-server")
    server = processes.start(
        ["redis-server", "--port", "0", "--unixsocket", str(SOCKET), "--save", "", "--appendonly", "no"],
        log=SCRATCH / "redis.log",
    )
    processes.wait_until(lambda: command("ping") == "PONG", what="Redis")
    yield
    processes.stop(server)


@pytest.fixture
def redis_url(redis_server: None) -> str:
    """Return the address of an empty Redis, the one that settings.BROKER_URL names."""
    command("flushall")
    return f"redis+socket://{SOCKET}"
