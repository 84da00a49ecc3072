"""What a lawyer says of what a change of the law moved: confirmed, one or many, or contested with a reason."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from governance import trail
from governance.actions.holding import hold
from governance.models import User
from risk.actions import positions
from risk.models import Move


class NoReason(Exception):
    """Who contests says why."""


class NotWaiting(Exception):
    """Somebody has looked at this already."""


@transaction.atomic
def confirm(*, moves: Iterable[Move], by: User, at: datetime) -> int:
    """Confirm what was moved, for each system that still waits, and return how many; one entry for each.

    What somebody has confirmed or contested meanwhile is left as it is.
    """
    wanted = [move.pk for move in moves]
    rows = Move.objects.select_for_update(of=("self",), no_key=True).select_related(
        "rejudging", "system__unit"
    )
    waiting = list(rows.filter(pk__in=wanted, state=Move.State.WAITING).order_by("pk"))
    Move.objects.filter(pk__in=[move.pk for move in waiting]).update(
        state=Move.State.CONFIRMED, ruled_at=at, ruled_by=by
    )
    if waiting:
        trail.record_all(
            at=at, by=by, verb="change.confirmed",
            told=[_told(move, {"state": Move.State.CONFIRMED.value}) for move in waiting],
        )  # fmt: skip
    return len(waiting)


@transaction.atomic
def contest(*, move: Move, reason: str, by: User, at: datetime) -> None:
    """Say that the new finding is wrong and why: a position on it, as if it had been contested on its own page.

    Where there is no new finding, or another has taken its place meanwhile, only the report knows of it.
    Raises: NoReason; NotWaiting, when somebody has confirmed or contested it.
    """
    if not reason.strip():
        raise NoReason
    hold(move.system)
    rows = Move.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("rejudging", "system__unit", "after__version").get(pk=move.pk)
    if row.state != Move.State.WAITING:
        raise NotWaiting(str(row))
    row.state, row.reason, row.ruled_at, row.ruled_by = Move.State.CONTESTED, reason.strip(), at, by
    row.save(update_fields=["state", "reason", "ruled_at", "ruled_by"])
    told = _told(row, {"state": Move.State.CONTESTED.value, "reason": row.reason})
    trail.record(
        at=at, by=by, verb="change.contested", subject=told.subject, unit=told.unit,
        before=told.before, after=told.after,
    )  # fmt: skip
    _take_position(row, by=by, at=at)


def _take_position(move: Move, *, by: User, at: datetime) -> None:
    if move.after is not None:
        with suppress(positions.Superseded):
            positions.contest(
                classification=move.after, reasons=move.reason, tier=None, provision="", by=by, at=at
            )


def _told(move: Move, after: dict[str, object]) -> trail.Told:
    before: dict[str, object] = {"state": Move.State.WAITING.value}
    after = {"report": move.rejudging.reference, "tier": move.tier_after, **after}
    return trail.Told(move.system.reference, move.system.unit, before, after)
