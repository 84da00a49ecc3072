"""Keys for programs: the secret is shown once and stored nowhere."""

from datetime import timedelta

import pytest

from governance.actions import tokens
from governance.models import ApiToken, TrailEntry


def issue(unit, by, at, name="nightly pipeline"):
    return tokens.issue(
        name=name, may_write=False, expires_at=at + timedelta(days=30), unit=unit, by=by, at=at
    )


def test_the_secret_is_returned_and_neither_stored_nor_told(unit, engineer, now):
    token, secret = issue(unit, engineer, now)

    entry = TrailEntry.objects.latest("seq")
    assert secret.startswith("annex_")
    assert secret not in {str(value) for value in ApiToken.objects.values().get().values()}
    assert secret not in f"{entry.subject} {entry.after}"
    assert (entry.verb, entry.after["may_write"]) == ("token.issued", False)
    assert token.expiry == now + timedelta(days=30)


def test_a_name_is_given_once_a_person(unit, engineer, lawyer, now):
    issue(unit, engineer, now)

    with pytest.raises(tokens.NameTaken):
        issue(unit, engineer, now)
    issue(unit, lawyer, now)

    assert ApiToken.objects.count() == 2


def test_a_revoked_token_is_gone(unit, engineer, now):
    token, _ = issue(unit, engineer, now)

    tokens.revoke(token=token, unit=unit, by=engineer, at=now)

    assert not ApiToken.objects.exists()
    assert TrailEntry.objects.latest("seq").verb == "token.revoked"
