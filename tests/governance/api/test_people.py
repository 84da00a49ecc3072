"""Who is calling."""

from datetime import UTC, datetime

import pytest

from tests.callers import API, caller

ME, UNITS = f"{API}/me", f"{API}/units"


def test_a_caller_learns_who_they_are_and_what_they_may_do(engineer, unit):
    shown = caller(engineer, may_write=False).get(ME).json()

    assert (shown["name"], shown["email"]) == ("Bob", "bob@example.org")
    assert shown["memberships"] == [{"unit": unit.path, "role": "engineer", "ends_at": None}]
    assert "annex.edit_register" in shown["permissions"]
    assert "annex.settle_obligations" not in shown["permissions"]
    assert (shown["token"]["name"], shown["token"]["may_write"]) == ("pipeline", False)
    assert datetime.fromisoformat(shown["token"]["expires_at"]) > datetime.now(UTC)


def test_a_signed_in_person_has_no_token(client, auditor):
    client.force_login(auditor)

    assert client.get(ME).json()["token"] is None


def test_units_are_those_of_the_caller_with_everything_below(house, outsider):
    assert [row["path"] for row in caller(house.founder).get(UNITS).json()["results"]] == [
        "harbour-group/",
        "harbour-group/credit/",
        "harbour-group/shipping/",
    ]
    assert [row["path"] for row in caller(outsider).get(UNITS).json()["results"]] == [
        "harbour-group/shipping/"
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_units_costs_four_queries(house, outsider, rows, django_assert_num_queries):
    client = caller(outsider if rows == 1 else house.founder)
    client.get(UNITS)

    with django_assert_num_queries(4):
        assert client.get(UNITS).json()["count"] == rows
