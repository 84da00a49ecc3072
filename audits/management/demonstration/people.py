"""The organisation of the demonstration and the three people who sign in to it."""

import base64
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import CommandError
from django.utils.crypto import salted_hmac

from audits.management.demonstration.material import read
from governance.actions import organisation, people
from governance.models import Organisation, Unit, User
from governance.vocabulary import Role, SizeClass


def password_of(email: str) -> str:
    """Return a person's password: another one in every installation, and the same on every run."""
    digest = salted_hmac("annex.demonstration", email, algorithm="sha256").digest()
    letters = base64.b32encode(digest)[:16].decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def found(at: datetime) -> Unit:
    """Return the root unit of the demonstration's organisation, founded and peopled at the first run.

    Raises: CommandError, when another organisation lives in this database.
    """
    told = read("organisation")
    if row := Organisation.objects.first():
        if row.name != told["name"]:
            raise CommandError(
                f"This database is the register of {row.name}. The demonstration needs its own."
            )
        return Unit.objects.get(parent=None)
    lawyer, *others = told["person"]
    _, root, founder = organisation.found(
        name=told["name"],
        size_class=SizeClass(told["size_class"]),
        public_body=told["public_body"],
        sector=told["sector"],
        established_in_union=told["established_in_union"],
        country=told["country"],
        first_person=organisation.FirstPerson(lawyer["email"], lawyer["name"], password_of(lawyer["email"])),
        at=at,
    )
    for name in told["units"]:
        organisation.add_unit(parent=root, name=name, by=founder, at=at)
    for person in others:
        _bring_in(person, root, founder, at)
    return root


def _bring_in(person: dict[str, Any], root: Unit, founder: User, at: datetime) -> None:
    email = person["email"]
    user = people.enrol(
        email=email, name=person["name"], password=password_of(email), unit=root, by=founder, at=at
    )
    ends_at = at + timedelta(days=person["days"]) if "days" in person else None
    people.appoint(user=user, unit=root, role=Role(person["role"]), by=founder, at=at, ends_at=ends_at)


def whoever(role: Role) -> User:
    """Return the person of a role."""
    return User.objects.get(
        email=next(p["email"] for p in read("organisation")["person"] if p["role"] == role)
    )


def sign_ins() -> list[tuple[str, str, str]]:
    """Return role, address and password of each person."""
    return [(p["role"], p["email"], password_of(p["email"])) for p in read("organisation")["person"]]
