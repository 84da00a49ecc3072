"""What must be true by which day, for one system or for all that a person sees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from governance.models import User
from risk.models import Obligation
from risk.queries.opinions import Cited
from risk.vocabulary import addressee

MARGIN, WIDTH = 3.0, 94.0  # of the picture, in percent


@dataclass(frozen=True)
class Wanted:
    """Which part of the timeline somebody looks at; what is empty does not narrow."""

    by: date | None = None
    system: str = ""


@dataclass(frozen=True)
class Duty:
    """One duty of one role on one day: of how many systems, and of how many it is not met yet."""

    title: str
    role: str
    provision: Cited
    systems: int
    open: int
    by_the_letter: bool

    @property
    def met(self) -> bool:
        return not self.open


@dataclass(frozen=True)
class Day:
    """What falls due on one day, and where the day stands in the picture, in percent from the left."""

    on: date
    duties: tuple[Duty, ...]
    place: float

    @property
    def open(self) -> int:
        """How many duties are not met by the reading that counts."""
        return sum(duty.open for duty in self.duties if not duty.by_the_letter)

    @property
    def only_by_the_letter(self) -> bool:
        return all(duty.by_the_letter for duty in self.duties)


@dataclass(frozen=True)
class Tick:
    """The first day of a year in the picture."""

    year: int
    place: float


@dataclass(frozen=True)
class Timeline:
    """Days in order, duties that sleep, and what lies in the picture."""

    days: tuple[Day, ...]
    sleeping: tuple[Duty, ...]
    ticks: tuple[Tick, ...]
    today: float

    @property
    def open(self) -> int:
        return sum(day.open for day in self.days)

    @property
    def owed(self) -> int:
        return sum(duty.systems for day in self.days for duty in day.duties if not duty.by_the_letter)


def timeline(user: User, wanted: Wanted, today: date) -> Timeline:
    """Return what must be true by which day, by both readings of the law.

    Cost: three queries, whatever the number of systems: the database counts by day and duty.
    """
    rows = Obligation.objects.visible_to(user).exclude(state=Obligation.State.FALLEN_AWAY)
    if wanted.system:
        rows = rows.filter(system__reference=wanted.system)
    days: dict[date, list[Duty]] = {}
    for field, letter in (("due_effective", False), ("due_literal", True)):
        told = rows.filter(**{f"{field}__isnull": False})
        told = told.exclude(due_literal=F("due_effective")) if letter else told
        told = told.filter(**{f"{field}__lte": wanted.by}) if wanted.by else told
        for day, duty in _counted(told, field, by_the_letter=letter):
            days.setdefault(day, []).append(duty)
    sleeping = tuple(duty for _, duty in _counted(rows.filter(due_effective=None), "due_effective"))
    return _drawn(days, () if wanted.by else sleeping, today)


def _counted(
    rows: QuerySet[Obligation], field: str, *, by_the_letter: bool = False
) -> Iterable[tuple[Any, Duty]]:
    groups = rows.values(field, "key", "title", "role", "provision").annotate(
        systems=Count("pk"), left=Count("pk", filter=Q(state=Obligation.State.OPEN))
    )
    for row in groups.order_by(field, "title", "key"):
        role = addressee(row["role"])
        cited = Cited(row["provision"]["cite"], row["provision"]["url"])
        yield row[field], Duty(row["title"], role, cited, row["systems"], row["left"], by_the_letter)


def _drawn(days: dict[date, list[Duty]], sleeping: tuple[Duty, ...], today: date) -> Timeline:
    first, last = min([today, *days]), max([today, *days])
    first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
    span = (last - first).days

    def place(on: date) -> float:
        return round(MARGIN + WIDTH * (on - first).days / span, 2)

    return Timeline(
        days=tuple(Day(on, tuple(days[on]), place(on)) for on in sorted(days)),
        sleeping=sleeping,
        ticks=tuple(Tick(year, place(date(year, 1, 1))) for year in range(first.year, last.year + 1)),
        today=place(today),
    )
