"""Adopting an edition, noting that a day of the law has come, and judging every system anew, batch by batch."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from governance import leases, trail
from governance.actions import jobs, references
from governance.models import AISystem, Unit, User
from governance.vocabulary import JobState
from risk import rulebook
from risk.actions.batches import Batch, stock
from risk.actions.steps import SETTLED, TOLD
from risk.models import Classification, Move, Obligation, Rejudging
from risk.queries.editions import adopted_id
from risk.queries.rejudgings import is_a_day_due, is_any_unsettled


class AlreadyAdopted(Exception):
    """This edition is the adopted one."""


class StillJudging(Exception):
    """Another report is still being made; one at a time says what moved by what."""


class NoDay(Exception):
    """No day has come on which the law changes for any system, or its report is there."""


class Superseded(Exception):
    """Another edition was adopted since; this report can say nothing more."""


@transaction.atomic
def adopt(*, edition_id: str, by: User, at: datetime) -> Rejudging:
    """Adopt an edition from now on, and ask for every system to be judged under it.

    Raises: rulebook.UnknownEdition; AlreadyAdopted; StillJudging.
    """
    # First, because it locks the series: of two who adopt at once the second sees the first.
    reference = references.allot("CHG")
    edition, before = rulebook.edition(edition_id).id, adopted_id()
    if edition == before:
        raise AlreadyAdopted(edition)
    if is_any_unsettled():
        raise StillJudging(edition)
    return _request(
        Rejudging(reference=reference, kind=Rejudging.Kind.EDITION, edition=edition, edition_before=before),
        verb="edition.adopted", by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def note_day(*, by: User, at: datetime) -> Rejudging:
    """Ask for every system to be judged for which the law has changed by today.

    Raises: NoDay; StillJudging.
    """
    reference = references.allot("CHG")
    if is_any_unsettled():
        raise StillJudging
    day = at.date()
    if not is_a_day_due(day) or Rejudging.objects.filter(kind=Rejudging.Kind.DAY, on_date=day).exists():
        raise NoDay
    adopted = adopted_id()
    return _request(
        Rejudging(reference=reference, kind=Rejudging.Kind.DAY, edition=adopted, edition_before=adopted),
        verb="day.noted", by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def retry(*, rejudging: Rejudging, by: User, at: datetime) -> Rejudging:
    """Go on with a report that failed or was cancelled; what it has judged stays judged.

    Raises: Superseded; StillJudging; governance.actions.jobs.NotStopped.
    """
    if rejudging.edition != adopted_id():
        raise Superseded(rejudging.reference)
    if is_any_unsettled() and rejudging.is_settled:
        raise StillJudging(rejudging.reference)
    return jobs.retry(job=rejudging, by=by, at=at)


@transaction.atomic
def judge_batch(*, rejudging: Rejudging, systems: Sequence[UUID], by: User, at: datetime) -> int:
    """Judge some systems anew, all of them or none, and return how many; those judged meanwhile are skipped.

    The trail gets one entry for each. The systems stay locked until the caller commits.
    Cost: fifteen queries or so, however many the systems.
    Raises: governance.leases.Lost and CancelRequested; then nothing was written.
    """
    rows = AISystem.objects.select_for_update(of=("self",), no_key=True).select_related("unit", "owner")
    locked = rows.filter(pk__in=systems).order_by("pk").in_bulk()
    batch = Batch(rejudging, by, at)
    for known in stock(rejudging, locked):
        batch.judge(known)
    _write(batch)
    # Late, for it locks the report's row: whoever helps with the same report waits here and not before.
    leases.prolong(rejudging, at=at)
    _count(batch)
    trail.record_all(at=at, by=by, verb="system.rejudged", told=batch.told)
    return len(batch.told)


@transaction.atomic
def finish(*, rejudging: Rejudging, by: User, at: datetime) -> None:
    """Close a report in which every system is judged.

    Raises: governance.leases.Lost, when it has passed to another worker.
    """
    leases.release(rejudging, at=at, state=JobState.DONE, fields={"error": ""})
    rejudging.refresh_from_db()
    trail.record(
        at=at, by=by, verb="rejudging.finished", subject=rejudging.reference, unit=rejudging.unit,
        after={"judged": rejudging.judged, "moved": rejudging.moved, "unjudged": rejudging.unjudged},
    )  # fmt: skip


def _request(rejudging: Rejudging, *, verb: str, by: User, at: datetime) -> Rejudging:
    rejudging.unit = Unit.objects.get(parent=None)
    rejudging.on_date = at.date()
    rejudging.requested_by, rejudging.queued_at, rejudging.available_at = by, at, at
    rejudging.save(force_insert=True)
    trail.record(
        at=at, by=by, verb=verb, subject=rejudging.reference, unit=rejudging.unit,
        before={"edition": rejudging.edition_before},
        after={"edition": rejudging.edition, "on": rejudging.on_date.isoformat()},
    )  # fmt: skip
    return rejudging


def _write(batch: Batch) -> None:
    Classification.objects.filter(pk__in=batch.overtaken).update(superseded_at=batch.at)
    # One by one: many in one statement travel as an array, whose quoting of long texts takes two thirds of all.
    Classification.objects.bulk_create(batch.made, batch_size=1)
    for tier, systems in batch.tiers.items():
        AISystem.objects.filter(pk__in=systems).update(tier=tier, tier_set_at=batch.at, tier_set_by=batch.by)
    Obligation.objects.bulk_create(
        batch.duties,
        update_conflicts=True,
        unique_fields=["system", "key"],
        update_fields=[*TOLD, *SETTLED],
        batch_size=1000,
    )
    Move.objects.bulk_create(batch.moves, batch_size=1)


def _count(batch: Batch) -> None:
    unjudged = sum(move.after is None for move in batch.moves)
    Rejudging.objects.filter(pk=batch.rejudging.pk).update(
        judged=F("judged") + len(batch.made),
        moved=F("moved") + len(batch.moves) - unjudged,
        unjudged=F("unjudged") + unjudged,
    )
