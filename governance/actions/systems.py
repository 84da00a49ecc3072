"""Putting AI systems into the register, and keeping them true."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from governance import trail
from governance.actions import references, revisions
from governance.actions.holding import hold
from governance.models import AISystem, Component, Product, SystemVersion, Unit, User
from governance.vocabulary import Lifecycle, OperatorRole, Tier


class AlreadyRegistered(Exception):
    """A system with this external id is in the register."""


class LabelTaken(Exception):
    """The system has a version of this label."""


@transaction.atomic
def register(
    *,
    name: str,
    purpose: str,
    operator_roles: Sequence[OperatorRole],
    unit: Unit,
    owner: User,
    lifecycle: Lifecycle,
    version_label: str,
    by: User,
    at: datetime,
    external_id: str | None = None,
    placed_on_market_date: date | None = None,
) -> AISystem:
    """Put a new system and its first version into the register.

    Raises: AlreadyRegistered, when the external id is taken.
    """
    # First, because it locks the series: of two registrations at once the second sees the first.
    reference = references.allot("SYS")
    if external_id and AISystem.objects.filter(external_id=external_id).exists():
        raise AlreadyRegistered(external_id)
    system = AISystem.objects.create(
        reference=reference,
        external_id=external_id or None,
        name=name,
        purpose=purpose,
        operator_roles=sorted(operator_roles),
        unit=unit,
        owner=owner,
        lifecycle=lifecycle,
        placed_on_market_date=placed_on_market_date,
        created_at=at,
    )
    SystemVersion.objects.create(system=system, number=1, label=version_label, created_at=at, created_by=by)
    trail.record(
        at=at, by=by, verb="system.registered", subject=system.reference, unit=unit,
        after={
            "name": name, "purpose": purpose, "operator_roles": system.operator_roles, "unit": unit.path,
            "owner": str(owner.pk), "lifecycle": lifecycle, "version": version_label, "external_id": external_id,
            "placed_on_market_date": _iso(placed_on_market_date),
        },
    )  # fmt: skip
    return system


@transaction.atomic
def edit(
    *,
    system: AISystem,
    name: str,
    purpose: str,
    operator_roles: Sequence[OperatorRole],
    unit: Unit,
    owner: User,
    lifecycle: Lifecycle,
    placed_on_market_date: date | None,
    by: User,
    at: datetime,
) -> None:
    """Change what the register says of a system; nothing is written when nothing changed.

    A system that moves leaves an entry in both units: whoever watches the one it left must see it go.
    Raises: revisions.Stale, when somebody else changed the system since it was read.
    """
    wanted: dict[str, Any] = {
        "name": name,
        "purpose": purpose,
        "operator_roles": sorted(operator_roles),
        "unit": unit,
        "owner": owner,
        "lifecycle": lifecycle,
        "placed_on_market_date": placed_on_market_date,
    }
    changes = {field: value for field, value in wanted.items() if getattr(system, field) != value}
    if not changes:
        return
    before = {field: _plain(getattr(system, field)) for field in changes}
    after = {field: _plain(value) for field, value in changes.items()}
    units = dict.fromkeys((system.unit, unit))
    revisions.save(system, changes=changes)
    trail.record_all(
        at=at, by=by, verb="system.edited",
        told=[trail.Told(system.reference, where, before, after) for where in units],
    )  # fmt: skip


@transaction.atomic
def add_version(*, system: AISystem, label: str, changes: str, by: User, at: datetime) -> SystemVersion:
    """Add the next version of a system.

    Raises: LabelTaken.
    """
    hold(system)
    if system.versions.filter(label=label).exists():
        raise LabelTaken(label)
    last = system.versions.aggregate(last=Max("number"))["last"] or 0
    version = SystemVersion.objects.create(
        system=system, number=last + 1, label=label, changes=changes, created_at=at, created_by=by
    )
    trail.record(
        at=at, by=by, verb="system.version_added", subject=system.reference, unit=system.unit,
        after={"number": version.number, "label": label, "changes": changes},
    )  # fmt: skip
    return version


@transaction.atomic
def add_component(*, version: SystemVersion, product: Product, use: str, by: User, at: datetime) -> Component:
    """Say that a version is built with a vendor's product; saying it again changes nothing."""
    component, added = Component.objects.get_or_create(
        version=version, product=product, defaults={"use": use}
    )
    if added:
        trail.record(
            at=at, by=by, verb="system.component_added", subject=version.system.reference,
            unit=version.system.unit, after={"version": version.label, "product": product.reference, "use": use},
        )  # fmt: skip
    return component


@transaction.atomic
def set_tier(*, system: AISystem, tier: Tier, by: User, at: datetime) -> None:
    """Note the tier that a classification arrived at; risk pushes it down, the register never asks."""
    if system.tier == tier and system.tier_set_at is not None:
        return
    before, system.tier = system.tier, tier
    system.tier_set_at, system.tier_set_by = at, by
    system.save(update_fields=["tier", "tier_set_at", "tier_set_by"])
    trail.record(
        at=at, by=by, verb="system.tiered", subject=system.reference, unit=system.unit,
        before={"tier": before}, after={"tier": tier},
    )  # fmt: skip


@transaction.atomic
def note_contest(*, system: AISystem, contested: bool, by: User, at: datetime) -> None:
    """Note that a lawyer contests the finding behind the tier, or no longer does; the tier stays as it is."""
    before = system.is_contested
    if before == contested:
        return
    system.tier_contested_at = at if contested else None
    system.save(update_fields=["tier_contested_at"])
    trail.record(
        at=at, by=by, verb="system.contested" if contested else "system.contest_ended",
        subject=system.reference, unit=system.unit, before={"contested": before}, after={"contested": contested},
    )  # fmt: skip


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> object:
    if isinstance(value, Unit):
        return value.path
    if isinstance(value, User):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else value
