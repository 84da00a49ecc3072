"""Keys for one's own programs, in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.actions import tokens
from governance.models import ApiToken, TrailEntry

LIST = reverse("governance:tokens")
NEW = reverse("governance:token_new")


@pytest.fixture
def token(lawyer, unit):
    at = timezone.now()
    token, _ = tokens.issue(
        name="Nightly", may_write=True, expires_at=at + timedelta(days=30), unit=unit, by=lawyer, at=at
    )
    return token


def test_a_token_is_shown_once_and_opens_the_api(client, engineer):
    client.force_login(engineer)

    shown = client.post(NEW, {"name": "Nightly", "may_write": "read", "days": "90"})
    secret = shown.context["secret"]
    client.logout()

    token = ApiToken.objects.get()
    assert secret in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert (token.user, token.name, token.may_write) == (engineer, "Nightly", False)
    assert (token.expiry - timezone.now()).days in {89, 90}
    assert client.get("/api/v1/systems", headers={"Authorization": f"Token {secret}"}).status_code == 200
    assert TrailEntry.objects.latest("seq").verb == "token.issued"


def test_the_list_does_not_tell_the_secret(client, lawyer, token):
    client.force_login(lawyer)

    page = client.get(LIST).content.decode()

    assert token.token_key in page
    assert "read and write" in page
    assert "never" in page


def test_an_ended_token_is_called_so(client, lawyer, token):
    ApiToken.objects.update(expiry=timezone.now() - timedelta(days=1))
    client.force_login(lawyer)

    assert "Ended" in client.get(LIST).content.decode()


def test_a_name_that_is_taken_is_said_at_its_field(client, lawyer, token):
    client.force_login(lawyer)

    response = client.post(NEW, {"name": "Nightly", "may_write": "read", "days": "90"})

    assert response.status_code == 422
    assert response.context["form"].errors["name"] == ["You have a token of this name."]
    assert ApiToken.objects.count() == 1


def test_revoking_is_asked_for_and_then_done(client, lawyer, token):
    client.force_login(lawyer)
    address = reverse("governance:token_revoke", args=[token.token_key])

    asked = client.get(address)
    assert "This cannot be undone" in asked.content.decode()
    assert ApiToken.objects.exists()

    response = client.post(address)
    assert response.url == LIST
    assert not ApiToken.objects.exists()
    assert TrailEntry.objects.latest("seq").verb == "token.revoked"


def test_nobody_revokes_or_sees_the_tokens_of_others(client, engineer, outsider, token):
    address = reverse("governance:token_revoke", args=[token.token_key])

    for person in (engineer, outsider):
        client.force_login(person)
        assert client.post(address).status_code == 404
        assert token.token_key not in client.get(LIST).content.decode()
    assert ApiToken.objects.count() == 1


def test_auditor_holds_no_tokens(client, auditor):
    client.force_login(auditor)

    assert client.get(LIST).status_code == 403
    assert client.post(NEW, {"name": "x", "may_write": "read", "days": "90"}).status_code == 403
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_whatever_its_length(client, lawyer, unit, rows, django_assert_num_queries):
    at = timezone.now()
    for n in range(rows):
        tokens.issue(
            name=f"{n}", may_write=False, expires_at=at + timedelta(days=1), unit=unit, by=lawyer, at=at
        )
    client.force_login(lawyer)

    with django_assert_num_queries(5):
        client.get(LIST)
