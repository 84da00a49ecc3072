"""What this register knows of a file that somebody verifies."""

from dataclasses import dataclass

from django.db.models import Q

from audits.models import Dossier
from audits.queries.subjects import with_subject
from governance.models import User
from governance.vocabulary import JobState


@dataclass(frozen=True)
class Known:
    """Whether the register noted this very file, and what it has about it that this person may see.

    `made` is the dossier whose file, sealed part or record this is; `superseded_by` the newest later one of its
    kind about the same subject.
    """

    noted: bool
    made: Dossier | None = None
    superseded_by: Dossier | None = None


def known(*, file_sha256: str, sealed_sha256: str, pack_sha256: str, by: User | None) -> Known:
    """Look a file up by its digests.

    Whether the digest of a file was noted may be told to whoever holds the file; anything else only to those who
    see its subject. Cost: three queries at most.
    """
    alike = Q(file_sha256=file_sha256)
    if sealed_sha256:
        alike |= Q(sealed_sha256=sealed_sha256)
    noted = Dossier.objects.filter(alike, state=JobState.DONE).exists()
    if by is None:
        return Known(noted)
    if pack_sha256:
        alike |= Q(pack_sha256=pack_sha256)
    rows = with_subject(Dossier.objects.visible_to(by)).filter(alike, state=JobState.DONE)
    made = rows.order_by("-pk").first()
    return Known(noted, made, _later(made, by) if made else None)


def _later(made: Dossier, by: User) -> Dossier | None:
    same = Dossier.objects.visible_to(by).filter(
        kind=made.kind, run=made.run, assessment=made.assessment, unit=made.unit
    )
    if made.version is not None:
        same = same.filter(version__system_id=made.version.system_id)
    later = same.filter(queued_at__gt=made.queued_at, state=JobState.DONE)
    return later.defer("pack").order_by("-queued_at").first()
