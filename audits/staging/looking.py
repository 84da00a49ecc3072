"""Looking at a file that somebody waits for at a page: in a process of its own, and not too many at once."""

from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

from audits.fairness import Limits, preview_apart
from audits.fairness.columns import Preview

# Each may take a gigabyte: two at once in each web process, so that other pages are still answered meanwhile.
AT_ONCE = BoundedSemaphore(2)
PATIENCE = 10


class Busy(Exception):
    """Other files are being looked at; come back in a moment."""


def looked_at(path: Path) -> Preview:
    """Return what a file seems to hold.

    Raises: Busy; audits.fairness.Unreadable, Broken; OSError.
    """
    if not AT_ONCE.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return preview_apart(path, Limits(**settings.FAIRNESS_PREVIEW_LIMITS))
    finally:
        AT_ONCE.release()
