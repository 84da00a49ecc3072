"""Word files: asking for one, keeping what a worker made, and noting who took it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from audits.actions.dossiers import NotReady
from audits.models import Dossier, WordFile
from audits.queries.word_files import comparable
from governance import leases, trail
from governance.actions import references
from governance.actions.holding import hold
from governance.models import User, unit_of
from governance.vocabulary import JobState


class NotComparable(Exception):
    """The two dossiers are not of one kind about one subject, or are one and the same."""


@dataclass(frozen=True)
class Written:
    """The file that a worker wrote, and of a redline what it shows."""

    name: str
    sha256: str
    size: int
    pieces: Sequence[Any] | None = None
    changes: Sequence[Any] | None = None


@transaction.atomic
def request(*, dossier: Dossier, by: User, at: datetime, earlier: Dossier | None = None) -> WordFile:
    """Ask for a Word copy of a dossier or, with an earlier one, a redline; what exists already is returned.

    Raises: NotComparable.
    """
    if earlier and not comparable(dossier, earlier):
        raise NotComparable(f"{earlier.reference} and {dossier.reference}")
    hold(dossier)
    if existing := WordFile.objects.filter(dossier=dossier, earlier=earlier).first():
        return existing
    made = WordFile.objects.create(
        reference=references.allot("WRD"),
        dossier=dossier,
        earlier=earlier,
        requested_by=by,
        queued_at=at,
        available_at=at,
    )
    told = {"dossier": dossier.reference, "earlier": earlier.reference if earlier else None}
    trail.record(
        at=at, by=by, verb="word_file.requested", subject=made.reference, unit=unit_of(dossier), after=told
    )
    return made


@transaction.atomic
def finish(*, word_file: WordFile, written: Written, by: User, at: datetime) -> None:
    """Keep the file that a worker wrote, provided it still holds the row.

    Raises: governance.leases.Lost: then nothing was written.
    """
    made = {
        "file": written.name, "file_sha256": written.sha256, "size": written.size, "error": "",
        "pieces": written.pieces, "changes": written.changes,
    }  # fmt: skip
    leases.release(word_file, at=at, state=JobState.DONE, fields=made)
    trail.record(
        at=at, by=by, verb="word_file.finished", subject=word_file.reference, unit=unit_of(word_file),
        after={"file": written.sha256},
    )  # fmt: skip


@transaction.atomic
def downloaded(*, word_file: WordFile, by: User, at: datetime) -> None:
    """Note that somebody takes the file away.

    Raises: NotReady.
    """
    if word_file.state != JobState.DONE:
        raise NotReady(word_file.reference)
    trail.record(
        at=at, by=by, verb="word_file.downloaded", subject=word_file.reference, unit=unit_of(word_file),
        after={"file": word_file.file_sha256},
    )  # fmt: skip
