"""Which edition of the law this installation has adopted, and what the others are."""

from dataclasses import dataclass

from risk import rulebook
from risk.engine import Edition
from risk.engine.differing import Difference, differences
from risk.models import Rejudging


@dataclass(frozen=True)
class Shelved:
    """One edition as a list shows it: whether it is the adopted one, and by which report it once became it."""

    edition: Edition
    adopted: bool
    rejudging: Rejudging | None


def adopted_id() -> str:
    """Return the id of the adopted edition: the one adopted last, else the default. One query."""
    rows = Rejudging.objects.filter(kind=Rejudging.Kind.EDITION).order_by("-queued_at", "-pk")
    return rows.values_list("edition", flat=True).first() or rulebook.DEFAULT_EDITION


def adopted() -> Edition:
    """Return the adopted edition. One query."""
    return rulebook.edition(adopted_id())


def shelf() -> tuple[Shelved, ...]:
    """Return every edition, the newest state of the law first, with its last adoption. One query."""
    rows = Rejudging.objects.filter(kind=Rejudging.Kind.EDITION).select_related("requested_by")
    last = {row.edition: row for row in rows.order_by("queued_at", "pk")}
    newest = max(last.values(), key=lambda row: (row.queued_at, row.pk), default=None)
    current = newest.edition if newest else rulebook.DEFAULT_EDITION
    editions = sorted(map(rulebook.edition, rulebook.edition_ids()), key=lambda one: one.state, reverse=True)
    return tuple(Shelved(one, one.id == current, last.get(one.id)) for one in editions)


@dataclass(frozen=True)
class Compared:
    """What one kind of entry changed between two editions."""

    title: str
    differences: tuple[Difference, ...]


KINDS = (
    ("date", "Dates"),
    ("rule", "Rules"),
    ("obligation", "Obligations"),
    ("fact", "Questions"),
    ("fine", "Fines"),
)


def compared(old: Edition, new: Edition) -> tuple[Compared, ...]:
    """Return what changed between two editions, by kind, what is most asked for first. No query."""
    found = differences(old, new)
    groups = (Compared(title, tuple(one for one in found if one.kind == kind)) for kind, title in KINDS)
    return tuple(group for group in groups if group.differences)
