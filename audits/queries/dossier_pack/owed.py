"""What a unit's systems owe and have not met, counted by system and gathered by duty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F

from audits.packs.parts import Provision
from audits.packs.portfolio import PortfolioDuty
from governance.models import Unit
from risk.models import Obligation

FIELDS = ("key", "title", "role", "provision", "due_effective", "due_literal")


@dataclass(frozen=True)
class Mine:
    """What one system owes: how much is open, how much of it is late, and the next day."""

    open: int
    overdue: int
    next_due: str


@dataclass
class Group:
    """One duty with one pair of days, and the systems that owe it."""

    row: Mapping[str, Any]
    systems: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)

    def duty(self) -> PortfolioDuty:
        """Return the group as a pack keeps it."""
        named = tuple(sorted({owner for owner in self.owners if owner}))
        return PortfolioDuty(
            title=self.row["title"],
            role=self.row["role"],
            provision=provision_of(self.row["provision"]),
            due_effective=_day(self.row["due_effective"]),
            due_literal=_day(self.row["due_literal"]),
            systems=tuple(self.systems),
            owners=named,
            ownerless=sum(1 for owner in self.owners if not owner),
        )


@dataclass(frozen=True)
class Owed:
    """The open duties of a unit, by duty in the order of their days, and the days of each system."""

    groups: tuple[Group, ...]
    days: Mapping[UUID, tuple[date | None, ...]]


def owed_in(unit: Unit) -> Owed:
    """Return what the systems of a unit and below owe and have not met. One query."""
    rows = Obligation.objects.filter(state=Obligation.State.OPEN, system__unit__path__startswith=unit.path)
    named = rows.order_by(F("due_effective").asc(nulls_last=True), "title", "key", "system__reference")
    groups: dict[tuple[Any, ...], Group] = {}
    days: dict[UUID, list[date | None]] = {}
    for row in named.values(*FIELDS, "system_id", "system__reference", "owner__name"):
        key = (row["key"], row["due_effective"], row["due_literal"])
        group = groups.setdefault(key, Group(row))
        group.systems.append(row["system__reference"])
        group.owners.append(row["owner__name"] or "")
        days.setdefault(row["system_id"], []).append(row["due_effective"])
    return Owed(tuple(groups.values()), {system: tuple(dates) for system, dates in days.items()})


def duties_of(owed: Owed, system: UUID, today: date) -> Mine:
    """Return what one system owes on a day."""
    days = owed.days.get(system, ())
    dated = [day for day in days if day]
    ahead = [day for day in dated if day >= today]
    return Mine(len(days), len(dated) - len(ahead), _day(min(ahead, default=None)))


def provision_of(stored: Mapping[str, Any]) -> Provision:
    """Return a stored provision as a pack keeps it."""
    return Provision(**{name: stored.get(name) or "" for name in ("cite", "anchor", "url")})


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
