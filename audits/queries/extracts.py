"""The trail of one subject as an extract: its entries in full, the others by number and digest."""

import json
from collections.abc import Iterator
from datetime import UTC

from audits.models import Dossier, Plan, Run
from governance.chain import Anchor
from governance.models import TrailEntry, TrailHead, User

CHUNK = 2000


def subjects_of(dossier: Dossier) -> frozenset[str]:
    """Return the references whose entries tell of what a dossier is about. At most four queries."""
    found = {dossier.reference}
    if dossier.assessment is not None:
        product = dossier.assessment.product
        found |= {dossier.assessment.reference, product.reference, product.vendor.reference}
    if dossier.version is not None:
        system = dossier.version.system
        found |= {
            system.reference,
            *Plan.objects.filter(system=system).values_list("reference", flat=True),
            *Run.objects.filter(plan__system=system).values_list("reference", flat=True),
            *Dossier.objects.filter(version__system=system).values_list("reference", flat=True),
        }
    return frozenset(found)


def head_now() -> Anchor:
    """Return where the trail stands. One query."""
    row = TrailHead.objects.get(pk=1)
    return Anchor(row.seq, row.digest)


def extract(dossier: Dossier, *, for_whom: User, printed: int | None, head: Anchor) -> Iterator[bytes]:
    """Yield one line of JSON an entry, from the first about the subject to the head, without a gap.

    `printed` is the entry that the dossier prints; it is always among them.
    Cost: six queries at most, in constant memory.
    """
    about = TrailEntry.objects.visible_to(for_whom).filter(subject__in=subjects_of(dossier))
    own = about.filter(seq__lte=head.seq).order_by("seq")
    first = own.values_list("seq", flat=True).first() or head.seq
    start = min(first, printed or first)
    every = TrailEntry.objects.filter(seq__gte=start, seq__lte=head.seq).order_by("seq")
    told = own.iterator(chunk_size=CHUNK)
    following = next(told, None)
    for seq, digest in every.values_list("seq", "digest").iterator(chunk_size=CHUNK):
        if following is not None and following.seq == seq:
            yield _line(_full(following))
            following = next(told, None)
        else:
            yield _line({"seq": seq, "digest": digest})


def _full(row: TrailEntry) -> dict[str, object]:
    """Return an entry as the chain hashes it (governance.chain.seal), with its digest."""
    return {
        "seq": row.seq,
        "at": row.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": row.by,
        "verb": row.verb,
        "subject": row.subject,
        "unit_path": row.unit_path,
        "before": row.before,
        "after": row.after,
        "previous": row.previous,
        "digest": row.digest,
    }


def _line(entry: dict[str, object]) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"
