"""Asking a process of its own for an answer, and seeing that it ends."""

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from governance.apart.limits import End, Ended, Limits

Progress = Callable[[str, int, int], None]
Process = subprocess.Popen[bytes]

ROOT = Path(__file__).resolve().parents[2]
# Often enough that a person who cancels does not wait, and that a lease is kept.
LOOK_SECONDS = 0.5
PIECE = 1 << 20
LARGEST_ANSWER = 256 << 20
FED = object()
OUT_OF_MEMORY = re.compile(
    "MemoryError|bad_alloc|can't start new thread|annot allocate memory|[Mm]emory allocation|Out of Memory"
    "|failed to map segment"
    # What a reader of XML written in C says where it cannot allocate.
    "|SystemError: error return without exception set"
)
# No secret of this installation is handed to the process that works on what strangers send.
HANDED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


class Broken(Exception):
    """The process came to an end of which what it was given is not the cause; the message says what it said."""


@dataclass(frozen=True)
class Room:
    """Work that is done apart: the module that holds this room, that of its orders, and what they may refuse.

    A refusal is made again from its attributes by name.
    """

    module: str
    orders: str
    refusals: tuple[type[Exception], ...]

    def refused(self, name: str, words: Mapping[str, Any]) -> Exception:
        """Return what an order raised."""
        kinds = {kind.__name__: kind for kind in self.refusals}
        return kinds[name](**words)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody listens to."""


def carried_out(
    room: Room, order: Mapping[str, Any], progress: Progress = silent, limits: Limits | None = None,
    feed: Iterator[object] | None = None,
) -> Any:  # noqa: ANN401 - JSON  # fmt: skip
    """Return the answer to an order of a room, within limits.

    `progress` is called about twice a second; what it raises ends the work at once. `feed` is gone through
    meanwhile: each step prepares something more for the child, in a place that the order names.
    Raises: what the room refuses; OSError, where the disk is at fault; Ended; Broken.
    """
    limits = limits or Limits()
    with tempfile.TemporaryFile() as complaints, _child(room, order, limits, complaints) as process:
        lines = _lines(process, time.monotonic() + limits.seconds, feed or iter(()))
        answer = _conversation(room, lines, progress)
        if answer is None:
            _say_why(_code_of(process), complaints)
        return answer


@contextmanager
def _child(room: Room, order: Mapping[str, Any], limits: Limits, complaints: IO[bytes]) -> Iterator[Process]:
    """Yield the process with its order given; it and all it started end with this block, or with this process."""
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="annex-apart-") as folder:
        process = subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, "-m", "governance.apart.child", room.module],
            cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT), "TMPDIR": folder},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, start_new_session=True,
        )  # fmt: skip
        try:
            _tell(process, {"limits": asdict(limits), **order})
            yield process
        finally:
            # Not waited for yet, so the number is still that of its group and of nobody else.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _closed(pipe)


def _tell(process: Process, order: Mapping[str, Any]) -> None:
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


def _conversation(room: Room, lines: Iterator[bytes], progress: Progress) -> Any:  # noqa: ANN401 - JSON
    """Return the answer, None where the process ended without one; tell progress meanwhile."""
    told: tuple[str, int, int] | None = None
    for line in lines:
        said = json.loads(line) if line else {}
        if "answer" in said:
            return said["answer"]
        if "refused" in said:
            raise room.refused(*said["refused"])
        if "ended" in said:
            raise Ended(End(said["ended"]))
        if "trouble" in said:
            raise OSError(*said["trouble"])
        told = tuple(said["progress"]) if "progress" in said else told
        if told is not None:
            progress(*told)
    return None


def _lines(process: Process, until: float, feed: Iterator[object]) -> Iterator[bytes]:
    """Yield what the process says line by line, and an empty line wherever it is silent for a while.

    While there is something to feed, nothing is waited for.
    """
    if process.stdout is None:
        raise Broken("has no way to answer.")
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        heard, fed = bytearray(), False
        while True:
            fed = fed or next(feed, FED) is FED
            if time.monotonic() > until:
                raise Ended(End.PATIENCE)
            if not ready.select(LOOK_SECONDS if fed else 0):
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


def _code_of(process: Process) -> int:
    """Return how the process ended, negative for a signal; its number stays taken."""
    ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    if ended is None:
        raise Broken("did not end.")
    return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status


def _say_why(code: int, complaints: IO[bytes]) -> None:
    """Raise what an end without an answer means."""
    if code == -signal.SIGXCPU:
        raise Ended(End.PROCESSOR)
    complaints.seek(0)
    said = complaints.read(PIECE).decode(errors="replace").strip().splitlines()
    last = said[-1] if said else ""
    if OUT_OF_MEMORY.search(last):
        raise Ended(End.MEMORY)
    if code < 0:
        raise Ended(End.KILLED)
    raise Broken(f"The process ended with {code}: {last}")
