"""The one way to write the trail, called by actions inside their own transaction."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from governance import chain
from governance.models import TrailEntry, TrailHead, Unit, User


class NotInTransaction(Exception):
    """An entry must share the transaction of the change it tells of."""


def record(
    *,
    at: datetime,
    by: User,
    verb: str,
    subject: str,
    unit: Unit,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> TrailEntry:
    """Add one entry to the end of the chain, in the caller's transaction.

    Shape: `before` and `after` hold only what changed, as JSON values; nothing secret, no file content.
    Cost: three queries; the head stays locked until the caller commits, so entries have no gaps.
    Raises: NotInTransaction, outside one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(verb)
    head = TrailHead.objects.select_for_update().get(pk=1)
    link = chain.Link(
        seq=head.seq + 1,
        at=at,
        by=str(by.pk),
        verb=verb,
        subject=subject,
        unit_path=unit.path,
        before=dict(before or {}),
        after=dict(after or {}),
        previous=head.digest,
    )
    digest = chain.seal(link)
    TrailHead.objects.filter(pk=1).update(seq=link.seq, digest=digest)
    return TrailEntry.objects.create(
        seq=link.seq,
        at=at,
        by=link.by,
        verb=verb,
        subject=subject,
        unit_path=link.unit_path,
        before=link.before,
        after=link.after,
        previous=link.previous,
        digest=digest,
    )


def links(*, upto: int) -> Iterator[chain.Link]:
    """Yield every entry to this one as the chain hashes it, oldest first, in constant memory. One query."""
    for row in TrailEntry.objects.filter(seq__lte=upto).order_by("seq").iterator(chunk_size=2000):
        yield chain.Link(
            seq=row.seq,
            at=row.at,
            by=row.by,
            verb=row.verb,
            subject=row.subject,
            unit_path=row.unit_path,
            before=row.before,
            after=row.after,
            previous=row.previous,
            digest=row.digest,
        )


def head() -> chain.Anchor:
    """Return where the chain stands now. One query."""
    row = TrailHead.objects.get(pk=1)
    return chain.Anchor(seq=row.seq, digest=row.digest)
