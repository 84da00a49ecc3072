"""Dossiers: freezing what is on record, keeping the PDF made from it, and noting who took it away."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audits.models import Dossier
from audits.packs.pack import canonical, digest
from audits.queries.dossier_pack import pack_for
from governance import leases, trail
from governance.actions import references
from governance.models import SystemVersion, User
from governance.vocabulary import JobState


class NotReady(Exception):
    """The dossier has no file yet."""


@dataclass(frozen=True)
class Rendered:
    """The file that a worker made: where it lies in storage, and what it is."""

    name: str
    sha256: str
    size: int
    pages: int


@transaction.atomic
def request(*, version: SystemVersion, by: User, at: datetime, kind: str = "system") -> Dossier:
    """Freeze what is on record about a version of a system; a worker makes the document from that alone."""
    reference = references.allot("DOS")
    pack = pack_for(version=version, reference=reference, kind=kind, by=by, at=at)
    dossier = Dossier.objects.create(
        reference=reference,
        version=version,
        kind=kind,
        pack=canonical(pack).decode(),
        pack_sha256=digest(pack),
        requested_by=by,
        queued_at=at,
        available_at=at,
    )
    trail.record(
        at=at, by=by, verb="dossier.requested", subject=reference, unit=version.system.unit,
        after={
            "system": version.system.reference, "version": version.label, "kind": kind,
            "pack": dossier.pack_sha256,
        },
    )  # fmt: skip
    return dossier


@transaction.atomic
def finish(*, dossier: Dossier, rendered: Rendered, by: User, at: datetime) -> None:
    """Keep the file that a worker made, provided it still holds the dossier.

    Raises: governance.leases.Lost, when the dossier has passed to somebody else: then nothing was written.
    """
    made = {
        "file": rendered.name, "file_sha256": rendered.sha256, "size": rendered.size, "pages": rendered.pages,
        "error": "",
    }  # fmt: skip
    leases.release(dossier, at=at, state=JobState.DONE, fields=made)
    trail.record(
        at=at, by=by, verb="dossier.finished", subject=dossier.reference, unit=dossier.version.system.unit,
        after={"pack": dossier.pack_sha256, "file": rendered.sha256, "pages": rendered.pages},
    )  # fmt: skip


@transaction.atomic
def downloaded(*, dossier: Dossier, by: User, at: datetime) -> None:
    """Note that somebody takes the file away.

    Raises: NotReady.
    """
    if dossier.state != JobState.DONE:
        raise NotReady(dossier.reference)
    trail.record(
        at=at, by=by, verb="dossier.downloaded", subject=dossier.reference, unit=dossier.version.system.unit,
        after={"file": dossier.file_sha256},
    )  # fmt: skip
