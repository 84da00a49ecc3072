"""What must not lie about: the rows of counted logs, and files that no row speaks of."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.core.files.storage import default_storage
from django.db.models import Q

from audits.actions import logs
from audits.models import Dossier, PredictionLog, WordFile
from audits.staging import waiting
from governance.models import User

# An upload or a rendering is on its way for less than this.
ON_ITS_WAY = timedelta(hours=2)
FOLDERS: tuple[tuple[str, type[PredictionLog | Dossier | WordFile]], ...] = (
    ("logs", PredictionLog),
    ("dossiers", Dossier),
    ("word", WordFile),
)

log = structlog.get_logger(__name__)


def forget_counted_rows(*, by: User, at: datetime) -> None:
    """Delete the rows of every log that is counted and need not be kept any longer.

    Cost: one query, and those of the action for each log found.
    """
    over = Q(plan__keep_rows_until=None) | Q(plan__keep_rows_until__lt=at.date())
    for row in PredictionLog.objects.filter(over, cells__isnull=False).exclude(file=""):
        forget_rows(row, by=by, at=at)


def forget_rows(row: PredictionLog, *, by: User, at: datetime) -> None:
    """Delete the rows of one log, unless they are still needed."""
    try:
        logs.forget_rows(log=row, by=by, at=at)
    except logs.StillNeeded:
        log.info("rows_kept", log=str(row.pk))


def remove_orphans(*, at: datetime) -> None:
    """Remove files whose row was never written, or no longer names them. One query for each old file."""
    for folder, model in FOLDERS:
        for name in _files_below(folder):
            old = default_storage.get_modified_time(name) < at - ON_ITS_WAY
            if old and not model.objects.filter(file=name).exists():
                default_storage.delete(name)
                log.warning("orphan_removed", file=name)


def forget_waiting(*, at: datetime) -> None:
    """Remove the files that nobody kept or discarded in time."""
    for name in _files_below(waiting.FOLDER):
        if default_storage.get_modified_time(name) < at - waiting.WAITS:
            default_storage.delete(name)


def _files_below(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for inner in folders:
        yield from _files_below(f"{folder}/{inner}")
