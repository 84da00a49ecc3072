"""What is owed, found by what people look for."""

from datetime import date

import pytest

from risk.models import Obligation
from risk.queries.obligations import Wanted, due_soon, listed, of_system
from tests.factories import SystemFactory


@pytest.fixture
def system(unit, lawyer):
    return SystemFactory(unit=unit, owner=lawyer, name="CV screening")


def duty(system, key, **changes: object):
    told = {
        "role": "deployer",
        "title": f"Duty {key}",
        "says": "Do it.",
        "edition": "2026-1744",
        "owner": system.owner,
        "provision": {"cite": "Art. 26(1)", "anchor": "art-26-1", "url": "https://example.org/"},
    }
    return Obligation.objects.create(system=system, key=key, **(told | changes))


def titles(rows):
    return [row.title for row in rows]


def test_duties_come_by_day_and_those_without_a_day_last(system, lawyer):
    duty(system, "sleeping")
    duty(system, "later", due_effective=date(2027, 12, 2))
    duty(system, "sooner", due_effective=date(2026, 12, 2))

    assert titles(listed(lawyer, Wanted())) == ["Duty sooner", "Duty later", "Duty sleeping"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(state="met"), ["Duty met"]),
        (Wanted(until=date(2027, 1, 1)), ["Duty met"]),
        (Wanted(role="provider"), ["Duty open"]),
        (Wanted(words="cv open"), ["Duty open"]),
        (Wanted(words="nothing like it"), []),
    ],
)
def test_a_search_narrows_by_each_of_its_fields(wanted, found, system, lawyer, now):
    duty(system, "met", state="met", settled_at=now, settled_by=lawyer, due_effective=date(2026, 12, 2))
    duty(system, "open", role="provider", due_effective=date(2027, 12, 2))

    assert titles(listed(lawyer, wanted)) == found


def test_a_reference_finds_the_duties_of_its_system_only(system, lawyer, unit):
    duty(system, "mine")
    duty(SystemFactory(unit=unit, owner=lawyer), "other")

    assert titles(listed(lawyer, Wanted(words=system.reference.lower()))) == ["Duty mine"]


def test_what_presses_is_counted_and_shown_first(system, lawyer):
    duty(system, "overdue", due_effective=date(2026, 8, 2))
    duty(system, "soon", due_effective=date(2026, 12, 2))
    duty(system, "far", due_effective=date(2027, 12, 2))

    due = due_soon(lawyer, date(2026, 11, 20), limit=1)

    assert (titles(due.rows), due.overdue, due.soon) == (["Duty overdue"], 1, 1)


def test_the_duties_of_a_system_begin_with_the_open_ones(system, lawyer, now):
    duty(system, "a", state="met", settled_at=now, settled_by=lawyer, due_effective=date(2026, 1, 1))
    duty(system, "b")

    assert titles(of_system(system)) == ["Duty b", "Duty a"]


def test_what_somebody_may_not_see_is_not_found(system, outsider):
    duty(system, "a", due_effective=date(2026, 8, 2))

    assert not listed(outsider, Wanted()).exists()
    assert due_soon(outsider, date(2026, 11, 20), limit=5).rows == ()
