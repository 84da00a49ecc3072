"""Counting a folder of parts with as many workers as there are: the run's own worker counts too, and adds.

A chord of Celery keeps its count in a result store, which a killed worker leaves wrong; here the rows keep it.
"""

import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from audits import doorbell, shares
from audits.fairness import Cells, Limits, Spec, Unreadable
from audits.fairness.sources.adding import NotKept, PartCount, added
from audits.fairness.sources.parts import Part, can_be_added, folder_of, parts_in
from audits.fairness.sources.reading import count_one_part, count_source
from audits.models import Run, RunPart
from audits.sources import NoSuchSource, source_for
from governance.heartbeat import Progress
from governance.vocabulary import JobState

LOOK_SECONDS = 0.5
BELLS = 16  # more workers than these find nothing to do that the others would not have found


def count_from_source(run: Run, spec: Spec, progress: Progress) -> Cells:
    """Return the cells of the rows that a run's log names, which lie in a source.

    Raises: Unreadable, Misstated; what `progress` raises; OSError, where the source does not answer.
    """
    log, limits = run.log, Limits(**settings.FAIRNESS_LIMITS)
    try:
        source = source_for(log.source, log.table, run.plan.system.unit.path)
    except NoSuchSource as gone:
        raise Unreadable("source", str(gone)) from gone
    if source.is_folder:
        folder = folder_of(source.at, log.table)
        listed = parts_in(folder)
        if can_be_added(spec.scored, listed):
            try:
                return _together(run, listed, spec, progress)
            except NotKept:
                progress("count", 0, len(listed))
    return count_source(source, log.table, spec, progress, limits)


def help_with(run_id: str) -> None:
    """Count parts of a run for as long as there are any that nobody has taken."""
    while (part := shares.take(UUID(run_id), at=timezone.now())) is not None:
        if part.run.state != JobState.RUNNING or part.run.cancel_requested:
            shares.give_back(part)
            return
        try:
            _count(part, lambda: None)
        except shares.PartLost:
            continue


def _together(run: Run, listed: tuple[Part, ...], spec: Spec, progress: Progress) -> Cells:
    """Count what nobody else has taken, wait for the rest, and add."""
    shares.lay_out(run, listed)
    rows = RunPart.objects.filter(run=run).order_by("number")
    total = rows.count()
    for _ in range(min(total - 1, BELLS)):
        doorbell.ring_for("count_parts", run_id=str(run.pk))

    def tell() -> None:
        progress("count", total - rows.filter(counted__isnull=True, refusal__isnull=True).count(), total)

    tell()
    while rows.filter(counted__isnull=True, refusal__isnull=True).exists():
        part = shares.take(run.pk, at=timezone.now())
        if part is None:
            time.sleep(LOOK_SECONDS)
        else:
            _count_while(part, tell)
        tell()
    return _added(run, list(rows), spec)


def _count_while(part: RunPart, tell: Callable[[], None]) -> None:
    """Count a part, and let another worker have it at once when this one is to stop."""
    try:
        _count(part, tell)
    except shares.PartLost:
        return
    except BaseException:
        shares.give_back(part)
        raise


def _count(part: RunPart, tell: Callable[[], None]) -> None:
    """Count one part and keep what it came to.

    Raises: shares.PartLost; what `tell` raises.
    """
    run, spec = part.run, Spec.from_json(part.run.spec)

    def progress(_stage: str, _done: int, _total: int) -> None:
        if time.monotonic() - kept[0] > LOOK_SECONDS:
            kept[0] = time.monotonic()
            shares.keep(part, at=timezone.now())
            tell()

    kept = [0.0]
    try:
        source = source_for(run.log.source, run.log.table, run.plan.system.unit.path)
        folder, limits = folder_of(source.at, run.log.table), Limits(**settings.FAIRNESS_LIMITS)
        counted = count_one_part(folder, _listed(part), spec, progress, limits)
        shares.settle(part, counted=counted.as_json())
    except Unreadable as refusal:
        shares.settle(part, refusal=[refusal.field, refusal.message])


def _added(run: Run, rows: list[RunPart], spec: Spec) -> Cells:
    for row in rows:
        if row.refusal:
            raise Unreadable(row.refusal[0], f"{row.refusal[1]} (part '{row.name}')")
    counts = [PartCount.from_json(row.counted or {}) for row in rows]
    told = {"source": run.log.source, "table": run.log.table}
    return added([_listed(row) for row in rows], counts, spec, told)


def _listed(part: RunPart) -> Part:
    return Part(part.name, part.size, part.changed)
