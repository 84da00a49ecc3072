"""People come in, hold roles, and are shown out; the trail names them by id alone."""

from datetime import timedelta

import pytest

from governance.actions import people
from governance.models import AISystem, Membership, TrailEntry, User
from governance.vocabulary import Role
from tests.factories import SystemFactory
from tests.services.cast import PASSWORD


def last():
    return TrailEntry.objects.latest("seq")


def enrol(house, now, email="Gus@example.org"):
    return people.enrol(
        email=email, name="Gus Peeters", password=PASSWORD, unit=house.unit, by=house.founder, at=now
    )


def test_who_comes_in_may_do_nothing_yet(house, now):
    gus = enrol(house, now)

    assert (gus.email, gus.check_password(PASSWORD)) == ("gus@example.org", True)
    assert not gus.has_perm("annex.read")
    assert (last().verb, last().subject) == ("person.enrolled", f"person:{gus.pk}")


def test_an_address_is_enrolled_once_whatever_its_case(house, now):
    enrol(house, now)

    with pytest.raises(people.AddressTaken):
        enrol(house, now, email="GUS@EXAMPLE.ORG")

    assert User.objects.filter(email__iexact="gus@example.org").count() == 1


def test_the_trail_holds_no_name_and_no_address(house, now):
    gus = enrol(house, now)
    people.appoint(user=gus, unit=house.unit, role=Role.AUDITOR, by=house.founder, at=now)

    told = " ".join(f"{entry.subject} {entry.before} {entry.after}" for entry in TrailEntry.objects.all())
    assert "Gus" not in told
    assert "gus@" not in told


def test_an_appointment_gives_a_role_for_a_time(house, now):
    gus, ends = enrol(house, now), now + timedelta(days=14)

    membership = people.appoint(
        user=gus, unit=house.unit, role=Role.AUDITOR, by=house.founder, at=now, ends_at=ends
    )

    assert (membership.role, membership.starts_at, membership.ends_at) == (Role.AUDITOR, now, ends)
    assert last().after == {"role": "auditor", "unit": house.unit.path, "ends_at": ends.isoformat()}


def test_appointing_again_moves_the_end(house, now):
    gus = enrol(house, now)
    people.appoint(
        user=gus,
        unit=house.unit,
        role=Role.AUDITOR,
        by=house.founder,
        at=now,
        ends_at=now + timedelta(days=1),
    )

    people.appoint(user=gus, unit=house.unit, role=Role.AUDITOR, by=house.founder, at=now)

    assert Membership.objects.get(user=gus).ends_at is None


def test_a_dismissal_takes_the_role_and_the_sight(house, lawyer, now):
    SystemFactory(unit=house.unit)

    people.dismiss(membership=lawyer.memberships.get(), by=house.founder, at=now)

    assert not AISystem.objects.visible_to(lawyer).exists()
    assert (last().verb, last().before) == (
        "person.dismissed", {"role": "lawyer", "unit": house.unit.path},
    )  # fmt: skip
