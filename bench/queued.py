# ruff: noqa: E402 - Django wants to be set up before its models are imported
"""So many dossiers queued at once for two real workers, one of which is killed with -9 in the midst.

    python -m bench.dossier --queued 100

Runs in a database of its own beside the one at DATABASE_URL, with its own Redis and scheduler. At the end every
dossier must be there once: its row done, one entry in the trail, one file with the digest that the row noted and an
unbroken seal. Prints one line of JSON; ends with 1 where something is lost or there twice.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

HOME = TemporaryDirectory(prefix="annex-queued-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEBUG": "false",
    "BROKER_URL": f"redis+socket://{HOME.name}/redis.sock",
    "DATA_DIR": HOME.name,
}

import django

django.setup()

from django.db import connection

from audits import doorbell
from audits.dossiers import Pack
from audits.dossiers.seal import read_seal
from audits.models import Dossier
from audits.packs import canonical, digest
from bench.costs import ROOT, memory_of, tree
from bench.growing import grown
from governance.actions import organisation
from governance.models import AISystem, SystemVersion, TrailEntry, User
from governance.vocabulary import JobState, SizeClass

SAMPLES = ROOT / "tests/audits/dossiers/packs"
KINDS = ("memorandum", "portfolio", "vendor")
SIZES = (10, 20, 40, 80)
WORKERS = 2
# When the first worker is killed, and when memory is looked at for the first time: of so many, this share is done.
KILLED_AT = 0.3
LONGEST_WAIT = 3600


def packs() -> Iterator[Pack]:
    """Yield packs of several kinds and sizes, over and over."""
    told = {kind: json.loads((SAMPLES / f"{kind}.json").read_text(encoding="utf-8")) for kind in KINDS}
    reports = [
        Pack.from_json({**raw, "document": {**raw["document"], "kind": kind}}) for kind, raw in told.items()
    ]
    return cycle([*reports, *map(grown, SIZES)])


def queue(count: int) -> None:
    """Write down that many dossiers and ring for each."""
    at = datetime.now(UTC)
    _, unit, owner = organisation.found(
        name="Bench", size_class=SizeClass.LARGE, public_body=False, sector="", established_in_union=True,
        country="DE", at=at, first_person=organisation.FirstPerson("bench@example.org", "Bench", "a long password"),
    )  # fmt: skip
    system = AISystem.objects.create(
        reference="SYS-0001", name="Bench", purpose="", operator_roles=["deployer"], unit=unit, owner=owner,
        lifecycle="in_service", created_at=at,
    )  # fmt: skip
    version = SystemVersion.objects.create(
        system=system, number=1, label="1", created_at=at, created_by=owner
    )
    for number, pack in enumerate(islice(packs(), count), start=1):
        doorbell.ring(_asked(version, pack, f"DOS-{number:04}", owner, at))


def _asked(version: SystemVersion, pack: Pack, reference: str, by: User, at: datetime) -> Dossier:
    frozen = replace(pack, document=replace(pack.document, reference=reference))
    return Dossier.objects.create(
        reference=reference, version=version, kind=frozen.document.kind, pack=canonical(frozen).decode(),
        pack_sha256=digest(frozen), requested_by=by, queued_at=at, available_at=at,
    )  # fmt: skip


@contextmanager
def running(*command: str, log: str) -> "Iterator[subprocess.Popen[bytes]]":
    """Start a command in a group of its own, which ends with this block."""
    with Path(HOME.name, log).open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, "DATABASE_URL": _address()}, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        _kill(process)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a worker as the kernel would: it and its child at once, with nothing tidied up."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _address() -> str:
    told = connection.settings_dict
    return f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def celery(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "-A", "config", *words, "--loglevel", "INFO")


def done() -> int:
    return Dossier.objects.filter(state=JobState.DONE).count()


def wait_until(true: Callable[[], object]) -> None:
    """Look twice a second.

    Raises: TimeoutError, when it never comes true.
    """
    until = time.monotonic() + LONGEST_WAIT
    while not true():
        if time.monotonic() > until:
            raise TimeoutError(f"{done()} done: {Counter(Dossier.objects.values_list('state', flat=True))}")
        time.sleep(0.5)


def memory(workers: "list[subprocess.Popen[bytes]]") -> int:
    """Return the memory of workers in MB, without that of the processes which they have lay out pages."""
    return round(sum(memory_of(pid) for worker in workers for pid in tree(worker.pid) if not _apart(pid)))


def _apart(pid: int) -> bool:
    try:
        return b"governance.apart" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True


def measure(count: int) -> dict[str, Any]:
    """Queue dossiers, kill a worker in the midst, start another, and wait for the last."""
    redis = ("redis-server", "--port", "0", "--unixsocket", f"{HOME.name}/redis.sock", "--save", "")
    with ExitStack() as stack:
        stack.enter_context(running(*redis, log="redis.log"))
        wait_until(Path(HOME.name, "redis.sock").exists)
        queue(count)
        began = time.monotonic()
        beat = celery("beat", "--schedule", f"{HOME.name}/beat", "--pidfile=")
        stack.enter_context(running(*beat, log="beat.log"))
        worker = celery("worker", "--concurrency", "1")
        workers = [
            stack.enter_context(running(*worker, "-n", f"w{n}@%h", log=f"w{n}.log")) for n in range(WORKERS)
        ]
        wait_until(lambda: done() >= count * KILLED_AT)
        first = memory(workers)
        held, left = Dossier.objects.filter(state=JobState.RUNNING).count(), list(tree(workers[0].pid))
        _kill(workers[0])
        workers[0] = stack.enter_context(running(*worker, "-n", "again@%h", log="again.log"))
        wait_until(lambda: not Dossier.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists())
        seconds = time.monotonic() - began
        found = {
            "seconds": round(seconds), "running_when_killed": held, "mb_of_workers_at_first": first,
            "mb_of_workers_at_the_end": memory(workers),
            "left_behind_by_the_killed": sum(Path(f"/proc/{pid}").exists() for pid in left),
        }  # fmt: skip
    return found | outcome(count)


def outcome(count: int) -> Mapping[str, Any]:
    """Return what became of each dossier, and whether every one is there exactly once."""
    rows = list(Dossier.objects.all())
    finished = Counter(TrailEntry.objects.filter(verb="dossier.finished").values_list("subject", flat=True))
    files = list(Path(HOME.name, "files").rglob("*.pdf"))
    whole = sum(map(_whole, rows))
    once = sum(finished[row.reference] == 1 for row in rows)
    return {
        "dossiers": len(rows), "pages": sum(row.pages for row in rows),
        "states": Counter(row.state for row in rows), "tried_more_than_once": sum(row.attempts > 1 for row in rows),
        "finished_once_in_the_trail": once, "files": len(files), "files_whole": whole,
        "all_there_once": len(rows) == once == whole == len(files) == count,
    }  # fmt: skip


def _whole(row: Dossier) -> bool:
    if row.state != JobState.DONE:
        return False
    with row.file.open("rb") as file:
        content = file.read()
    return hashlib.sha256(content).hexdigest() == row.file_sha256 and read_seal(content).intact


def main() -> None:
    """Make a database, measure, and leave nothing behind."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        found = measure(int(sys.argv[1]))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(json.dumps(found))
    sys.exit(not found["all_there_once"])


if __name__ == "__main__":
    main()
