"""The timeline in the browser, and the address for one's own calendar."""

import pytest

from risk.models import Feed
from tests.factories import VersionFactory
from tests.risk.queries.test_timelines import duty
from tests.risk.views.test_findings import text

URL, CALENDAR = "/obligations/timeline/", "/obligations/calendar/"


@pytest.fixture
def system(unit, lawyer):
    return VersionFactory(system__unit=unit, system__owner=lawyer).system


def test_the_days_stand_in_a_list_and_in_a_picture(client, system, auditor, now):
    duty(system, due_literal="2026-08-02")
    client.force_login(auditor)

    page = text(client.get(URL))

    assert "1 duty, 1 of them still open." in page
    assert '<li id="d-2027-12-02">' in page
    assert "<title>2 December 2027: 1 open</title>" in page
    assert "by the letter only" in page
    assert "In my calendar" not in page


def test_what_must_be_true_by_a_day(client, system, lawyer, now):
    duty(system)
    duty(system, key="later:provider", title="Appoint a deputy", due_effective="2028-08-02")
    client.force_login(lawyer)

    page = text(client.get(URL, {"by": "2027-12-02"}))

    assert "Keep logs" in page
    assert "Appoint a deputy" not in page


@pytest.mark.parametrize("odd", [{"by": "soon"}, {"system": "SYS-9999"}, {"by": "", "system": ""}])
def test_an_odd_search_breaks_nothing(odd, client, system, lawyer, now):
    duty(system)
    client.force_login(lawyer)

    assert client.get(URL, odd).status_code == 200


def test_an_outsider_sees_an_empty_line(client, system, outsider, now):
    duty(system)
    client.force_login(outsider)

    assert "Nothing is owed in this part of the timeline." in text(client.get(URL))


def test_an_address_is_shown_once_and_can_be_closed(client, lawyer, now):
    client.force_login(lawyer)

    assert "You have no address yet." in text(client.get(CALENDAR))

    opened = client.post(CALENDAR, {"act": "open"})

    page = text(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    secret = page.split("calendar.ics?key=")[1].split("<")[0].split("&")[0]
    assert (
        "BEGIN:VCALENDAR" in client.get("/api/v1/obligations/calendar.ics", {"key": secret}).content.decode()
    )
    assert secret not in text(client.get(CALENDAR))
    assert "The address is closed" in text(client.post(CALENDAR, {"act": "close"}, follow=True))
    assert not Feed.objects.exists()


def test_an_act_that_is_none_does_nothing(client, lawyer):
    client.force_login(lawyer)

    assert client.post(CALENDAR, {"act": "burn"}).status_code == 422
    assert not Feed.objects.exists()


def test_an_auditor_opens_no_address(client, auditor):
    client.force_login(auditor)

    assert client.get(CALENDAR).status_code == 403
    assert client.post(CALENDAR, {"act": "open"}).status_code == 403
    assert not Feed.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_timeline_costs_the_same_however_much_is_owed(
    rows, client, system, lawyer, now, django_assert_num_queries
):
    for n in range(rows):
        duty(system, key=f"d{n}:provider")
    client.force_login(lawyer)

    with django_assert_num_queries(8):
        client.get(URL)
