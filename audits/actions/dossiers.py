"""Dossiers: freezing what is on record, keeping the PDF made from it, and noting who took it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audits.models import Dossier, Run, VendorAssessment
from audits.packs.kinds import Subject, kinds_about
from audits.packs.pack import canonical, digest
from audits.queries.dossier_pack import pack_for
from audits.queries.subjects import About, fields_of, subject_of
from governance import leases, trail
from governance.actions import references
from governance.models import SystemVersion, Unit, User, unit_of
from governance.vocabulary import JobState


class NotReady(Exception):
    """There is no file yet that somebody could read or take away."""


class WrongKind(Exception):
    """No dossier of this kind can be made about such a subject; the message names the kinds that can."""


class NothingToReport(Exception):
    """The subject has nothing yet that a dossier could report; the message says what to wait for."""


@dataclass(frozen=True)
class Rendered:
    """The file that a worker made: where it lies in storage, what it is, and who signed it, if anybody did."""

    name: str
    sha256: str
    size: int
    pages: int
    sealed: str = ""
    signed_by: str = ""
    level: str = ""


@transaction.atomic
def request(*, about: About, by: User, at: datetime, kind: str = "system") -> Dossier:
    """Freeze what is on record about a subject; a worker makes the document from that alone.

    Raises: WrongKind, NothingToReport.
    """
    _reportable(about, kind)
    reference = references.allot("DOS")
    # A pack is read by many queries; without this, what changes between two of them would be half in it.
    trail.hold_still()
    about.refresh_from_db()
    pack = pack_for(about=about, reference=reference, kind=kind, by=by, at=at)
    dossier = Dossier.objects.create(
        reference=reference,
        **fields_of(about),
        kind=kind,
        pack=canonical(pack).decode(),
        pack_sha256=digest(pack),
        requested_by=by,
        queued_at=at,
        available_at=at,
    )
    trail.record(
        at=at, by=by, verb="dossier.requested", subject=reference, unit=unit_of(about),
        after={**_named(about), "kind": kind, "pack": dossier.pack_sha256},
    )  # fmt: skip
    return dossier


def _reportable(about: About, kind: str) -> None:
    """Refuse a kind that does not fit the subject, and a subject that has come to nothing yet."""
    fitting = [one.id for one in kinds_about(subject_of(about))]
    if kind not in fitting:
        raise WrongKind(f"{kind} is none of: {', '.join(fitting)}")
    if isinstance(about, Run) and about.state != JobState.DONE:
        raise NothingToReport(f"{about.reference} has no result yet.")
    if isinstance(about, VendorAssessment) and about.state != VendorAssessment.State.CONCLUDED:
        raise NothingToReport(f"{about.reference} is a draft: conclude it first.")


def _named(about: About) -> Mapping[str, str]:
    """Return what the trail calls the subject."""
    if isinstance(about, SystemVersion):
        return {"system": about.system.reference, "version": about.label}
    word = {Subject.RUN: "run", Subject.ASSESSMENT: "assessment", Subject.UNIT: "unit"}[subject_of(about)]
    return {word: str(about.path if isinstance(about, Unit) else about.reference)}


@transaction.atomic
def finish(*, dossier: Dossier, rendered: Rendered, by: User, at: datetime) -> None:
    """Keep the file that a worker made, provided it still holds the dossier.

    Raises: governance.leases.Lost, when the dossier has passed to somebody else: then nothing was written.
    """
    made = {
        "file": rendered.name, "file_sha256": rendered.sha256, "size": rendered.size, "pages": rendered.pages,
        "sealed_sha256": rendered.sealed, "signed_by": rendered.signed_by, "signature_level": rendered.level,
        "signed_at": at if rendered.signed_by else None, "error": "",
    }  # fmt: skip
    leases.release(dossier, at=at, state=JobState.DONE, fields=made)
    trail.record(
        at=at, by=by, verb="dossier.finished", subject=dossier.reference, unit=unit_of(dossier),
        after={"pack": dossier.pack_sha256, "file": rendered.sha256, "pages": rendered.pages}
        | ({"sealed": rendered.sealed, "signed_by": rendered.signed_by} if rendered.signed_by else {}),
    )  # fmt: skip


@transaction.atomic
def downloaded(*, dossier: Dossier, by: User, at: datetime, form: str = "pdf") -> None:
    """Note that somebody takes the file away, alone or as the ZIP for auditors.

    Raises: NotReady.
    """
    if dossier.state != JobState.DONE:
        raise NotReady(dossier.reference)
    trail.record(
        at=at, by=by, verb="dossier.downloaded", subject=dossier.reference, unit=unit_of(dossier),
        after={"file": dossier.file_sha256} | ({} if form == "pdf" else {"form": form}),
    )  # fmt: skip
