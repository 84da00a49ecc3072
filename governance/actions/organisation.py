"""The organisation and its tree of units."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from governance import trail
from governance.models import Membership, Organisation, Unit, User
from governance.vocabulary import Role, SizeClass


@dataclass(frozen=True)
class FirstPerson:
    """Who sets the installation up."""

    email: str
    name: str
    password: str


class AlreadyFounded(Exception):
    """The installation has its organisation."""


class PathTaken(Exception):
    """A unit of this name stands there already."""


@transaction.atomic
def found(
    *,
    name: str,
    size_class: SizeClass,
    public_body: bool,
    sector: str,
    established_in_union: bool,
    country: str,
    first_person: FirstPerson,
    at: datetime,
) -> tuple[Organisation, Unit, User]:
    """Set the organisation up: its row, its root unit and its first person, a lawyer who appoints the others.

    Raises: AlreadyFounded.
    """
    if Organisation.objects.exists():
        raise AlreadyFounded(name)
    told = {"name": name, "size_class": size_class, "public_body": public_body, "sector": sector,
            "established_in_union": established_in_union, "country": country}  # fmt: skip
    organisation = Organisation.objects.create(pk=1, **told)
    root = Unit.objects.create(path=_step(name, "organisation"), name=name)
    user = User(email=first_person.email.lower(), name=first_person.name)
    user.set_password(first_person.password)
    user.save(force_insert=True)
    Membership.objects.create(user=user, unit=root, role=Role.LAWYER, starts_at=at)
    trail.record(at=at, by=user, verb="organisation.founded", subject="organisation", unit=root, after=told)
    return organisation, root, user


@transaction.atomic
def add_unit(*, parent: Unit, name: str, by: User, at: datetime) -> Unit:
    """Add a unit below another.

    Raises: PathTaken, also for names that differ in nothing but signs.
    """
    path = parent.path + _step(name, "unit")
    if Unit.objects.filter(path=path).exists():
        raise PathTaken(path)
    unit = Unit.objects.create(name=name, parent=parent, path=path)
    trail.record(at=at, by=by, verb="unit.added", subject=path, unit=unit, after={"name": name})
    return unit


def _step(name: str, without_letters: str) -> str:
    """Return a unit's own part of its path: letters of every alphabet, for two Greek names must not be one path."""
    return f"{slugify(name, allow_unicode=True) or without_letters}/"
