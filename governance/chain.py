"""How one trail entry is bound to the one before, and how a broken chain shows."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

GENESIS = "0" * 64


@dataclass(frozen=True)
class Link:
    """One entry as it is hashed: its place, its content, the digest before it and its own."""

    seq: int
    at: datetime
    by: str
    verb: str
    subject: str
    unit_path: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    previous: str
    digest: str = ""


@dataclass(frozen=True)
class Anchor:
    """Where the chain stood at some moment, noted outside of it."""

    seq: int
    digest: str


@dataclass(frozen=True)
class Fault:
    """One place where the chain does not hold, in words."""

    seq: int
    says: str


def seal(link: Link) -> str:
    """Return the digest that binds an entry to its content and to everything before it.

    Shape: SHA-256 over canonical JSON (sorted keys, no spaces, UTF-8, times in UTC to the microsecond), in hex.
    """
    content = {
        "seq": link.seq,
        "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": link.by,
        "verb": link.verb,
        "subject": link.subject,
        "unit_path": link.unit_path,
        "before": link.before,
        "after": link.after,
        "previous": link.previous,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def faults(links: Iterable[Link], *, head: Anchor, anchors: Iterable[Anchor] = ()) -> Iterator[Fault]:
    """Yield every fault of a chain: a gap, an altered entry, a broken binding, a missing tail, a rewritten past.

    Shape: links in the order of `seq`; read once, in constant memory but for the anchors.
    """
    noted: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        noted.setdefault(anchor.seq, []).append(anchor)
    last = Anchor(0, GENESIS)
    for link in links:
        yield from _faults_of(link, last)
        yield from (
            Fault(link.seq, f"entry {link.seq} is not the one that was anchored")
            for anchor in noted.pop(link.seq, [])
            if anchor.digest != link.digest
        )
        last = Anchor(link.seq, link.digest)
    if last != head:
        yield Fault(last.seq, f"the chain ends at entry {last.seq}, its head says {head.seq}")
    for seq in sorted(seq for seq in noted if seq > 0):
        yield Fault(seq, f"entry {seq} was anchored and is missing")


def _faults_of(link: Link, last: Anchor) -> Iterator[Fault]:
    if link.seq != last.seq + 1:
        yield Fault(link.seq, f"entries {last.seq + 1} to {link.seq - 1} are missing")
    if link.previous != last.digest:
        yield Fault(link.seq, f"entry {link.seq} is not bound to the entry before it")
    if seal(link) != link.digest:
        yield Fault(link.seq, f"entry {link.seq} was altered")
