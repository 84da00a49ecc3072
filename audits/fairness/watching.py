"""How far a scan has come, asked of the engine while it works."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from audits.fairness import engine
from audits.fairness.files import Progress

LOOK_SECONDS = 0.5


@contextmanager
def watched(connection: engine.Connection, progress: Progress, stage: str, extent: int) -> Iterator[None]:
    """Report a stage from nothing to all of its extent while queries run; in between from another thread."""
    progress(stage, 0, extent)
    over = Event()
    look = Thread(target=_look, args=(connection, progress, stage, extent, over), daemon=True)
    look.start()
    try:
        yield
    finally:
        over.set()
        look.join()
    progress(stage, extent, extent)


def _look(connection: engine.Connection, progress: Progress, stage: str, extent: int, over: Event) -> None:
    while not over.wait(LOOK_SECONDS):
        # Below zero while the engine does not know.
        if (share := connection.query_progress()) > 0:
            progress(stage, min(extent, int(extent * share / 100)), extent)
