"""Secret addresses for calendar programs: shown once, stored hashed, for reading legal days only."""

import secrets
from datetime import datetime

from django.db import transaction

from governance import trail
from governance.models import Unit, User
from risk.models import Feed
from risk.queries.calendars import digest


@transaction.atomic
def open_feed(*, unit: Unit, by: User, at: datetime) -> str:
    """Give a person a new address and return its secret, never shown again; the one before stops working."""
    Feed.objects.filter(user=by).delete()
    secret = secrets.token_urlsafe(32)
    Feed.objects.create(user=by, digest=digest(secret), opened_at=at)
    trail.record(at=at, by=by, verb="feed.opened", subject=f"person:{by.pk}", unit=unit)
    return secret


@transaction.atomic
def close_feed(*, unit: Unit, by: User, at: datetime) -> None:
    """End a person's address; closing none changes nothing."""
    gone, _ = Feed.objects.filter(user=by).delete()
    if gone:
        trail.record(at=at, by=by, verb="feed.closed", subject=f"person:{by.pk}", unit=unit)
