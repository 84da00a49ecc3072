"""Tokens, rates and bodies: what every route has in common."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse
from rest_framework.test import APIClient

from governance.actions import tokens
from governance.api.throttles import ReadRate, WriteRate
from governance.models import ApiToken, Vendor
from tests.callers import API, caller, faults

ME, VENDORS = f"{API}/me", f"{API}/vendors"


@pytest.fixture
def vendor_body(unit):
    return {"name": "Aleph", "country": "DE", "unit": unit.path}


def test_nobody_enters_without_a_token(client, db):
    response = client.get(ME)

    assert faults(response, 401) == {None: "not_authenticated"}
    assert response.headers["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Token annex_wrong", "Token", "Token a b", "Token \u00e9"])
def test_a_wrong_token_is_refused(db, header):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)

    assert faults(client.get(ME), 401) == {None: "authentication_failed"}


def test_a_revoked_token_is_refused_at_once(engineer, unit):
    client = caller(engineer)
    assert client.get(ME).status_code == 200

    tokens.revoke(token=ApiToken.objects.get(), unit=unit, by=engineer, at=datetime.now(UTC))

    assert faults(client.get(ME), 401)


def test_an_expired_token_is_refused_and_stays_on_record(engineer):
    client = caller(engineer)

    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        assert faults(client.get(ME), 401)

    assert ApiToken.objects.count() == 1


def test_a_token_ends_with_the_role_of_its_holder(engineer, vendor_body):
    client = caller(engineer)
    engineer.memberships.update(ends_at=datetime.now(UTC) - timedelta(minutes=1))

    assert faults(client.get(VENDORS), 403)
    assert faults(client.post(VENDORS, vendor_body), 403)


def test_a_read_only_token_reads_and_changes_nothing(lawyer, vendor_body):
    client = caller(lawyer, may_write=False)

    assert client.get(VENDORS).status_code == 200
    assert faults(client.post(VENDORS, vendor_body), 403) == {None: "permission_denied"}
    assert not Vendor.objects.exists()


def test_the_last_use_of_a_token_is_noted_once_a_minute(engineer, django_assert_num_queries):
    client = caller(engineer, may_write=False)
    first = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    ApiToken.objects.update(expiry=first + timedelta(days=1))

    for seconds, noted in [(0, 0), (59, 0), (61, 61), (90, 61)]:
        with time_machine.travel(first + timedelta(seconds=seconds), tick=False):
            client.get(ME)
        assert ApiToken.objects.get().last_used_at == first + timedelta(seconds=noted)


def test_a_busy_database_does_not_fail_a_read(engineer, monkeypatch):
    def busy(*_: object, **__: object) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(type(ApiToken.objects), "note_use", busy)

    assert caller(engineer).get(ME).status_code == 200


def test_writing_too_fast_is_told_when_to_come_back(lawyer, vendor_body, monkeypatch):
    cache.clear()
    monkeypatch.setattr(WriteRate, "THROTTLE_RATES", {"write": "2/min"})
    client = caller(lawyer)

    assert [client.post(VENDORS, vendor_body).status_code for _ in range(2)] == [201, 201]
    refused = client.post(VENDORS, vendor_body)

    assert faults(refused, 429) == {None: "throttled"}
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert client.get(VENDORS).status_code == 200


def test_reading_too_fast_is_refused_as_well(lawyer, monkeypatch):
    cache.clear()
    monkeypatch.setattr(ReadRate, "THROTTLE_RATES", {"read": "1/min"})
    client = caller(lawyer)

    assert client.get(VENDORS).status_code == 200
    assert faults(client.get(VENDORS), 429)


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "parse_error"),
        ('{"name": "a\\u0000b"}', "application/json", 400, "parse_error"),
        ('{"name": "\\ud800"}', "application/json", 400, "parse_error"),
        ('{"name": NaN}', "application/json", 400, "parse_error"),
        ("[1]", "application/json", 422, "invalid"),
        ("null", "application/json", 422, "null"),
        ("name=x", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_problem(lawyer, body, kind, status, code):
    response = caller(lawyer).post(VENDORS, body, content_type=kind)

    assert faults(response, status) == {None: code}


def test_a_browser_session_needs_its_csrf_token_to_write(lawyer, vendor_body):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(lawyer)

    assert faults(client.post(VENDORS, vendor_body, format="json"), 403)
    assert not Vendor.objects.exists()


def test_the_document_and_its_page_are_for_people_who_are_signed_in(client, auditor):
    assert client.get(reverse("api-document")).status_code == 401
    assert client.get(reverse("api-docs")).status_code == 302

    client.force_login(auditor)

    assert client.get(reverse("api-document")).json()["openapi"] == "3.1.1"
    page = client.get(reverse("api-docs")).content.decode()
    assert f'data-document="{reverse("api-document")}"' in page
    assert "<style" not in page


@pytest.mark.parametrize("body", ["[" * 100_000, '{"name":' * 100_000, "[" * 5000 + "]" * 5000])
def test_a_body_nested_beyond_reason_is_no_fault_of_ours(engineer, body):
    response = caller(engineer).post(VENDORS, body, content_type="application/json")

    assert faults(response, 400) == {None: "parse_error"}


@pytest.mark.parametrize("path", ["systems", "vendors", "fairness/plans"])
def test_an_operation_that_is_not_described_is_refused(engineer, path):
    assert faults(caller(engineer).options(f"{API}/{path}"), 405) == {None: "method_not_allowed"}


def test_hints_are_looked_for_only_as_long_as_somebody_may_read_them(engineer, vendor_body):
    strangers = {f"contac{number}": "" for number in range(200)}

    response = caller(engineer).post(VENDORS, vendor_body | strangers)

    told = [fault["detail"] for fault in response.json()["errors"]]
    assert (response.status_code, len(told)) == (422, 200)
    assert sum("Did you mean contact?" in says for says in told) == 20
