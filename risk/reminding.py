"""The daily digest: reminders are written down, then mailed, one mail a person, where mail is set up."""

from datetime import datetime

import structlog
from django.db import IntegrityError

from governance.models import Unit, User
from governance.reminding import mail, mail_is_set_up
from risk.actions import reminders
from risk.models import Reminder
from risk.queries.reminders import coming, unmailed, waiting_for_mail

log = structlog.get_logger(__name__)


def remind_everybody(*, at: datetime) -> None:
    """Remind each person of what is due in 30, 7 or 1 days, once; without mail their home page tells them."""
    clockwork = User.objects.clockwork()
    for person, duties in coming(at.date()).items():
        try:
            reminders.remind(person=person, duties=duties, by=clockwork, at=at)
        except IntegrityError:
            log.info("reminded_meanwhile", person=str(person.pk))
    if mail_is_set_up():
        for person in waiting_for_mail(at.date()):
            mail(
                person, unmailed(person, at.date()), told="reminders", unit_of=_unit, subject=_subject,
                template="risk/digest.txt", at=at,
            )  # fmt: skip


def _unit(reminder: Reminder) -> Unit:
    return reminder.obligation.system.unit


def _subject(claimed: tuple[Reminder, ...]) -> str:
    many = "1 obligation is" if len(claimed) == 1 else f"{len(claimed)} obligations are"
    return f"{many} due from {claimed[0].due_date:%-d %B %Y}"
