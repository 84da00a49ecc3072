"""Findings as lists and pages need them."""

from uuid import UUID

from django.db.models import F, Max

from governance.models import SystemVersion, User
from risk.models import Classification


def current(version: SystemVersion) -> Classification | None:
    """Return the standing classification of a version, with who made it, or nothing. One query."""
    return Classification.objects.filter(version=version, superseded_at=None).select_related("by").first()


def chosen(version: SystemVersion, pk: str) -> Classification | None:
    """Return one of a version's classifications by its id; the standing one when none is named.

    Cost: one query. An id that is not one of the version's gives nothing.
    """
    if not pk:
        return current(version)
    rows = Classification.objects.filter(version=version).select_related("by")
    try:
        return rows.filter(pk=UUID(pk)).first()
    except ValueError:
        return None


def history(version: SystemVersion) -> list[Classification]:
    """Return every classification of a version, newest first, without the bulky finding. One query."""
    return list(
        Classification.objects.filter(version=version)
        .select_related("by")
        .defer("finding", "facts")
        .order_by("-at", "-pk")
    )


def newest_version(user: User, reference: str) -> SystemVersion | None:
    """Return the newest version of a system this person may see, with its system and unit. One query."""
    return (
        SystemVersion.objects.visible_to(user)
        .filter(system__reference=reference)
        .select_related("system__unit", "system__owner")
        .order_by("-number")
        .first()
    )


def outdated(*, limit: int) -> list[SystemVersion]:
    """Return newest versions whose classification rests on an earlier state of the register. One query."""
    newest = SystemVersion.objects.annotate(last=Max("system__versions__number")).filter(number=F("last"))
    return list(
        newest.filter(
            classifications__superseded_at=None,
            classifications__system_revision__lt=F("system__revision"),
        ).select_related("system__unit", "system__owner")[:limit]
    )
