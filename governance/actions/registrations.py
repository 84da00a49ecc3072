"""Registering a system from a pipeline: the same call twice leaves the register as it was."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from governance.actions import systems
from governance.models import AISystem, User


@transaction.atomic
def put(
    *,
    system: AISystem | None,
    external_id: str,
    description: Mapping[str, Any],
    version_label: str,
    by: User,
    at: datetime,
) -> AISystem:
    """Make the register describe a system as wanted and know a version of it; say nothing twice.

    Shape: `system` is the row of that external id, or None when there is none yet; `description` holds the
    values that `systems.register` and `systems.edit` share.
    Raises: systems.AlreadyRegistered, revisions.Stale, when somebody else was quicker.
    """
    if system is None:
        return systems.register(
            **description, external_id=external_id, version_label=version_label, by=by, at=at
        )
    systems.edit(system=system, **description, by=by, at=at)
    with suppress(systems.LabelTaken):
        systems.add_version(system=system, label=version_label, changes="", by=by, at=at)
    return system
