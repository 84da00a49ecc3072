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
