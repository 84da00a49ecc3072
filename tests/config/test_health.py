"""A load balancer asks by address, over HTTP, and hears yes or no."""

import pytest
from django.db import OperationalError, connection


@pytest.fixture
def strict(settings):
    settings.SECURE_SSL_REDIRECT = True
    return settings


def test_whoever_asks_by_address_hears_that_all_is_well(client, db, strict, django_assert_num_queries):
    with django_assert_num_queries(1):
        told = client.get("/health/", SERVER_NAME="10.0.0.7")

    assert (told.status_code, told.content, told.headers["Cache-Control"]) == (200, b"ok\n", "no-store")
    assert not told.cookies


def test_a_database_that_does_not_answer_is_told(client, db, strict):
    def silent(*_: object) -> None:
        raise OperationalError("connection refused: 10.0.0.9 user annex")

    with connection.execute_wrapper(silent):
        told = client.get("/health/", SERVER_NAME="10.0.0.7")

    assert told.status_code == 503
    assert b"10.0.0.9" not in told.content


def test_no_other_address_is_answered_by_another_name(client, db, strict):
    assert client.get("/health/more/", SERVER_NAME="10.0.0.7").status_code == 400
    assert client.post("/health/", SERVER_NAME="10.0.0.7").status_code == 400
