"""Who sees which rows: every row belongs to a unit, and people see the units they are members of."""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models

from governance.models.organisation import Unit

if TYPE_CHECKING:
    from governance.models.people import User

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[Row_co, Row_co]):
    """Rows whose model says in `unit_lookup` how to reach their unit, such as `"system__unit"`."""

    def visible_to(self, user: "User") -> Self:
        """Keep the rows of the units this person belongs to, and of everything below them.

        Cost: no query of its own; one subquery.
        """
        lookup: str = self.model.unit_lookup  # type: ignore[attr-defined]
        return self.filter(**{f"{lookup}__in": Unit.objects.visible_to(user)})


def unit_of(record: Any) -> Unit:  # noqa: ANN401 any scoped model
    """Return the unit a scoped record belongs to, following its `unit_lookup`; a unit is its own."""
    if isinstance(record, Unit):
        return record
    for name in record.unit_lookup.split("__"):
        record = getattr(record, name)
    if not isinstance(record, Unit):
        raise TypeError(f"unit_lookup leads to {type(record).__name__}, not to a unit")
    return record
