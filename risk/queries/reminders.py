"""Who is to be told of which legal day, and what they were told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from governance.models import User
from governance.permissions import Permission, units_for
from risk.models import Obligation, Reminder

BEFORE = (1, 7, 30)


@dataclass(frozen=True)
class Coming:
    """A duty, its day, and within how many days that is: 1, 7 or 30."""

    obligation: Obligation
    on: date
    days: int


def coming(on: date) -> dict[User, tuple[Coming, ...]]:
    """Return for each person the open duties of theirs whose next mark has come and who was not told of it.

    A duty is its owner's, else the system's owner's, as long as they are still somebody here who may see it.
    A mark that was missed counts until the next one: whoever could not be told at 30 days is told at 29.
    Cost: two queries, and one for each person.
    """
    last = on + timedelta(days=max(BEFORE))
    rows = Obligation.objects.filter(state=Obligation.State.OPEN, due_effective__range=(on, last))
    rows = rows.select_related("system__unit", "system__owner", "owner").order_by(
        "due_effective", "title", "pk"
    )
    told = set(
        Reminder.objects.filter(due_date__range=(on, last)).values_list(
            "obligation", "user", "due_date", "days"
        )
    )
    found: dict[User, list[Coming]] = {}
    for row in rows:
        person, due = row.owner or row.system.owner, cast("date", row.due_effective)
        days = min(mark for mark in BEFORE if mark >= (due - on).days)
        if (row.pk, person.pk, due, days) not in told:
            found.setdefault(person, []).append(Coming(row, due, days))
    return {person: kept for person, duties in found.items() if (kept := tuple(_seen(person, duties)))}


def unmailed(person: User, on: date) -> tuple[Reminder, ...]:
    """Return what a person was reminded of and no mail has told them yet, the earliest day first. One query."""
    rows = Reminder.objects.filter(
        user=person,
        mailed_at=None,
        due_date__gte=on,
        due_date=F("obligation__due_effective"),
        obligation__state=Obligation.State.OPEN,
    )
    return tuple(rows.select_related("obligation__system__unit").order_by("due_date", "pk"))


def waiting_for_mail(on: date) -> tuple[User, ...]:
    """Return the people whom no mail has told yet of something they were reminded of. One query."""
    rows = Reminder.objects.filter(mailed_at=None, due_date__gte=on, obligation__state=Obligation.State.OPEN)
    return tuple(User.objects.filter(Q(pk__in=rows.values("user")), is_active=True).order_by("pk"))


def reminded_of(person: User, on: date) -> QuerySet[Obligation]:
    """Return the open duties that a person was reminded of and whose day has not passed, the earliest first.

    Cost: one query when it is read.
    """
    told = Reminder.objects.filter(user=person, obligation=OuterRef("pk"), due_date=OuterRef("due_effective"))
    rows = Obligation.objects.visible_to(person).filter(
        Exists(told), state=Obligation.State.OPEN, due_effective__gte=on
    )
    return rows.select_related("system").order_by("due_effective", "title", "pk")


def _seen(person: User, duties: list[Coming]) -> Iterable[Coming]:
    if not person.is_active:
        return
    units = set(units_for(person, Permission.READ).values_list("pk", flat=True))
    yield from (duty for duty in duties if duty.obligation.system.unit_id in units)
