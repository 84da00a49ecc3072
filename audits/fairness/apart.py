"""Reading files in a process of its own, with limits: what a hostile file breaks is that process and no worker."""

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from audits.fairness.cells import Cells
from audits.fairness.columns import Preview
from audits.fairness.files import Progress, silent
from audits.fairness.labels import Unreadable
from audits.fairness.spec import Spec
from audits.fairness.thresholds import Misstated

ROOT = Path(__file__).resolve().parents[2]
# Often enough that a person who cancels does not wait, and that a lease is kept.
LOOK_SECONDS = 0.5
PIECE = 1 << 20
LARGEST_ANSWER = 256 << 20
OUT_OF_MEMORY = re.compile("MemoryError|bad_alloc|can't start new thread|Cannot allocate memory")
# No secret of this installation is handed to the process that reads what strangers send.
HANDED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
REFUSALS: Mapping[str, type[Exception]] = {
    "unreadable": Unreadable, "misstated": Misstated, "trouble": OSError
}  # fmt: skip


class Broken(Exception):
    """The reading process came to an end of which the file is not the cause; the message says what it said."""


@dataclass(frozen=True)
class Limits:
    """What one reading may take: bytes of memory and of a file it writes, seconds of processor and of patience."""

    memory: int = 1 << 30
    room: int = 8 << 30
    cpu_seconds: int = 1800
    seconds: int = 3000


def apart(order: Mapping[str, Any], progress: Progress = silent, limits: Limits | None = None) -> Any:  # noqa: ANN401 - JSON
    """Return the answer of `audits.fairness.child` to an order, within limits.

    `progress` is called about twice a second; what it raises ends the reading at once.
    Raises: Unreadable, Misstated; OSError, where the disk is at fault; Broken.
    """
    limits = limits or Limits()
    with tempfile.TemporaryFile() as complaints, _child(order, limits, complaints) as process:
        answer = _conversation(process, progress, time.monotonic() + limits.seconds)
        if answer is None:
            _say_why(process.wait(), complaints, limits)
        return answer


def count_apart(path: Path, spec: Spec, progress: Progress = silent, limits: Limits | None = None) -> Cells:
    """Return what `audits.fairness.counting.count` returns, read in a process of its own.

    Raises: Unreadable, Misstated, OSError, Broken.
    """
    order = {"do": "count", "path": str(Path(path).resolve()), "spec": spec.as_json()}
    return Cells.from_json(apart(order, progress, limits))


def preview_apart(path: Path, limits: Limits | None = None) -> Preview:
    """Return what `audits.fairness.previews.preview` returns, read in a process of its own.

    Raises: Unreadable, OSError, Broken.
    """
    return Preview.from_json(apart({"do": "preview", "path": str(Path(path).resolve())}, limits=limits))


@contextmanager
def _child(
    order: Mapping[str, Any], limits: Limits, complaints: IO[bytes]
) -> "Iterator[subprocess.Popen[bytes]]":
    """Yield the process with its order given; it ends with this block, or with this process."""
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="annex-reading-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "audits.fairness.child"],
            cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT), "TMPDIR": folder},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, start_new_session=True,
        )  # fmt: skip
        try:
            _tell(process, {"limits": asdict(limits), **order})
            yield process
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _closed(pipe)


def _tell(process: "subprocess.Popen[bytes]", order: Mapping[str, Any]) -> None:
    """Give the order. The pipe stays open: when it closes, the child knows that nobody waits any more."""
    if process.stdin is None:
        raise Broken("has no way to be told what to do.")
    try:
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return  # how it ended is seen in the conversation


def _closed(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        try:
            pipe.close()
        except BrokenPipeError:
            return


def _conversation(process: "subprocess.Popen[bytes]", progress: Progress, until: float) -> Any:  # noqa: ANN401 - JSON
    """Return the answer, None where the process ended without one; tell progress meanwhile."""
    told: tuple[str, int, int] | None = None
    for line in _lines(process, until):
        said = json.loads(line) if line else {}
        if "answer" in said:
            return said["answer"]
        for name, refusal in REFUSALS.items():
            if name in said:
                raise refusal(*said[name])
        told = tuple(said["progress"]) if "progress" in said else told
        if told is not None:
            progress(*told)
    return None


def _lines(process: "subprocess.Popen[bytes]", until: float) -> Iterator[bytes]:
    """Yield what the process says line by line, and an empty line wherever it is silent for a while."""
    if process.stdout is None:
        raise Broken("has no way to answer.")
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        heard = bytearray()
        while True:
            if time.monotonic() > until:
                raise Unreadable("file", "takes too long to read; export fewer rows or columns, or Parquet.")
            if not ready.select(LOOK_SECONDS):
                yield b""
                continue
            piece = os.read(process.stdout.fileno(), PIECE)
            if not piece:
                return
            heard += piece
            if len(heard) > LARGEST_ANSWER:
                raise Broken("answers more than anybody asked for.")
            if b"\n" in piece:
                *lines, rest = bytes(heard).split(b"\n")
                heard = bytearray(rest)
                yield from lines


def _say_why(code: int, complaints: IO[bytes], limits: Limits) -> None:
    """Raise what an end without an answer means."""
    if code == -signal.SIGXCPU:
        words = (
            f"takes more than {limits.cpu_seconds:,} seconds of processor time; export fewer rows or columns."
        )
        raise Unreadable("file", words)
    complaints.seek(0)
    said = complaints.read(PIECE).decode(errors="replace").strip().splitlines()
    last = said[-1] if said else ""
    if code < 0 or OUT_OF_MEMORY.search(last):
        megabytes = limits.memory >> 20
        words = f"broke its reader, which may take {megabytes:,} MB: it is damaged, or unpacks to too much."
        raise Unreadable("file", words)
    raise Broken(f"The reading process ended with {code}: {last}")
