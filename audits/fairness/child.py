"""The process that reads files: `python -m audits.fairness.child`, one order on stdin, lines of JSON on stdout."""

import json
import os
import resource
import sys
from collections.abc import Mapping
from errno import ENOMEM
from importlib import import_module
from threading import Lock, Thread
from typing import IO

from audits.fairness.labels import Unreadable
from audits.fairness.thresholds import Misstated

NOBODY_WAITS = 3


class Voice:
    """Whole lines of JSON, also from two threads at once."""

    def __init__(self, out: IO[str]) -> None:
        self.out, self.lock = out, Lock()

    def say(self, **words: object) -> None:
        """Say one thing."""
        with self.lock:
            self.out.write(json.dumps(words) + "\n")
            self.out.flush()

    def progress(self, stage: str, done: int, total: int) -> None:
        """Say how far the reading is."""
        self.say(progress=[stage, done, total])


def main() -> None:
    """Carry out the order on stdin and answer it, or say what is wrong with the file."""
    # Whatever a library prints goes where complaints go, not between the lines.
    voice = Voice(os.fdopen(os.dup(1), "w"))
    os.dup2(2, 1)
    order = json.loads(sys.stdin.readline())
    limit(order["limits"])
    Thread(target=_leave_with_whoever_asked, daemon=True).start()
    try:
        # The readers come after the limits, so that loading them is bounded too.
        orders = import_module("audits.fairness.orders").ORDERS
        voice.say(answer=orders[order["do"]](order, voice.progress))
    except Unreadable as refusal:
        voice.say(unreadable=[refusal.field, refusal.message])
    except Misstated as refusal:
        voice.say(misstated=[refusal.field, refusal.message])
    except OSError as trouble:
        if trouble.errno == ENOMEM:
            raise
        voice.say(trouble=trouble.args[:2])


def limit(limits: Mapping[str, int]) -> None:
    """Bound this process for good: memory of its own, processor time, the size of a file, no core."""
    seconds = limits["cpu_seconds"]
    bounds = {
        resource.RLIMIT_DATA: (limits["memory"], limits["memory"]),
        resource.RLIMIT_FSIZE: (limits["room"], limits["room"]),
        # The first number ends the process in a way that tells of it, the second in any case.
        resource.RLIMIT_CPU: (seconds, seconds + 5),
        resource.RLIMIT_CORE: (0, 0),
    }
    for what, soft_and_hard in bounds.items():
        resource.setrlimit(what, soft_and_hard)


def _leave_with_whoever_asked() -> None:
    """End at once when stdin closes: the worker was killed, or does not want the answer any more."""
    os.read(0, 1)
    os._exit(NOBODY_WAITS)


if __name__ == "__main__":
    main()
