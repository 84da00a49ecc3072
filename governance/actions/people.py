"""Bringing people in, giving them roles in units, and showing them out."""

from datetime import datetime

from django.db import transaction

from governance import trail
from governance.models import Membership, Unit, User
from governance.vocabulary import Role


class AddressTaken(Exception):
    """Somebody with this address is enrolled."""


@transaction.atomic
def enrol(*, email: str, name: str, password: str, unit: Unit, by: User, at: datetime) -> User:
    """Bring a person in; they may do nothing until they are given a role.
    Raises: AddressTaken.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise AddressTaken(email)
    user = User(email=email.lower(), name=name)
    user.set_password(password)
    user.save(force_insert=True)
    trail.record(at=at, by=by, verb="person.enrolled", subject=f"person:{user.pk}", unit=unit)
    return user


@transaction.atomic
def appoint(
    *, user: User, unit: Unit, role: Role, by: User, at: datetime, ends_at: datetime | None = None
) -> Membership:
    """Give a person a role in a unit and everything below it, until a moment if one is named."""
    membership, _ = Membership.objects.update_or_create(
        user=user, unit=unit, role=role, defaults={"starts_at": at, "ends_at": ends_at}
    )
    trail.record(
        at=at, by=by, verb="person.appointed", subject=f"person:{user.pk}", unit=unit,
        after={"role": role, "unit": unit.path, "ends_at": ends_at.isoformat() if ends_at else None},
    )  # fmt: skip
    return membership


@transaction.atomic
def dismiss(*, membership: Membership, by: User, at: datetime) -> None:
    """Take a role away."""
    told = {"role": membership.role, "unit": membership.unit.path}
    subject, unit = f"person:{membership.user_id}", membership.unit
    membership.delete()
    trail.record(at=at, by=by, verb="person.dismissed", subject=subject, unit=unit, before=told)
