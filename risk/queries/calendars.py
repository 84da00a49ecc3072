"""Legal days as events of a calendar, and whose address a secret is."""

from collections.abc import Iterable
from datetime import date, timedelta
from hashlib import sha256

from governance.models import User
from risk.calendar import Event
from risk.models import Feed, Obligation
from risk.queries.obligations import in_order

LONGEST, BACK = 1000, timedelta(days=365)


def digest(secret: str) -> str:
    """Return what is kept of a feed's secret."""
    return sha256(secret.encode()).hexdigest()


def behind(secret: str) -> Feed | None:
    """Return the feed that a secret opens, with its person, or nothing. One query."""
    return Feed.objects.filter(digest=digest(secret), user__is_active=True).select_related("user").first()


def events(user: User, *, mine: bool, on: date, address: str) -> Iterable[Event]:
    """Yield an event for each open duty this person sees, and one for its other reading where there is one.

    Shape: from a year back, the earliest first, a thousand duties at most; `mine` keeps what they own.
    `address` is where Annex is reached, without a slash at its end.
    Cost: one query.
    """
    rows = Obligation.objects.visible_to(user).filter(
        state=Obligation.State.OPEN, due_effective__gte=on - BACK
    )
    rows = rows.filter(owner=user) if mine else rows
    for row in in_order(rows.select_related("system"))[:LONGEST]:
        yield from _events(row, address)


def _events(row: Obligation, address: str) -> Iterable[Event]:
    url = f"{address}/obligations/{row.pk}/"
    what = f"{row.title} ({row.system.reference} {row.system.name})"
    says = "\n".join(part for part in (row.says, row.provision["cite"], row.due_note) if part)
    if row.due_effective:
        yield Event(f"{row.pk}@annex", row.due_effective, what, says, url)
    if row.due_literal and row.due_literal != row.due_effective:
        yield Event(f"{row.pk}-literal@annex", row.due_literal, f"By the letter: {what}", says, url)
