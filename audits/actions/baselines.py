"""Baselines: approving a run for later runs to be compared with, and telling people when one is worse."""

from datetime import datetime

from django.db import transaction

from audits.actions import notices
from audits.models import Baseline, Notice, Run
from audits.queries.baselines import regressions, standing
from audits.queries.listening import told_of
from governance import trail
from governance.actions.holding import hold
from governance.models import User
from governance.vocabulary import JobState


class NotDone(Exception):
    """Only a run with a result can be approved."""


class NoReason(Exception):
    """Whoever approves a run says why."""


@transaction.atomic
def approve(*, run: Run, reason: str, by: User, at: datetime) -> Baseline:
    """Let a plan's later runs be compared with this one; approving the run that stands changes nothing.

    An approval says what later runs are held against, not that what the run found is acceptable.
    Raises: NotDone, NoReason.
    """
    if run.state != JobState.DONE:
        raise NotDone(run.reference)
    if not reason.strip():
        raise NoReason(run.reference)
    hold(run.plan)
    before = standing(run.plan)
    if before and before.run_id == run.pk:
        return before
    baseline = Baseline.objects.create(
        plan=run.plan, run=run, reason=reason.strip(), approved_by=by, approved_at=at
    )
    trail.record(
        at=at, by=by, verb="run.approved", subject=run.reference, unit=run.plan.system.unit,
        before={"baseline": before.run.reference if before else None},
        after={"plan": run.plan.reference, "reason": reason.strip()},
    )  # fmt: skip
    return baseline


@transaction.atomic
def compare(*, run: Run, by: User, at: datetime) -> None:
    """Tell the plan's people when a run that was just finished is worse than the approved one."""
    worse = regressions(run)
    if not worse:
        return
    says = f"{run.reference} is worse than the approved {worse[0].baseline}: " + " ".join(
        one.says for one in worse
    )
    key = f"regression:{run.reference}"
    news = [notices.News(Notice.Kind.REGRESSION, key, says, run.get_absolute_url())]
    notices.tell(plan=run.plan, people=told_of(run.plan), news=news, by=by, at=at)
