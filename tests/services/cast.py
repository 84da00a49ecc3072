"""The people of the tests: one of each role in one unit, and an outsider who is somebody elsewhere."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from governance.actions import organisation, people
from governance.models import Unit, User
from governance.vocabulary import Role, SizeClass

FOUNDED_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class House:
    """An organisation with two units side by side, and the lawyer at its root who founded it."""

    root: Unit
    unit: Unit
    elsewhere: Unit
    founder: User

    def enrol(self, name: str, role: Role, unit: Unit) -> User:
        """Bring in a person with one role in one unit."""
        user = people.enrol(
            email=f"{name.lower()}@example.org",
            name=name,
            password=PASSWORD,
            unit=unit,
            by=self.founder,
            at=FOUNDED_AT,
        )
        people.appoint(user=user, unit=unit, role=role, by=self.founder, at=FOUNDED_AT)
        return user


@pytest.fixture
def house(db: None) -> House:
    """Return a founded organisation."""
    _, root, founder = organisation.found(
        name="Harbour Group",
        size_class=SizeClass.LARGE,
        public_body=False,
        sector="Financial services",
        established_in_union=True,
        country="DE",
        first_person=organisation.FirstPerson("founder@example.org", "Founder", PASSWORD),
        at=FOUNDED_AT,
    )
    unit = organisation.add_unit(parent=root, name="Credit", by=founder, at=FOUNDED_AT)
    elsewhere = organisation.add_unit(parent=root, name="Shipping", by=founder, at=FOUNDED_AT)
    return House(root=root, unit=unit, elsewhere=elsewhere, founder=founder)


@pytest.fixture
def unit(house: House) -> Unit:
    """Return the unit of the lawyer, the engineer and the auditor."""
    return house.unit


@pytest.fixture
def lawyer(house: House) -> User:
    return house.enrol("Ada", Role.LAWYER, house.unit)


@pytest.fixture
def engineer(house: House) -> User:
    return house.enrol("Bob", Role.ENGINEER, house.unit)


@pytest.fixture
def auditor(house: House) -> User:
    return house.enrol("Cyd", Role.AUDITOR, house.unit)


@pytest.fixture
def outsider(house: House) -> User:
    """Return a lawyer of the unit next door."""
    return house.enrol("Eve", Role.LAWYER, house.elsewhere)
