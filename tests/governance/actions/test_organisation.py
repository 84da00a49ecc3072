"""The organisation is founded once; its units stand in a tree."""

import pytest

from governance.actions import organisation
from governance.models import Membership, Organisation, TrailEntry, Unit
from governance.vocabulary import Role, SizeClass


def found(at, name="Brabant Bank"):
    return organisation.found(
        name=name,
        size_class=SizeClass.LARGE,
        public_body=False,
        sector="Banking",
        established_in_union=True,
        country="BE",
        first_person=organisation.FirstPerson("Ada@Example.org", "Ada", "correct horse battery staple"),
        at=at,
    )


def last():
    return TrailEntry.objects.latest("seq")


def test_founding_makes_the_organisation_its_root_and_its_first_lawyer(db, now):
    bank, root, ada = found(now)

    assert (Organisation.objects.get(), Unit.objects.get()) == (bank, root)
    assert (root.path, ada.email) == ("brabant-bank/", "ada@example.org")
    assert ada.check_password("correct horse battery staple")
    assert Membership.objects.get(user=ada, unit=root).role == Role.LAWYER
    assert (last().verb, last().after["size_class"], TrailEntry.objects.count()) == (
        "organisation.founded", "large", 1,
    )  # fmt: skip


def test_there_is_one_organisation(db, now):
    found(now)

    with pytest.raises(organisation.AlreadyFounded):
        found(now, name="Another Bank")

    assert (Organisation.objects.count(), Unit.objects.count()) == (1, 1)


@pytest.mark.parametrize(("name", "path"), [("Ελληνική", "ελληνική/"), ("★", "organisation/")])
def test_a_name_in_any_alphabet_or_in_none_has_a_path(db, now, name, path):
    _, root, _ = found(now, name=name)

    assert root.path == path


def test_units_with_names_in_other_alphabets_stand_side_by_side(house, now):
    paths = {
        organisation.add_unit(parent=house.root, name=name, by=house.founder, at=now).path
        for name in ("Кредити", "Право", "信用", "★")
    }

    assert paths == {house.root.path + step for step in ("кредити/", "право/", "信用/", "unit/")}


def test_a_unit_stands_below_its_parent(house, now):
    unit = organisation.add_unit(parent=house.unit, name="Retail lending", by=house.founder, at=now)

    assert (unit.parent, unit.path) == (house.unit, f"{house.unit.path}retail-lending/")
    assert (last().verb, last().subject) == ("unit.added", unit.path)


def test_two_units_of_one_name_do_not_stand_side_by_side(house, now):
    with pytest.raises(organisation.PathTaken):
        organisation.add_unit(parent=house.root, name="credit", by=house.founder, at=now)

    organisation.add_unit(parent=house.elsewhere, name="Credit", by=house.founder, at=now)
