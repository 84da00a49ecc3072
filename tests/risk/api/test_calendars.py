"""The calendar over REST: by token, by session, by a person's secret address, and nothing beyond it."""

import pytest
from django.test import Client

from governance.models import Membership, TrailEntry
from risk.actions import feeds
from risk.models import Feed, Obligation
from tests.callers import API, caller, faults
from tests.factories import VersionFactory
from tests.risk.queries.test_timelines import duty
from tests.services.clock import NOW

URL = f"{API}/obligations/calendar.ics"


@pytest.fixture
def owed(unit, lawyer):
    system = VersionFactory(system__unit=unit, system__owner=lawyer, system__name="Scorer").system
    return duty(system, owner=lawyer, title="Keep logs", due_literal="2026-08-02")


def test_a_token_reads_both_days_of_ones_own_duties(now, lawyer, owed):
    response = caller(lawyer, may_write=False).get(URL)

    text = response.content.decode()
    assert response.headers["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20271202" in text
    assert "SUMMARY:By the letter: Keep logs" in text
    assert f"http://testserver/obligations/{owed.pk}/" in text.replace("\r\n ", "")


def test_others_duties_are_shown_only_when_asked_for(now, auditor, owed):
    client = caller(auditor, may_write=False)

    assert "BEGIN:VEVENT" not in client.get(URL).content.decode()
    assert "Keep logs" in client.get(f"{URL}?whose=all").content.decode()


def test_duties_that_are_met_are_not_in_it(now, lawyer, owed):
    Obligation.objects.update(state="met", settled_at=NOW, settled_by=lawyer)

    assert "BEGIN:VEVENT" not in caller(lawyer).get(URL).content.decode()


def test_a_secret_address_opens_the_calendar_and_nothing_else(now, unit, lawyer, owed):
    secret = feeds.open_feed(unit=unit, by=lawyer, at=NOW)

    assert "Keep logs" in Client().get(URL, {"key": secret}).content.decode()
    assert faults(Client().get(f"{API}/obligations", {"key": secret}), 401)
    assert faults(Client().get(URL, headers={"Authorization": f"Token {secret}"}), 401)
    assert Client().post(URL, query_params={"key": secret}).status_code in {401, 403, 405}


def test_only_a_digest_is_kept_and_the_trail_has_no_secret(now, unit, lawyer, owed):
    secret = feeds.open_feed(unit=unit, by=lawyer, at=NOW)

    assert secret not in str(Feed.objects.values().get())
    entry = TrailEntry.objects.get(verb="feed.opened")
    assert secret not in f"{entry.after}{entry.subject}"


def test_a_new_address_ends_the_old_one_and_closing_ends_it_all(now, unit, lawyer, owed):
    first = feeds.open_feed(unit=unit, by=lawyer, at=NOW)
    second = feeds.open_feed(unit=unit, by=lawyer, at=NOW)
    assert faults(Client().get(URL, {"key": first}), 401)
    assert Client().get(URL, {"key": second}).status_code == 200

    feeds.close_feed(unit=unit, by=lawyer, at=NOW)

    assert faults(Client().get(URL, {"key": second}), 401)
    assert TrailEntry.objects.filter(verb="feed.closed").count() == 1


def test_an_address_of_somebody_who_left_opens_nothing(now, unit, lawyer, owed):
    secret = feeds.open_feed(unit=unit, by=lawyer, at=NOW)
    Membership.objects.filter(user=lawyer).update(ends_at=NOW)
    assert faults(Client().get(URL, {"key": secret}), 403)

    lawyer.is_active = False
    lawyer.save(update_fields=["is_active"])

    assert faults(Client().get(URL, {"key": secret}), 401)


def test_an_outsider_reads_nothing_of_it(now, outsider, owed):
    assert "Keep logs" not in caller(outsider).get(f"{URL}?whose=all").content.decode()


def test_a_calendar_program_that_accepts_calendars_alone_is_served(now, lawyer, owed):
    response = caller(lawyer).get(URL, headers={"Accept": "text/calendar"})

    assert response.status_code == 200


def test_what_it_does_not_understand_is_named(now, lawyer):
    assert faults(caller(lawyer).get(f"{URL}?whose=yours"), 422) == {"whose": "invalid_choice"}
    assert faults(caller(lawyer, name="b").get(f"{URL}?who=all"), 422) == {"who": "unknown_field"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_calendar_costs_the_same_however_many_duties(rows, now, unit, lawyer, django_assert_num_queries):
    system = VersionFactory(system__unit=unit, system__owner=lawyer).system
    for n in range(rows):
        duty(system, owner=lawyer, key=f"d{n}:provider")
    client = Client()
    secret = feeds.open_feed(unit=unit, by=lawyer, at=NOW)

    with django_assert_num_queries(3):
        client.get(URL, {"key": secret})
