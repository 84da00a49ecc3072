"""Processes that wait: a worker keeps one of each room loaded, so that its next order begins at once.

One serves one order and is replaced. Those that wait end with the process that keeps them, however that one ends.
"""

import atexit
import os
from contextlib import suppress
from threading import Lock

from governance.apart.process import Process

_lock = Lock()
# By the module of their room; none while one is at work.
_waiting: dict[str, Process | None] = {}


def keep_ready(*modules: str) -> None:
    """From now on keep a process waiting for each of these rooms, named by their modules."""
    with _lock:
        for module in modules:
            _waiting.setdefault(module, None)
    for module in modules:
        replace(module)


def taken(module: str) -> Process:
    """Return the process that waited for this room, a new one where none did."""
    with _lock:
        found = _waiting.get(module)
        if found is not None:
            _waiting[module] = None
    if found is not None and found.alive:
        return found
    if found is not None:
        found.end()
    return Process(module)


def replace(module: str) -> None:
    """Start the next process of this room, where one is kept and none waits.

    Where none can be started now, nothing is lost: the next order starts its own, and says what stands in its way.
    """
    with _lock, suppress(OSError):
        if module in _waiting and _waiting[module] is None:
            _waiting[module] = Process(module)


def dismiss() -> None:
    """End those that wait, and keep none any more."""
    with _lock:
        left = [process for process in _waiting.values() if process is not None]
        _waiting.clear()
    for process in left:
        process.end()


def waiting() -> tuple[int, ...]:
    """Return the numbers of the processes that wait."""
    with _lock:
        return tuple(one.running.pid for one in _waiting.values() if one is not None)


def ready() -> bool:
    """Say whether all that wait have warmed up; their orders find them ready sooner or later in any case."""
    with _lock:
        return all(one.ready for one in _waiting.values() if one is not None)


def _let_go() -> None:
    """After a fork they are the parent's; a pipe that a child holds open would keep them when the parent is gone."""
    global _lock  # noqa: PLW0603 - another thread of the parent may have held it
    _lock = Lock()
    for process in _waiting.values():
        if process is not None:
            process.let_go()
            process.running.returncode = 0
    _waiting.clear()


atexit.register(dismiss)
os.register_at_fork(after_in_child=_let_go)
