"""Who may be named as an owner."""

from governance.actions import people
from governance.queries.people import may_own, work_in
from governance.vocabulary import Role
from tests.factories import user_in
from tests.services.clock import NOW


def test_lawyers_and_engineers_of_the_unit_and_of_units_above_may_own(
    house, lawyer, engineer, auditor, outsider
):
    assert set(may_own(lawyer)) == {lawyer, engineer, house.founder}


def test_the_founder_sees_everybody_who_writes(house, lawyer, engineer, auditor, outsider):
    assert set(may_own(house.founder)) == {house.founder, lawyer, engineer, outsider}


def test_whoever_owns_it_now_stays_on_offer(house, lawyer, engineer):
    seat = engineer.memberships.get()
    people.dismiss(membership=seat, by=house.founder, at=NOW)

    assert engineer not in set(may_own(lawyer))
    assert engineer in set(may_own(lawyer, also=engineer))


def test_who_works_in_a_unit_is_of_the_unit_or_above_it_whoever_asks(
    house, lawyer, engineer, auditor, outsider
):
    above = user_in(house.root, Role.ENGINEER, name="Zoe")

    assert list(work_in(house.unit)) == [lawyer, engineer, house.founder, above]
    assert outsider in set(work_in(house.unit, also=outsider))
