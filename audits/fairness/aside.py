"""Work of another thread while this one waits for the engine, such as a file's digest beside its counting."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Generic, TypeVar

from audits.fairness.files import Progress

T = TypeVar("T")


class NotWanted(Exception):
    """Whoever asked has left."""


class Aside(Thread, Generic[T]):
    """A thread that ends with its answer, or at its next report of progress once nobody wants it."""

    def __init__(self, work: Callable[[Progress], T]) -> None:
        super().__init__(daemon=True)
        self.work, self.wanted = work, True
        self.answers: list[T] = []
        self.troubles: list[Exception] = []

    def run(self) -> None:
        """Work, and keep what comes of it."""
        try:
            self.answers.append(self.work(self._go_on))
        except Exception as trouble:  # noqa: BLE001 - raised again where the answer is asked for
            self.troubles.append(trouble)

    def answer(self) -> T:
        """Return the answer once it is there, or raise what came instead."""
        self.join()
        for trouble in self.troubles:
            raise trouble
        return self.answers[0]

    def _go_on(self, _stage: str, _done: int, _total: int) -> None:
        if not self.wanted:
            raise NotWanted


@contextmanager
def aside(work: Callable[[Progress], T]) -> Iterator[Callable[[], T]]:
    """Yield what waits for the answer of some work; whatever happens, the work ends with this block."""
    thread = Aside(work)
    thread.start()
    try:
        yield thread.answer
    finally:
        thread.wanted = False
        thread.join()
