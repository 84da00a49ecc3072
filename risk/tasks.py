"""The law's doorbells."""

from contextlib import suppress

import structlog
from celery import shared_task
from django.utils import timezone

from governance import leases
from governance.models import User
from governance.vocabulary import JobState
from governance.working import look_after, work
from risk import doorbell
from risk.actions import classifications, rejudgings
from risk.engine import FactErrors
from risk.making import help_with, make_report
from risk.models import Rejudging
from risk.queries.classifications import outdated
from risk.queries.rejudgings import is_a_day_due
from risk.reminding import remind_everybody

log = structlog.get_logger(__name__)


@shared_task
def execute_rejudging(*, rejudging_id: str) -> None:
    rows = Rejudging.objects.select_related("unit")
    if rejudging := leases.claim(rows, pk=rejudging_id, at=timezone.now()):
        work(rejudging, make_report)


@shared_task
def help_rejudging(*, rejudging_id: str) -> None:
    running = Rejudging.objects.filter(pk=rejudging_id, state=JobState.RUNNING).select_related("unit")
    if rejudging := running.first():
        help_with(rejudging)


@shared_task
def note_day() -> None:
    """Report what the days of the law moved that have come; every hour, so that no day is missed for long."""
    at = timezone.now()
    if is_a_day_due(at.date()):
        with suppress(rejudgings.NoDay, rejudgings.StillJudging):
            doorbell.ring(rejudgings.note_day(by=User.objects.clockwork(), at=at))


@shared_task
def sweep() -> None:
    """Ring again for reports that were missed, and give up what their workers died of."""
    look_after(Rejudging.objects.all(), doorbell.ring)


@shared_task
def remind() -> None:
    """Send the day's digests; a day on which beat was down is caught up by the next."""
    remind_everybody(at=timezone.now())


@shared_task
def rejudge_outdated() -> None:
    """Judge again what was judged on an earlier state of the register; a hundred at a time."""
    for version in outdated(limit=100):
        try:
            classifications.judge(version=version, by=User.objects.clockwork(), at=timezone.now())
        except FactErrors as misfit:
            # Their page says so; the next in line must not wait for their answers.
            log.warning("answers_do_not_fit", system=version.system.reference, facts=sorted(misfit.errors))
