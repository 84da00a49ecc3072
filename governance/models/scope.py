"""Who sees which rows: every row belongs to a unit, and people see the units they are members of."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from governance.models.organisation import Unit

if TYPE_CHECKING:
    from governance.models.people import User

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[Row_co, Row_co]):
    """Rows whose model says in `unit_lookup` how to reach their unit, such as `"system__unit"`.

    Several ways, where a row can be about different things, are a tuple; each row takes exactly one of them.
    """

    def visible_to(self, user: "User") -> Self:
        """Keep the rows of the units this person belongs to, and of everything below them.

        Cost: no query of its own; one subquery for each way.
        """
        seen, wanted = Unit.objects.visible_to(user), models.Q()
        for way in _ways(self.model):
            wanted |= models.Q(**{f"{way}__in": seen})
        return self.filter(wanted)


def _ways(model: Any) -> tuple[str, ...]:  # noqa: ANN401 any scoped model, or a row of one
    lookup: str | tuple[str, ...] = model.unit_lookup
    return (lookup,) if isinstance(lookup, str) else lookup


def unit_of(record: Any) -> Unit:  # noqa: ANN401 any scoped model
    """Return the unit a scoped record belongs to, following its `unit_lookup`; a unit is its own."""
    if isinstance(record, Unit):
        return record
    found = {unit for way in _ways(record) if (unit := _at_the_end(record, way))}
    if len(found) != 1:
        raise TypeError(f"{type(record).__name__}.unit_lookup leads to {len(found)} units, not to one")
    return found.pop()


def _at_the_end(record: Any, way: str) -> Unit | None:  # noqa: ANN401 any scoped model
    """Return the unit that a way leads to, or nothing where it breaks off."""
    for name in way.split("__"):
        record = None if record is None else getattr(record, name)
    if record is not None and not isinstance(record, Unit):
        raise TypeError(f"unit_lookup leads to {type(record).__name__}, not to a unit")
    return record
