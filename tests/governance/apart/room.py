"""A room for tests: what a child can be asked for, and what it refuses."""

import os
import resource
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from governance.apart import End, Ended, Room


class Unwilling(Exception):
    """Nobody wants to do this."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


ROOM = Room("tests.governance.apart.room", orders="tests.governance.apart.room", refusals=(Unwilling,))


WARMED: list[int] = []


def warm_up() -> None:
    """Note who was told to."""
    WARMED.append(os.getpid())


def _refuse(order: Mapping[str, Any], _: object) -> None:
    raise Unwilling(order["why"])


def _gather(order: Mapping[str, Any], _: object) -> list[str]:
    """Return what was put into a folder while this waited for it."""
    folder = Path(order["folder"])
    while len(list(folder.iterdir())) < order["files"]:
        time.sleep(0.01)
    return sorted(path.name for path in folder.iterdir())


def _end(order: Mapping[str, Any], _: object) -> None:
    raise Ended(End(order["why"]))


def _fill(_order: Mapping[str, Any], _: object) -> None:
    b"x" * (1 << 30)


def _environment(_order: Mapping[str, Any], _: object) -> list[str]:
    return sorted(os.environ)


def _who(_order: Mapping[str, Any], _: object) -> dict[str, Any]:
    return {
        "pid": os.getpid(), "warmed": WARMED, "folder": os.environ["TMPDIR"],
        "memory": resource.getrlimit(resource.RLIMIT_DATA)[1],
    }  # fmt: skip


ORDERS: Mapping[str, Callable[[Mapping[str, Any], Any], Any]] = {
    "refuse": _refuse, "gather": _gather, "end": _end, "fill": _fill, "environment": _environment,
    "who": _who,
}  # fmt: skip
