"""Programs that call the REST face with a token, as in production, and what they read in an answer."""

from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from rest_framework.test import APIClient

from governance.actions import tokens
from governance.models import TrailEntry, User

API = "/api/v1"


def token(user: User, *, may_write: bool = True, name: str = "pipeline") -> str:
    """Return the Authorization header of a fresh token of this person."""
    at = datetime.now(UTC)
    unit = user.memberships.get().unit
    _, secret = tokens.issue(
        name=name, may_write=may_write, expires_at=at + timedelta(days=30), unit=unit, by=user, at=at
    )
    return f"Token {secret}"


def caller(user: User, *, may_write: bool = True, name: str = "pipeline") -> APIClient:
    """Return a client that carries a fresh token of this person."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=token(user, may_write=may_write, name=name))
    client.default_format = "json"  # type: ignore[attr-defined]
    return client


def faults(response: HttpResponse, status: int) -> dict[str | None, str]:
    """Return the faults of a problem document as field path to code, after checking its form."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()  # type: ignore[attr-defined]
    assert body["status"] == status
    assert body["type"] == "about:blank"
    assert body["title"]
    assert body["detail"]
    return {fault["attr"]: fault["code"] for fault in body["errors"]}


def verbs(subject: str) -> list[str]:
    """Return what the trail tells of a subject, oldest first."""
    return list(TrailEntry.objects.filter(subject=subject).order_by("seq").values_list("verb", flat=True))
