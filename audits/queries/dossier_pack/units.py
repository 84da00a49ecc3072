"""What is on record about a unit and everything below it: the portfolio that a board reads."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max

from audits.packs.portfolio import Portfolio, PortfolioChange, PortfolioDuty, PortfolioSystem
from audits.queries.dossier_pack.exposure import disparities_in, vendors_in
from audits.queries.dossier_pack.owed import Owed, duties_of, owed_in, provision_of
from governance.models import AISystem, SystemVersion, Unit
from risk.models import Classification, Position

Finding = Mapping[str, Any]
FINDING = ("edition", "on_date", "finding__at_least", "finding__open_questions", "finding__upcoming")


def portfolio_of(unit: Unit, at: datetime) -> Portfolio:
    """Return a unit's portfolio: whoever sees the unit sees everything that is in it.

    Cost: nine queries, whatever the number of systems. Of each finding only what is printed is read.
    """
    units = Unit.objects.filter(path__startswith=unit.path).order_by("path")
    versions = _newest_versions(unit)
    standing = _standing(unit)
    owed = owed_in(unit)
    held = _positions(unit)
    return Portfolio(
        unit=unit.name,
        path=unit.path,
        units=tuple(units.values_list("name", flat=True)),
        systems=tuple(_system(one, standing, held, owed, at) for one in versions),
        duties=_grouped(owed),
        disparities=disparities_in(unit),
        vendors=vendors_in(unit),
        changes=_changes(versions, standing),
    )


def scope_of(portfolio: Portfolio) -> str:
    """Return in words how far a portfolio reaches."""
    below = len(portfolio.units) - 1
    reach = f"{portfolio.unit} and the {below} units below it" if below > 1 else portfolio.unit
    return f"{portfolio.unit} and the unit below it" if below == 1 else reach


def _newest_versions(unit: Unit) -> tuple[SystemVersion, ...]:
    rows = SystemVersion.objects.filter(system__unit__path__startswith=unit.path)
    newest = rows.annotate(last=Max("system__versions__number")).filter(number=F("last"))
    return tuple(newest.select_related("system__unit", "system__owner").order_by("system__reference"))


def _standing(unit: Unit) -> dict[UUID, Finding]:
    """Return what is printed of the standing finding of each version."""
    rows = Classification.objects.filter(
        superseded_at=None, version__system__unit__path__startswith=unit.path
    )
    return {row["version_id"]: row for row in rows.values("version_id", *FINDING)}


def _positions(unit: Unit) -> dict[UUID, Position]:
    """Return the newest position that a lawyer took on each system."""
    rows = Position.objects.filter(classification__version__system__unit__path__startswith=unit.path)
    named = rows.select_related("by", "classification__version").defer(
        "classification__finding", "classification__facts"
    )
    return {row.classification.version.system_id: row for row in named.order_by("at", "pk")}


def _system(
    version: SystemVersion,
    standing: Mapping[UUID, Finding],
    held: Mapping[UUID, Position],
    owed: Owed,
    at: datetime,
) -> PortfolioSystem:
    system, finding = version.system, standing.get(version.pk, {})
    mine = duties_of(owed, system.pk, at.date())
    return PortfolioSystem(
        reference=system.reference,
        name=system.name,
        unit=system.unit.name,
        owner=system.owner.name,
        roles=tuple(system.operator_roles),
        lifecycle=system.lifecycle,
        version=version.label,
        tier=system.tier,
        at_least=finding.get("finding__at_least") or "",
        edition=finding.get("edition") or "",
        judged_on=finding["on_date"].isoformat() if finding else "",
        position=_position(system, held.get(system.pk)),
        open_questions=len(finding.get("finding__open_questions") or ()),
        duties=mine.open,
        overdue=mine.overdue,
        next_due=mine.next_due,
    )


def _position(system: AISystem, newest: Position | None) -> str:
    """Return what a lawyer holds; of a confirmation also whether the finding was replaced since."""
    if newest is None:
        return ""
    if newest.stance == Position.Stance.CONTESTED:
        return "contested" if system.is_contested else "contest answered"
    return "confirmed" if newest.classification.superseded_at is None else "confirmed an earlier finding"


def _grouped(owed: Owed) -> tuple[PortfolioDuty, ...]:
    return tuple(group.duty() for group in owed.groups)


def _changes(
    versions: Iterable[SystemVersion], standing: Mapping[UUID, Finding]
) -> tuple[PortfolioChange, ...]:
    """Return the enacted changes ahead, each with the systems that it concerns, the nearest day first."""
    found: dict[tuple[str, str], tuple[Finding, list[str]]] = {}
    for version in versions:
        for told in standing.get(version.pk, {}).get("finding__upcoming") or ():
            key = (str(told.get("on") or ""), str(told.get("says") or ""))
            found.setdefault(key, (told.get("provision") or {}, []))[1].append(version.system.reference)
    return tuple(_change(day, says, *found[day, says]) for day, says in sorted(found))


def _change(day: str, says: str, provision: Finding, systems: list[str]) -> PortfolioChange:
    return PortfolioChange(date=day, says=says, provision=provision_of(provision), systems=tuple(systems))
