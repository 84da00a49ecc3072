"""Asking a process of its own for an answer, and seeing that it ends."""

import json
import os
import re
import selectors
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from governance.apart import spares
from governance.apart.limits import End, Ended, Limits
from governance.apart.process import Process

Progress = Callable[[str, int, int], None]

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


class Broken(Exception):
    """The process came to an end of which what it was given is not the cause; the message says what it said."""


@dataclass(frozen=True)
class Room:
    """Work that is done apart: the module that holds this room, that of its orders, and what they may refuse.

    A refusal is made again from its attributes by name. The module of the orders holds ORDERS and may hold `warm_up`,
    which is called before an order is known.
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
    with _at_work(room, order, limits) as process:
        lines = _lines(process.answers, time.monotonic() + limits.seconds, feed or iter(()))
        answer = _conversation(room, lines, progress)
        if answer is None:
            _say_why(process)
        return answer


@contextmanager
def _at_work(room: Room, order: Mapping[str, Any], limits: Limits) -> Iterator[Process]:
    """Yield the process with its order given; it and all it started end with this block, or with this process."""
    process = spares.taken(room.module)
    try:
        if not process.tell(order, limits):
            # It ended while it waited, or cannot begin at all: then the next one says why.
            process.end()
            process = Process(room.module)
            process.tell(order, limits)
        yield process
    finally:
        process.end()
        spares.replace(room.module)


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


def _lines(answers: IO[bytes], until: float, feed: Iterator[object]) -> Iterator[bytes]:
    """Yield what the process says line by line, and an empty line wherever it is silent for a while.

    While there is something to feed, nothing is waited for.
    """
    with selectors.DefaultSelector() as ready:
        ready.register(answers, selectors.EVENT_READ)
        heard, fed = bytearray(), False
        while True:
            fed = fed or next(feed, FED) is FED
            if time.monotonic() > until:
                raise Ended(End.PATIENCE)
            if not ready.select(LOOK_SECONDS if fed else 0):
                yield b""
                continue
            piece = os.read(answers.fileno(), PIECE)
            if not piece:
                return
            heard += piece
            if len(heard) > LARGEST_ANSWER:
                raise Broken("answers more than anybody asked for.")
            if b"\n" in piece:
                *lines, rest = bytes(heard).split(b"\n")
                heard = bytearray(rest)
                yield from lines


def _say_why(process: Process) -> None:
    """Raise what an end without an answer means."""
    code, complaints = process.code(), process.complaints
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
