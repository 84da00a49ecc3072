"""What a process and everything it starts costs, and environments for peers."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from threading import Event, Thread

ROOT = Path(__file__).resolve().parent.parent
PR_SET_CHILD_SUBREAPER = 36
LOOKS_A_SECOND = 10


@dataclass(frozen=True)
class Cost:
    """What a process took with all that it started; memory in MB, `said` its last line."""

    cpu: float
    seconds: float
    peak: float
    said: str
    failed: bool = False

    def __str__(self) -> str:
        return f"{self.cpu:9.2f} {self.seconds:9.2f} {self.peak:9.0f}"


def environment(folder: Path, peer: str, packages: Sequence[str]) -> Path:
    """Return the Python of an environment that holds one peer, made with pip where there is none."""
    home = folder / f"env-{peer}"
    if not (home / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin/pip", "install", "-q", *packages], check=True)
        (home / "done").touch()
    return home / "bin/python"


def script(name: str) -> Path:
    """Return one of the programs that are measured."""
    return ROOT / "bench/peers" / f"{name}.py"


def cost(*command: object, env: Mapping[str, str] | None = None, looks: float = LOOKS_A_SECOND) -> Cost:
    """Return what a command takes.

    Processor seconds are the kernel's, also of processes whose own parent did not wait for them; the clock is that of
    the end itself. The peak is looked at so many times a second, pages that processes share counted once; 0 looks at
    nothing, and disturbs nothing.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    before, began = _seconds_of_children(), time.monotonic()
    process = subprocess.Popen(
        list(map(str, command)), cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with _watched(process.pid, looks) as peaks:
        said, complaint = process.communicate()
        seconds = time.monotonic() - began
    _bury_orphans()
    cpu = _seconds_of_children() - before
    lines = (complaint if process.returncode else said).strip().splitlines()
    return Cost(cpu, seconds, max(peaks, default=0.0), lines[-1] if lines else "", bool(process.returncode))


def _seconds_of_children() -> float:
    """Return the processor seconds of all that ended and was waited for."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tree(pid: int) -> Iterator[int]:
    """Yield a process and those it started, by whichever of its threads."""
    yield pid
    for child in _children(pid):
        yield from tree(child)


def _children(pid: int) -> tuple[int, ...]:
    """Return the processes that one started; it may end while we look."""
    try:
        lists = [told.read_text() for told in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return ()
    return tuple(int(child) for told in lists for child in told.split())


def memory_of(pid: int) -> float:
    """Return the memory in MB of a process by itself, its share of pages that it shares; 0 once it is gone."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in told if line.startswith("Pss:")) / 1024


@contextmanager
def _watched(pid: int, looks: float) -> Iterator[list[float]]:
    """Yield the memory of a process and of what it started, which another thread looks at while the block takes."""
    found: list[float] = []
    over = Event()

    def look() -> None:
        while not over.is_set():
            found.append(sum(map(memory_of, tree(pid))))
            over.wait(1 / looks)

    thread = Thread(target=look)
    if looks:
        thread.start()
    try:
        yield found
    finally:
        over.set()
        if looks:
            thread.join()


def _bury_orphans() -> None:
    """Wait for what the process left behind, so that its time is counted too."""
    try:
        while os.waitpid(-1, 0)[0]:
            pass
    except ChildProcessError:
        return
