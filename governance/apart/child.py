"""The process that works: `python -m governance.apart.child MODULE`, limits and an order on stdin, JSON on stdout.

MODULE holds the room (`ROOM`) whose orders it carries out. It loads them, and warms up where their module says how,
before it reads anything; then it binds itself, and only then reads what it shall work on.
"""

import gc
import json
import os
import sys
from contextlib import suppress
from errno import ENOMEM
from importlib import import_module
from threading import Lock
from typing import IO

from governance.apart.limits import Ended, Limits
from governance.apart.waiting import leave, leave_with_whoever_asked


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
        """Say how far the work is."""
        self.say(progress=[stage, done, total])


def main() -> None:
    """Carry out the order on stdin and answer it, or say why it is refused."""
    # Whatever a library prints goes where complaints go, not between the lines.
    voice = Voice(os.fdopen(os.dup(1), "w"))
    os.dup2(2, 1)
    leave_with_whoever_asked()
    room = import_module(sys.argv[1]).ROOM
    work = import_module(room.orders)
    if hasattr(work, "warm_up"):
        work.warm_up()
    # What is loaded now stays to the end: nobody need look through it for garbage.
    gc.freeze()
    with suppress(BrokenPipeError):
        voice.say(ready=True)
    if not (first := sys.stdin.buffer.readline()):
        leave()  # whoever kept this process ready has gone, or needs it no more
    limits = json.loads(first)
    Limits(**limits).bound()
    order = {"limits": limits, **json.loads(sys.stdin.buffer.readline())}
    try:
        voice.say(answer=work.ORDERS[order["do"]](order, voice.progress))
    except room.refusals as refusal:
        voice.say(refused=[type(refusal).__name__, vars(refusal)])
    except Ended as end:
        voice.say(ended=end.why)
    except OSError as trouble:
        if trouble.errno == ENOMEM:
            raise
        voice.say(trouble=trouble.args[:2])


if __name__ == "__main__":
    main()
