"""A few processes at once, each forked off one that has everything loaded, for one piece of work."""

import gc
import json
import os
import selectors
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audits.dossiers.sheets.room import Failed, Forbidden
from governance.apart import End, Ended
from governance.apart.waiting import leave_with_whoever_asked

FAILED, OUT_OF_MEMORY = 1, 4
# How long to wait for what is still being written, and how long otherwise.
SOON, LATER = 0.02, 0.5
PIECE = 1 << 16

Tell = Callable[..., None]


@dataclass(frozen=True)
class Task:
    """A piece of work: called in a process of its own with a way to tell how far it is, once it is ready.

    One that tells that it is `held` leaves its turn to others until `go_on` says that it was told to go on.
    """

    work: Callable[[Tell], None]
    ready: Callable[[], bool] = lambda: True
    go_on: Callable[[], bool] = lambda: True


@dataclass
class _Running:
    """A process at work: what it said that is no whole line yet, and whether it waits for something."""

    task: Task
    pid: int
    heard: bytes = b""
    held: bool = False


class Pool:
    """Works on tasks, several at once, and counts the processor time that they take together."""

    def __init__(self, processes: int, cpu_seconds: int, told: Callable[[dict[str, object]], None]) -> None:
        self.processes, self.cpu_seconds, self.told = processes, cpu_seconds, told
        self.spent = 0.0
        self.running: dict[int, _Running] = {}

    def carry_out(self, tasks: Sequence[Task]) -> None:
        """Return when all are done; they begin in their order.

        Raises: Failed, Forbidden, governance.apart.Ended; then the others end with this process.
        """
        waiting = list(tasks)
        with selectors.DefaultSelector() as ready:
            while waiting or self.running:
                while waiting and self._free and waiting[0].ready():
                    self._begin(waiting.pop(0), ready)
                self._let_go_on()
                idle = waiting and self._free
                for key, _ in ready.select(SOON if idle else LATER):
                    self._listen(key.fd, ready)

    @property
    def _free(self) -> bool:
        return sum(not held.held for held in self.running.values()) < self.processes

    def _let_go_on(self) -> None:
        for held in self.running.values():
            if held.held and self._free:
                held.held = not held.task.go_on()

    def _begin(self, task: Task, ready: selectors.BaseSelector) -> None:
        out, into = os.pipe()
        pid = os.fork()
        if pid == 0:
            _work(task, into)
        os.close(into)
        self.running[out] = _Running(task, pid)
        ready.register(out, selectors.EVENT_READ)

    def _listen(self, pipe: int, ready: selectors.BaseSelector) -> None:
        piece, running = os.read(pipe, PIECE), self.running[pipe]
        *lines, running.heard = (running.heard + piece).split(b"\n")
        for line in lines:
            said = json.loads(line)
            if "failed" in said:
                raise (Forbidden if said["forbidden"] else Failed)(said["failed"])
            running.held = bool(said.get("held", running.held))
            self.told(said)
        if not piece:
            ready.unregister(pipe)
            os.close(pipe)
            self._end(self.running.pop(pipe).pid)

    def _end(self, pid: int) -> None:
        _, status, usage = os.wait4(pid, 0)
        self.spent += usage.ru_utime + usage.ru_stime
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGXCPU or self.spent > self.cpu_seconds:
            raise Ended(End.PROCESSOR)
        if code == OUT_OF_MEMORY:
            raise Ended(End.MEMORY)
        if code < 0:
            raise Ended(End.KILLED)
        if code:
            raise Failed(f"A process ended with {code}.")


def _work(task: Task, into: int) -> None:
    """Do one piece of work and end; nothing of what was open stays open, so that every end is noticed."""
    code = FAILED
    try:
        os.closerange(3, into)
        os.closerange(into + 1, os.sysconf("SC_OPEN_MAX"))
        leave_with_whoever_asked()
        # A sheet is short-lived, and looking for cycles among its boxes costs a quarter of the time.
        gc.disable()
        task.work(lambda **words: _say(into, words))
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    except Exception as trouble:  # noqa: BLE001 - it is told, whatever it is
        traceback.print_exc(file=sys.stderr)
        forbidden = type(trouble).__name__ == "FatalURLFetchingError"
        _say(into, {"failed": f"{type(trouble).__name__}: {trouble}"[:PIECE], "forbidden": forbidden})
    finally:
        sys.stderr.flush()
        os._exit(code)


def _say(into: int, words: dict[str, object]) -> None:
    os.write(into, json.dumps(words).encode() + b"\n")
