"""The one way to write the trail, called by actions inside their own transaction."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from governance import chain
from governance.models import TrailEntry, TrailHead, Unit, User


class NotInTransaction(Exception):
    """An entry must share the transaction of the change it tells of."""


@dataclass(frozen=True)
class Told:
    """What one entry tells of one subject; `before` and `after` as in `record`."""

    subject: str
    unit: Unit
    before: Mapping[str, Any]
    after: Mapping[str, Any]


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
    (entry,) = record_all(at=at, by=by, verb=verb, told=[Told(subject, unit, before or {}, after or {})])
    return entry


def record_all(*, at: datetime, by: User, verb: str, told: Iterable[Told]) -> list[TrailEntry]:
    """Add one entry for each subject of an act that changed many, in the order given.

    Cost: three queries for some hundred entries, as for one.
    Raises: NotInTransaction, outside one.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(verb)
    head = TrailHead.objects.select_for_update(no_key=True).get(pk=1)
    seq, digest = head.seq, head.digest
    entries = []
    for one in told:
        seq += 1
        entry = _entry(one, chain.Anchor(seq, digest), at=at, by=by, verb=verb)
        entries.append(entry)
        digest = entry.digest
    TrailHead.objects.filter(pk=1).update(seq=seq, digest=digest)
    return TrailEntry.objects.bulk_create(entries)


def hold_still() -> None:
    """Let nobody else change the register until the caller commits: what is read from here on is one state.

    Every change ends with an entry, and every entry waits for the head. One query.
    """
    TrailHead.objects.select_for_update(no_key=True).get(pk=1)


def _entry(told: Told, place: chain.Anchor, *, at: datetime, by: User, verb: str) -> TrailEntry:
    """Return the entry of a number, bound to the digest before it."""
    link = chain.Link(
        seq=place.seq,
        at=at,
        by=str(by.pk),
        verb=verb,
        subject=told.subject,
        unit_path=told.unit.path,
        before=_kept(told.before),
        after=_kept(told.after),
        previous=place.digest,
    )
    return TrailEntry(**asdict(link) | {"digest": chain.seal(link)})


def _kept(value: Any) -> Any:  # noqa: ANN401 any JSON value
    """Return a JSON value as every database gives it back: PostgreSQL keeps 2e25 as a whole number."""
    if isinstance(value, Mapping):
        return {name: _kept(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


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
