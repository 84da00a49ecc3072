"""Optimistic locking: a write names the revision it was made from, or is refused."""

from typing import Any

from django.db import models
from django.db.models import F


class Stale(Exception):
    """Somebody else changed the row since it was read."""


def save(row: models.Model, *, changes: dict[str, Any]) -> None:
    """Write changes to a row, provided it is still at the revision it was read at.

    Cost: one query.
    Raises: Stale.
    """
    revision = row.revision  # type: ignore[attr-defined]
    rows = type(row)._default_manager.filter(pk=row.pk, revision=revision)
    if not rows.update(**changes, revision=F("revision") + 1):
        raise Stale(str(row))
    for name, value in {**changes, "revision": revision + 1}.items():
        setattr(row, name, value)
