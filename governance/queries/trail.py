"""The trail as people read it."""

from collections.abc import Iterable

from governance.models import TrailEntry, User
from governance.models.trail import TrailQuerySet


def entries(user: User, *, subject: str = "", verb: str = "") -> TrailQuerySet:
    """Return the entries a person may see, newest first, about one subject or of one verb where named.

    Cost: one query when read.
    """
    rows = TrailEntry.objects.visible_to(user).order_by("-seq")
    if subject:
        rows = rows.filter(subject=subject)
    return rows.filter(verb=verb) if verb else rows


def verbs(user: User) -> list[str]:
    """Return the verbs that occur in what a person may see, in the order of the alphabet. One query."""
    return list(
        TrailEntry.objects.visible_to(user).order_by("verb").values_list("verb", flat=True).distinct()
    )


def names(rows: Iterable[TrailEntry]) -> dict[str, str]:
    """Return the names of those who acted, by the id in the entry; who was forgotten is absent. One query."""
    people = User.objects.filter(pk__in={row.by for row in rows})
    return {str(pk): name for pk, name in people.values_list("pk", "name")}
