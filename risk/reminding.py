"""The daily digest: reminders are written down, then mailed, one mail a person, where mail is set up."""

from datetime import datetime
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.utils import timezone

from governance.models import User
from risk.actions import reminders
from risk.models import Reminder
from risk.queries.reminders import coming, unmailed, waiting_for_mail

log = structlog.get_logger(__name__)

LISTED = 100
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def remind_everybody(*, at: datetime) -> None:
    """Remind each person of what is due in 30, 7 or 1 days, once; without mail their home page tells them."""
    clockwork = User.objects.clockwork()
    for person, duties in coming(at.date()).items():
        try:
            reminders.remind(person=person, duties=duties, by=clockwork, at=at)
        except IntegrityError:
            log.info("reminded_meanwhile", person=str(person.pk))
    if settings.EMAIL_BACKEND != NO_MAIL:
        for person in waiting_for_mail(at.date()):
            _mail(person, clockwork, at)


def _mail(person: User, clockwork: User, at: datetime) -> None:
    """Send one digest. A mail that went out is never sent again, even if this process dies in the middle."""
    claimed = reminders.mailing(reminders=unmailed(person, at.date()), by=clockwork, at=at)
    if not claimed:
        return
    try:
        send_mail(_subject(claimed), _text(person, claimed), settings.DEFAULT_FROM_EMAIL, [person.email])
    except (SMTPException, OSError) as refusal:
        # The class alone: a server's answer may quote the address.
        log.warning("digest_not_sent", person=str(person.pk), why=type(refusal).__name__)
        reminders.not_mailed(reminders=claimed, by=clockwork, at=timezone.now())
    else:
        log.info("digest_sent", person=str(person.pk), duties=len(claimed))


def _subject(claimed: tuple[Reminder, ...]) -> str:
    many = "1 obligation is" if len(claimed) == 1 else f"{len(claimed)} obligations are"
    return f"{many} due from {claimed[0].due_date:%-d %B %Y}"


def _text(person: User, claimed: tuple[Reminder, ...]) -> str:
    context = {
        "person": person,
        "reminders": claimed[:LISTED],
        "more": max(0, len(claimed) - LISTED),
        "address": settings.PUBLIC_URL.rstrip("/"),
    }
    return render_to_string("risk/digest.txt", context)
