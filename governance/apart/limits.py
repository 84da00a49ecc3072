"""What a process may take, and how it can come to an end over it."""

import resource
from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """Why a process ended without an answer."""

    MEMORY = "memory"
    PROCESSOR = "processor"
    PATIENCE = "patience"
    # By a signal: the machine ran out of memory, a library broke, or somebody ended it.
    KILLED = "killed"


class Ended(Exception):
    """The process came to an end over what it was given to do."""

    def __init__(self, why: End) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """What one process may take: bytes of memory and of a file it writes, seconds of processor and of patience."""

    memory: int = 1 << 30
    room: int = 8 << 30
    cpu_seconds: int = 1800
    seconds: int = 3000

    def bound(self) -> None:
        """Bound this process for good: memory of its own, processor time, the size of a file, no core."""
        bounds = {
            resource.RLIMIT_DATA: (self.memory, self.memory),
            resource.RLIMIT_FSIZE: (self.room, self.room),
            # The first number ends the process in a way that tells of it, the second in any case.
            resource.RLIMIT_CPU: (self.cpu_seconds, self.cpu_seconds + 5),
            resource.RLIMIT_CORE: (0, 0),
        }
        for what, soft_and_hard in bounds.items():
            resource.setrlimit(what, soft_and_hard)
