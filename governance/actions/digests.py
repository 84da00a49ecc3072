"""One mail a person: rows are claimed before it goes, and let go again where the server refused."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from governance import trail
from governance.models import Unit, User

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def claim(
    *, person: User, rows: Sequence[Row], unit: Unit, told: str, by: User, at: datetime
) -> tuple[Row, ...]:
    """Claim rows for a mail that is about to go, and return those, in their order, that nobody else has claimed.

    Shape: rows of one model with `mailed_at`; `told` names them in the trail, such as "notices".
    """
    claimed = _free(rows)
    if claimed:
        _mark(claimed, at)
        _record("person.mailed", person, unit, {told: len(claimed)}, by=by, at=at)
    return claimed


@transaction.atomic
def let_go(*, person: User, rows: Sequence[Row], unit: Unit, told: str, by: User, at: datetime) -> None:
    """Take the claim back: the mail server refused, and the next digest may try again."""
    _mark(rows, None)
    _record("person.not_mailed", person, unit, {told: len(rows)}, by=by, at=at)


def _free(rows: Sequence[Row]) -> tuple[Row, ...]:
    if not rows:
        return ()
    model: Any = type(rows[0])
    waiting = model.objects.select_for_update(no_key=True).filter(
        pk__in=[row.pk for row in rows], mailed_at=None
    )
    free = set(waiting.values_list("pk", flat=True))
    return tuple(row for row in rows if row.pk in free)


def _mark(rows: Sequence[Row], at: datetime | None) -> None:
    model: Any = type(rows[0])
    model.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=at)


def _record(verb: str, person: User, unit: Unit, told: Mapping[str, int], *, by: User, at: datetime) -> None:
    trail.record(at=at, by=by, verb=verb, subject=f"person:{person.pk}", unit=unit, after=told)
