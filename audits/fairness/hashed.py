"""A file's digest, taken once: what was hashed as it was written is not hashed again while it is still that file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from audits.fairness.aside import aside
from audits.fairness.files import digest


class Hashed(NamedTuple):
    """The SHA-256 of a file, and how the file was marked when its bytes were hashed."""

    sha256: str
    mark: str


def mark(path: Path) -> str:
    """Return what changes with a file: size, times and number.

    The time of change is the kernel's own: whoever writes over a file may set the other one back, and not this one.
    """
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


@contextmanager
def hashed(path: Path, before: Hashed | None = None) -> Iterator[Callable[[], str]]:
    """Yield what returns the digest of a file that is read within the block.

    It is the one from before where the file is marked now, and once it was read, as it was then; otherwise its bytes
    are hashed, in another thread meanwhile.
    """
    if before is None or mark(path) != before.mark:
        with aside(partial(digest, path)) as answer:
            yield answer
        return
    yield lambda: before.sha256 if mark(path) == before.mark else digest(path)
