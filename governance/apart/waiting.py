"""Ending with whoever asked, however that one ends."""

import os
from _thread import start_new_thread
from pathlib import Path
from select import poll
from shutil import rmtree
from typing import NoReturn

NOBODY_WAITS = 3
# How the folder is called that a process apart has for passing files.
PREFIX = "annex-apart-"


def leave_with_whoever_asked() -> None:
    """End at once when stdin closes: the worker was killed, or does not want the answer any more.

    A process that was forked off has no threads and must call this anew.
    """
    # Not threading.Thread: where memory is so short that the thread dies while it starts, that one waits for ever.
    start_new_thread(_wait, ())


def leave() -> NoReturn:
    """End now, and leave no folder behind: whoever would have removed it may be gone."""
    folder = Path(os.environ.get("TMPDIR", ""))
    if folder.name.startswith(PREFIX):
        rmtree(folder, ignore_errors=True)
    os._exit(NOBODY_WAITS)


def _wait() -> None:
    """Wait until nobody holds the other end; what is still to be read there stays for whoever reads it."""
    closed = poll()
    closed.register(0, 0)
    closed.poll()
    leave()
