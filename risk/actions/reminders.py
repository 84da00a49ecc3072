"""Reminding people of legal days: each of each day once, a row first and the mail after it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from governance import trail
from governance.models import User
from risk.models import Reminder
from risk.queries.reminders import Coming


@transaction.atomic
def remind(*, person: User, duties: Sequence[Coming], by: User, at: datetime) -> None:
    """Write down what a person is reminded of; of two who remind at once, the second is refused whole.

    Raises: django.db.IntegrityError, where one of the rows is there already.
    """
    Reminder.objects.bulk_create(
        Reminder(
            obligation=duty.obligation, user=person, due_date=duty.on,
            days=duty.days, at=at,
        )
        for duty in duties
    )  # fmt: skip
    trail.record(
        at=at, by=by, verb="person.reminded", subject=f"person:{person.pk}",
        unit=duties[0].obligation.system.unit, after={"duties": len(duties)},
    )  # fmt: skip


@transaction.atomic
def mailing(*, reminders: Sequence[Reminder], by: User, at: datetime) -> tuple[Reminder, ...]:
    """Claim reminders for a mail that is about to go, and return those that nobody else has claimed."""
    rows = Reminder.objects.select_for_update(of=("self",)).filter(
        pk__in=[row.pk for row in reminders], mailed_at=None
    )
    claimed = tuple(rows.select_related("obligation__system__unit").order_by("due_date", "pk"))
    if claimed:
        Reminder.objects.filter(pk__in=[row.pk for row in claimed]).update(mailed_at=at)
        _record("person.mailed", claimed, by, at)
    return claimed


@transaction.atomic
def not_mailed(*, reminders: Sequence[Reminder], by: User, at: datetime) -> None:
    """Take the claim back: the mail server refused, and the next digest may try again."""
    Reminder.objects.filter(pk__in=[row.pk for row in reminders]).update(mailed_at=None)
    _record("person.not_mailed", reminders, by, at)


def _record(verb: str, reminders: Sequence[Reminder], by: User, at: datetime) -> None:
    first = reminders[0]
    trail.record(
        at=at, by=by, verb=verb, subject=f"person:{first.user_id}", unit=first.obligation.system.unit,
        after={"duties": len(reminders)},
    )  # fmt: skip
