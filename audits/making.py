"""What a worker does for a job: measure a run, render a dossier, write a Word file."""

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from audits import credentials, fairness, partitions, tidying
from audits.actions import dossiers, runs, word_files
from audits.dossiers import render
from audits.dossiers.signatory import Unreachable
from audits.dossiers.signing import sign
from audits.dossiers.word import redline_apart, word_apart
from audits.models import Dossier, Run, WordFile
from audits.packs import Pack
from audits.packs.parts import Signing
from audits.queries.counts import kept_counts
from governance.apart import Limits
from governance.heartbeat import Progress
from governance.models import User
from governance.working import Passing

ALTERED = "is not the one that came in: its bytes have another SHA-256 now. Send it again."


class NotAsPromised(Exception):
    """The dossier cannot be signed as its pages say; the message says what to do."""


def make_run(run: Run, progress: Progress) -> None:
    """Count and measure; keep it; then let the rows go.

    Raises: fairness.Unreadable and Misstated, queries.counts.RowsGone, leases.Lost and CancelRequested.
    """
    spec = fairness.Spec.from_json(run.spec)
    cells = kept_counts(run.log, spec) or _counted(run, spec, progress)
    result = fairness.measure(cells, spec, progress).as_json()
    by, measured = User.objects.clockwork(), runs.Measured(run.spec, cells.as_json(), result)
    runs.finish(run=run, measured=measured, by=by, at=timezone.now())
    tidying.forget_rows(run.log, by=by, at=timezone.now())


def make_dossier(dossier: Dossier, progress: Progress) -> None:
    """Render the frozen pack, store the file, and keep where it lies.

    Raises: governance.leases.Lost, CancelRequested; dossiers.TooMuch, when it takes more than a dossier may;
    NotAsPromised, credentials.Unusable, working.Passing, when it cannot be signed as its pages say; then no file
    stays.
    """
    pack = Pack.from_json(json.loads(dossier.pack))
    limits = Limits(**settings.DOSSIER_LIMITS)
    sealed = render(pack, progress, limits=limits, processes=settings.DOSSIER_PROCESSES)
    pdf = _signed(sealed, pack.signing, progress)
    at = timezone.now()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    with _stored(f"dossiers/{at:%Y/%m}/{dossier.claim}.pdf", pdf) as name:
        rendered = dossiers.Rendered(
            name=name,
            sha256=hashlib.sha256(pdf).hexdigest(),
            size=len(pdf),
            pages=pages,
            sealed=hashlib.sha256(sealed).hexdigest(),
            signed_by=pack.signing.signer,
            level=pack.signing.level,
        )
        dossiers.finish(dossier=dossier, rendered=rendered, by=User.objects.clockwork(), at=at)


def _signed(sealed: bytes, promised: Signing, progress: Progress) -> bytes:
    """Sign as the pages say; a dossier that was frozen without a signature stays without one."""
    if not promised.signer:
        return sealed
    whose = credentials.configured()
    if (
        whose is None
        or Signing(signer=whose.signer, level=whose.level, authority=whose.authority) != promised
    ):
        raise NotAsPromised(
            f"Its pages promise a signature by {promised.signer} (PAdES {promised.level.upper()}), and this "
            "installation signs otherwise now. Ask for a new dossier."
        )
    progress("signing", 0, 1)
    try:
        return sign(sealed, whose)
    except Unreachable as trouble:
        raise Passing(str(trouble)) from trouble


def make_word_file(word_file: WordFile, progress: Progress) -> None:
    """Write the Word copy, or the redline against the earlier dossier; store it and keep where it lies.

    Raises: governance.leases.Lost, CancelRequested; dossiers.TooMuch, when it takes more than a dossier may; then no
    file stays.
    """
    limits, pack = Limits(**settings.DOSSIER_LIMITS), word_file.dossier.pack
    pieces = named = None
    if word_file.earlier:
        made = redline_apart(word_file.earlier.pack, pack, progress, limits)
        content, pieces, named = made.content, made.pieces, made.changes
    else:
        content = word_apart(pack, progress, limits)
    at = timezone.now()
    with _stored(f"word/{at:%Y/%m}/{word_file.claim}.docx", content) as name:
        written = word_files.Written(name, hashlib.sha256(content).hexdigest(), len(content), pieces, named)
        word_files.finish(word_file=word_file, written=written, by=User.objects.clockwork(), at=at)


@contextmanager
def _stored(wanted: str, content: bytes) -> Iterator[str]:
    """Store a file and yield its name; it goes again unless its row is settled within.

    Names carry the claim: of two workers none writes over the other's file.
    """
    name = default_storage.save(wanted, ContentFile(content))
    try:
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def _counted(run: Run, spec: fairness.Spec, progress: Progress) -> fairness.Cells:
    """Return the cells of what the run is about.

    Raises: fairness.Unreadable, also where a stored file is not the one that came in.
    """
    if run.log.source:
        return partitions.count_from_source(run, spec, progress)
    limits = fairness.Limits(**settings.FAIRNESS_LIMITS)
    before = fairness.Hashed(run.log.sha256, run.log.mark)
    cells = fairness.count_apart(Path(run.log.file.path), spec, progress, limits, before)
    if cells.dataset["sha256"] != run.log.sha256:
        raise fairness.Unreadable("file", ALTERED)
    return cells
