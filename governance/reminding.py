"""One digest by mail to a person, of rows that were written down before: where mail is set up, each row once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from smtplib import SMTPException
from typing import TypeVar

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from governance.actions import digests
from governance.models import Unit, User

log = structlog.get_logger(__name__)

LISTED = 100
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"

Row = TypeVar("Row", bound=models.Model)


def mail_is_set_up() -> bool:
    """Say whether this installation sends mail; without it the home page tells people."""
    return bool(settings.EMAIL_BACKEND != NO_MAIL)


def mail(
    person: User,
    rows: Sequence[Row],
    *,
    told: str,
    unit_of: Callable[[Row], Unit],
    subject: Callable[[tuple[Row, ...]], str],
    template: str,
    at: datetime,
) -> None:
    """Send one digest. A mail that went out is never sent again, even if this process dies in the middle.

    Shape: the template gets the person, the first hundred rows under the name `told`, how many `more` there are,
    and the `address` of this installation.
    """
    if not rows:
        return
    clockwork, unit = User.objects.clockwork(), unit_of(rows[0])
    claimed = digests.claim(person=person, rows=rows, unit=unit, told=told, by=clockwork, at=at)
    if not claimed:
        return
    text = render_to_string(template, _context(person, claimed, told))
    try:
        send_mail(subject(claimed), text, settings.DEFAULT_FROM_EMAIL, [person.email])
    except (SMTPException, OSError) as refusal:
        # The class alone: a server's answer may quote the address.
        log.warning("digest_not_sent", person=str(person.pk), why=type(refusal).__name__)
        now = timezone.now()
        digests.let_go(person=person, rows=claimed, unit=unit, told=told, by=clockwork, at=now)
    else:
        log.info("digest_sent", person=str(person.pk), **{told: len(claimed)})


def _context(person: User, claimed: tuple[Row, ...], told: str) -> dict[str, object]:
    return {
        "person": person,
        told: claimed[:LISTED],
        "more": max(0, len(claimed) - LISTED),
        "address": settings.PUBLIC_URL.rstrip("/"),
    }
