"""Child processes that stand together: what falls is started again, and nothing outlives the parent."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

PR_SET_PDEATHSIG = 1
FALLS = 5
WITHIN_SECONDS = 60
PATIENCE_SECONDS = 10
_libc = ctypes.CDLL(None)


class GaveUp(Exception):
    """A process fell too often; the message says which, and ends with its last words."""


@dataclass
class Child:
    """One command that should be running, its log, and when it fell."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    falls: list[float] = field(default_factory=list)
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        """Start the command in a session of its own, so that Ctrl-C reaches the parent only."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603 commands are written in this folder
                self.command,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # The kernel tells the child when the parent is gone, even by kill -9.
                preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM),  # noqa: PLW1509 one thread
            )

    def signal_all(self, number: int) -> None:
        """Send a signal to the command and everything it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def last_words(self, lines: int = 15) -> str:
        """Return the end of the log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Together:
    """A group of children. Leaving the `with` block stops them all, the newest first."""

    def __init__(self, log_folder: Path, env: Mapping[str, str]) -> None:
        log_folder.mkdir(parents=True, exist_ok=True)
        self.log_folder = log_folder
        self.env = env
        self.children: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in reversed(self.children):
            child.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(PATIENCE_SECONDS)
            child.signal_all(signal.SIGKILL)
            child.process.wait()

    def start(self, name: str, *command: str) -> None:
        """Start a command and look after it from now on."""
        child = Child(name, command, self.env, self.log_folder / f"{name}.log")
        child.start()
        self.children.append(child)

    def look_after(self) -> None:
        """Start again what has fallen since the last look.

        Raises: GaveUp, when one falls again and again.
        """
        for child in self.children:
            if child.process.poll() is None:
                continue
            now = time.monotonic()
            child.falls = [fall for fall in child.falls if now - fall < WITHIN_SECONDS] + [now]
            if len(child.falls) >= FALLS:
                raise GaveUp(f"{child.name} does not stay up. {child.log} ends:\n{child.last_words()}")
            print(f"{child.name} ended ({child.process.returncode}); starting it again.", flush=True)
            # What it left behind must not work beside its successor.
            child.signal_all(signal.SIGKILL)
            child.start()

    def run(self, *command: str, **env: str) -> int:
        """Run a command in the foreground, looking after the others meanwhile; return its exit code."""
        with subprocess.Popen(command, env={**self.env, **env}) as foreground:  # noqa: S603
            try:
                while foreground.poll() is None:
                    self.look_after()
                    time.sleep(0.2)
            except BaseException:
                foreground.terminate()
                raise
        return foreground.returncode
