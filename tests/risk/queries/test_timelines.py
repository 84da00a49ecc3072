"""The timeline: what must be true by which day, counted by the database."""

from datetime import date

import pytest

from governance.models import AISystem
from risk.models import Obligation
from risk.queries.timelines import Wanted, timeline
from tests.factories import VersionFactory

TODAY = date(2026, 9, 14)
CITED = {"cite": "Art. 12", "anchor": "art-12", "url": "https://eur-lex.europa.eu/"}


def duty(system: AISystem, **changes: object) -> Obligation:
    """Return a row as the keeping in step makes it."""
    told: dict[str, object] = {
        "key": "logs:provider",
        "role": "provider",
        "title": "Keep logs",
        "provision": CITED,
        "due_effective": "2027-12-02",
        "edition": "2026-1744",
    }
    return Obligation.objects.create(system=system, **{**told, **changes})


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


@pytest.fixture
def other(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


def test_days_are_in_order_and_systems_are_counted(system, other, lawyer, now):
    duty(system)
    duty(other, state="met", settled_at=now, settled_by=lawyer)
    duty(system, key="literacy:deployer", role="deployer", due_effective="2025-02-02")

    shown = timeline(lawyer, Wanted(), TODAY)

    assert [day.on for day in shown.days] == [date(2025, 2, 2), date(2027, 12, 2)]
    (logs,) = shown.days[1].duties
    assert (logs.systems, logs.open, logs.role, logs.met) == (2, 1, "Provider", False)
    assert (shown.owed, shown.open) == (3, 2)
    assert shown.days[0].place < shown.today < shown.days[1].place


def test_both_readings_are_on_the_line_and_counted_once(system, lawyer):
    duty(system, due_literal="2026-08-02")

    shown = timeline(lawyer, Wanted(), TODAY)

    assert [(day.on.year, day.only_by_the_letter) for day in shown.days] == [(2026, True), (2027, False)]
    assert (shown.owed, shown.open) == (1, 1)


def test_by_a_day_means_on_it_or_before(system, lawyer):
    duty(system)
    duty(system, key="later:provider", due_effective="2027-12-03")
    duty(system, key="asleep:provider", due_effective=None)

    by = timeline(lawyer, Wanted(by=date(2027, 12, 2)), TODAY)

    assert [day.on for day in by.days] == [date(2027, 12, 2)]
    assert by.sleeping == ()
    assert len(timeline(lawyer, Wanted(), TODAY).sleeping) == 1


def test_what_fell_away_and_what_others_owe_is_left_out(system, other, lawyer, outsider, now):
    duty(system, state="fallen_away", settled_at=now, settled_by=lawyer)
    duty(other)

    assert len(timeline(lawyer, Wanted(), TODAY).days) == 1
    assert timeline(lawyer, Wanted(system=system.reference), TODAY).days == ()
    assert timeline(outsider, Wanted(), TODAY).days == ()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_timeline_costs_three_queries(rows, system, lawyer, django_assert_num_queries):
    for n in range(rows):
        duty(system, key=f"d{n}:provider")

    with django_assert_num_queries(3):
        timeline(lawyer, Wanted(), TODAY)
