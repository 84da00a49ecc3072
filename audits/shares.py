"""Parts of a run, shared among workers: each is held by a lease, so that a worker may die at any instant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from uuid6 import uuid7

from audits.fairness.sources.parts import Part
from audits.models import Run, RunPart
from governance.leases import LEASE

MAX_ATTEMPTS = 4


class PartLost(Exception):
    """Another worker holds the part now, or the run is settled: stop, and write nothing."""


@transaction.atomic
def lay_out(run: Run, listed: Iterable[Part]) -> None:
    """Write the parts of a run down, once: a second worker of the same run counts what was listed first."""
    if not RunPart.objects.filter(run=run).exists():
        RunPart.objects.bulk_create(
            RunPart(run=run, number=number, name=part.name, size=part.size, changed=part.changed)
            for number, part in enumerate(listed)
        )


def take(run_id: UUID, *, at: datetime) -> RunPart | None:
    """Take a part that waits or was abandoned, or nothing where none is to be had. Compare and swap."""
    while True:
        waiting = RunPart.objects.filter(_open(at), run=run_id).order_by("number").first()
        if waiting is None:
            return None
        token = uuid7()
        taken = RunPart.objects.filter(_open(at), pk=waiting.pk).update(
            claim=token, lease_until=at + LEASE, attempts=F("attempts") + 1
        )
        if taken:
            return RunPart.objects.select_related("run__log", "run__plan__system__unit").get(pk=waiting.pk)


def keep(part: RunPart, *, at: datetime) -> None:
    """Keep a part for another minute.

    Raises: PartLost.
    """
    _write(part, lease_until=at + LEASE)


def settle(part: RunPart, **found: Any) -> None:  # noqa: ANN401 counted, or a refusal
    """Keep what a part came to: `counted`, or `refusal`.

    Raises: PartLost.
    """
    _write(part, lease_until=None, claim=None, **found)


def give_back(part: RunPart) -> None:
    """Let another worker have a part."""
    RunPart.objects.filter(pk=part.pk, claim=part.claim).update(claim=None, lease_until=None)


def _open(at: datetime) -> Q:
    return Q(counted__isnull=True, refusal__isnull=True) & (Q(lease_until=None) | Q(lease_until__lt=at))


def _write(part: RunPart, **fields: Any) -> None:  # noqa: ANN401
    if not RunPart.objects.filter(pk=part.pk, claim=part.claim).update(**fields):
        raise PartLost(str(part))
