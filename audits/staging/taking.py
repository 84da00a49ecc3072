"""Taking a file in before any row speaks of it: streamed to storage, measured, hashed and looked at."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from uuid6 import uuid7

from audits.fairness.files import absent, shape
from audits.fairness.hashed import mark


class TooLarge(Exception):
    """The file is larger than this installation takes."""


@dataclass(frozen=True)
class Staged:
    """A file that lies in storage and belongs to nobody yet; `mark` is how it was marked when it was hashed."""

    name: str
    sha256: str
    size: int
    mark: str


class Meter(File):  # type: ignore[type-arg]
    """A file whose bytes are hashed and counted as they pass, up to a limit."""

    def __init__(self, content: Iterable[bytes], limit: int) -> None:
        super().__init__(None)
        self.content, self.limit = content, limit
        self.seen, self.passed = hashlib.sha256(), 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002 Django's signature
        for chunk in self.content:
            self.passed += len(chunk)
            if self.passed > self.limit:
                raise TooLarge(self.limit)
            self.seen.update(chunk)
            yield chunk


def stage(content: Iterable[bytes], *, columns: Collection[str], at: datetime) -> Staged:
    """Store a prediction log and return where it lies, once it was seen to be a table with these columns.

    Shape: `content` yields bytes, as an uploaded file's `chunks()` does; the columns are the plan's.
    Raises: TooLarge; audits.fairness.Unreadable, naming what does not fit. Then nothing stays stored.
    """
    with take_in(content, place_of_a_log(at)) as staged:
        _look(Path(default_storage.path(staged.name)), columns)
    return staged


def place_of_a_log(at: datetime) -> str:
    """Return a new name in storage for a prediction log."""
    return f"logs/{at:%Y/%m}/{uuid7()}"


@contextmanager
def take_in(content: Iterable[bytes], name: str) -> Iterator[Staged]:
    """Store bytes and yield where they lie; they stay there only if the block comes to its end.

    Raises: TooLarge.
    """
    meter = Meter(content, settings.LOG_UPLOAD_MAX_BYTES)
    try:
        name = default_storage.save(name, meter)
        marked = mark(Path(default_storage.path(name)))
        yield Staged(name, meter.seen.hexdigest(), meter.passed, marked)
    except BaseException:
        default_storage.delete(name)
        raise


@contextmanager
def in_passing(content: Iterable[bytes]) -> Iterator[Path]:
    """Yield a path under which some bytes lie for as long as the block takes; nothing of them is kept.

    Raises: TooLarge.
    """
    with NamedTemporaryFile(prefix="annex-passing-") as file:
        for chunk in Meter(content, settings.LOG_UPLOAD_MAX_BYTES).chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def _look(path: Path, columns: Collection[str]) -> None:
    """Refuse what is no table; a text's header is checked here, Parquet's columns when it is counted."""
    form = shape(path, columns)
    for column in columns if form.format == "text" else ():
        if column not in form.header:
            raise absent(form.header, column, "file")
