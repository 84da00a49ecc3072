"""What a worker does with a report of changes that it holds: judge batch after batch, and close it."""

import gc
from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.utils import timezone

from governance import leases
from governance.heartbeat import Progress
from governance.models import User
from risk import doorbell
from risk.actions import rejudgings
from risk.models import Rejudging
from risk.queries.rejudgings import last_systems, next_systems, to_judge

# Locked together for about a second; a finding is some 80 kB, so this is what is in memory at once.
BATCH = 100
# Fewer are judged before a second worker has begun.
WORTH_HELP = 300


def make_report(rejudging: Rejudging, progress: Progress) -> None:
    """Judge every system that the report concerns, in the order of their keys, and close the report.

    Whoever takes over from a dead worker begins anew and skips what is judged. What is judged for the first
    time under the earlier edition meanwhile is found by another round.
    Raises: governance.leases.Lost and CancelRequested.
    """
    by, done = User.objects.clockwork(), rejudging.judged + rejudging.unjudged
    total = done + to_judge(rejudging).count()
    progress("judge", done, total)
    if total - done > WORTH_HELP and connection.features.has_select_for_update:
        doorbell.ask_for_help(rejudging)
    while next_systems(rejudging, after=None, limit=1):
        after = None
        while systems := next_systems(rejudging, after=after, limit=BATCH):
            done += _judge(rejudging, systems, by)
            after = systems[-1]
            progress("judge", done, max(done, total))
    rejudgings.finish(rejudging=rejudging, by=by, at=timezone.now())


def help_with(rejudging: Rejudging) -> None:
    """Judge from the far end while another worker, who holds the report, judges from the near one.

    The systems are locked one batch at a time, so none is judged twice; where both meet there is nothing left.
    The lease is the holder's: when it passes on, or somebody cancels, the help ends with it.
    """
    by, before = User.objects.clockwork(), None
    try:
        while systems := last_systems(rejudging, before=before, limit=BATCH):
            _judge(rejudging, systems, by)
            before = systems[-1]
    except (leases.Lost, leases.CancelRequested):
        return


def _judge(rejudging: Rejudging, systems: Sequence[UUID], by: User) -> int:
    """Judge one batch without collecting garbage.

    Findings are many small objects without cycles; walking them again and again took two fifths of all time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        return rejudgings.judge_batch(rejudging=rejudging, systems=systems, by=by, at=timezone.now())
    finally:
        if collecting:
            gc.enable()
