"""One process apart: started, told its order, ended with all that it started."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from select import select
from shutil import rmtree
from typing import IO, Any

from governance.apart.limits import Limits
from governance.apart.waiting import PREFIX

ROOT = Path(__file__).resolve().parents[2]
# No secret of this installation is handed to the process that works on what strangers send.
HANDED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")


class Process:
    """A process that loads what a room needs and waits for one order, with a folder for passing files."""

    def __init__(self, module: str) -> None:
        self.folder = tempfile.mkdtemp(prefix=PREFIX)
        self.complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        try:
            self.running = self._started(module)
        except OSError:
            self._cleared()
            raise
        if self.running.stdin is None or self.running.stdout is None:
            raise OSError("A process apart has no pipes.")
        self.orders, self.answers = self.running.stdin, self.running.stdout

    def _started(self, module: str) -> "subprocess.Popen[bytes]":
        environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        return subprocess.Popen(  # noqa: S603 our own program
            [sys.executable, "-m", "governance.apart.child", module],
            cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT), "TMPDIR": self.folder},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints, start_new_session=True,
        )  # fmt: skip

    @property
    def alive(self) -> bool:
        """Say whether it is still there."""
        return self.running.poll() is None

    @property
    def ready(self) -> bool:
        """Say whether it has warmed up, or ended; before it has an order, that is the first thing it says."""
        return bool(select([self.answers], [], [], 0)[0])

    def tell(self, order: Mapping[str, Any], limits: Limits) -> bool:
        """Give the order, its limits first; say whether it was there to hear it.

        The pipe stays open: when it closes, the process knows that nobody waits any more.
        """
        try:
            self.orders.write(json.dumps(asdict(limits)).encode() + b"\n")
            self.orders.write(json.dumps(order).encode() + b"\n")
            self.orders.flush()
        except BrokenPipeError:
            return False
        return True

    def code(self) -> int:
        """Wait for its end and return how it ended, negative for a signal; its number stays taken."""
        ended = os.waitid(os.P_PID, self.running.pid, os.WEXITED | os.WNOWAIT)
        if ended is None:
            raise OSError("A process apart did not end.")
        return ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status

    def end(self) -> None:
        """End it and all it started; nothing of it stays."""
        # Not waited for yet, so the number is still that of its group and of nobody else.
        if self.running.returncode is None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
        self.let_go()
        self._cleared()

    def _cleared(self) -> None:
        self.complaints.close()
        rmtree(self.folder, ignore_errors=True)

    def let_go(self) -> None:
        """Close the way to it and from it: without these it ends by itself, unless somebody else holds them."""
        for pipe in (self.orders, self.answers):
            _closed(pipe)


def _closed(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return
