"""What people are told of their plans and disparities: written down first, then mailed, one digest a person."""

from datetime import date, datetime, timedelta

from audits.actions import disparities, notices, schedules
from audits.models import Disparity, Notice
from audits.queries.disparities import acceptances_over, due_within
from audits.queries.listening import unmailed, waiting_for_mail
from audits.queries.plans import occasions_to_look_back_on
from governance.models import Unit, User
from governance.reminding import mail, mail_is_set_up

BEFORE, AFTER = (1, 7), timedelta(days=7)


def watch(*, at: datetime) -> None:
    """End the acceptances whose day has passed, and tell people of scheduled runs that are late."""
    clockwork = User.objects.clockwork()
    for row in acceptances_over(at.date()):
        disparities.end_acceptance(disparity=row, by=clockwork, at=at)
    for occasion in occasions_to_look_back_on(at):
        schedules.look_back(occasion=occasion, by=clockwork, at=at)


def remind_owners(*, at: datetime) -> None:
    """Tell owners of what is to be settled within seven days, within one, and of what is overdue: each once."""
    clockwork, on = User.objects.clockwork(), at.date()
    for row in due_within(on - AFTER, on + timedelta(days=max(BEFORE))):
        news = [_due(row, on)]
        notices.tell(plan=row.plan, people=[row.owner], news=news, by=clockwork, at=at)


def mail_everybody(*, at: datetime) -> None:
    """Send each person what they have not been told by mail, where mail is set up."""
    if mail_is_set_up():
        for person in waiting_for_mail():
            mail(
                person, unmailed(person), told="notices", unit_of=_unit, subject=_subject,
                template="audits/digest.txt", at=at,
            )  # fmt: skip


def _due(row: Disparity, on: date) -> notices.News:
    days = (row.due_date - on).days
    mark = str(min(mark for mark in BEFORE if mark >= days)) if days >= 0 else "overdue"
    was = "is to be settled by" if days >= 0 else "was to be settled by"
    says = f"{row.reference} {was} {row.due_date:%-d %B %Y}. {row.sentence}"
    key = f"due:{row.reference}:{row.due_date.isoformat()}:{mark}"
    return notices.News(Notice.Kind.DUE, key, says, row.get_absolute_url())


def _unit(notice: Notice) -> Unit:
    return notice.plan.system.unit


def _subject(claimed: tuple[Notice, ...]) -> str:
    if len(claimed) == 1:
        return f"{claimed[0].get_kind_display()}: {claimed[0].plan.system.reference}"
    return f"{len(claimed)} notices of fairness plans"
