"""A throw-away PostgreSQL beside the test's own database: where rows lie that Annex measures and does not own."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.absent import absent
from tests.services.processes import wait_until
from tests.settings import SCRATCH

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = SCRATCH / "warehouse"


@pytest.fixture(scope="session")
def warehouse() -> Iterator[str]:
    """Return the address of an empty PostgreSQL; it leaves when its input closes, also when we are killed."""
    if not (shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        absent("needs PostgreSQL: sudo apt-get install postgresql")
    command = ["script/with-postgresql", "sh", "-c", f'echo "$DATABASE_URL" > {ADDRESS}; cat']
    server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    wait_until(lambda: ADDRESS.exists() and ADDRESS.read_text().endswith("\n"), what="PostgreSQL", seconds=60)
    yield ADDRESS.read_text().strip()
    server.communicate()
