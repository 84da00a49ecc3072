"""What comes in and what goes out: two kinds of shape that never meet in one class."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

# To look for the nearest name is slow, and who has more slips than this did not slip.
MOST_HINTS = 20


class In(serializers.Serializer[Any]):
    """A body. A field it does not declare is refused by name: a slip must not be lost in silence."""

    @classmethod
    def read(cls, request: Request, *, partial: bool = False) -> dict[str, Any]:
        """Return the body's values, or raise every fault in it at once."""
        body = cls(data=request.data, partial=partial, context={"request": request})
        body.is_valid(raise_exception=True)
        values: dict[str, Any] = body.validated_data
        return values

    def to_internal_value(self, data: Any) -> Any:  # noqa: ANN401 DRF's signature
        strangers = self._strangers(data)
        try:
            values = super().to_internal_value(data)
        except ValidationError as faults:
            raise ValidationError({**dict(faults.detail), **strangers}) from faults  # type: ignore[arg-type]
        if strangers:
            raise ValidationError(strangers)
        return values

    def _strangers(self, data: Any) -> dict[str, list[ErrorDetail]]:  # noqa: ANN401 whatever was sent
        if not isinstance(data, Mapping):
            return {}
        strangers = [str(name) for name in data if name not in self.fields]
        hints = {name: self._hint(name) for name in strangers[:MOST_HINTS]}
        return {
            name: [ErrorDetail(hints.get(name, "There is no such field."), code="unknown_field")]
            for name in strangers
        }

    def _hint(self, name: str) -> str:
        near = get_close_matches(name, self.fields, n=1)
        return f"There is no such field. Did you mean {near[0]}?" if near else "There is no such field."


class Whole(In):
    """A body that adds to what is there and is whole in itself, although it comes with PATCH."""

    @property
    def partial(self) -> bool:
        return False

    @partial.setter
    def partial(self, value: bool) -> None:
        """Let the OpenAPI generator believe what it likes; every required field stays required."""


class Nothing(In):
    """A call that says all by its address; a body with something in it was meant for another."""


class Out(serializers.Serializer[Any]):
    """What is shown of a row; each field names with `source` the column it is read from.

    Lists and details are read with `.values()`: a tenth of the cost of a model instance a row. The class is
    what the OpenAPI document describes, and tests/journeys/test_api_contract.py holds both together.
    """

    @classmethod
    @cache
    def columns(cls) -> Mapping[str, str]:
        """Return field name to column."""
        return {name: field.source or name for name, field in cls._declared_fields.items()}

    @classmethod
    def rows(cls, rows: QuerySet[Any]) -> "QuerySet[Any, dict[str, Any]]":
        """Return a queryset that reads only what is shown. No query until it is read."""
        return rows.values(*cls.columns().values())

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return one row of `rows` under the names that programs know."""
        return {name: row[column] for name, column in cls.columns().items()}

    @classmethod
    def one(cls, rows: QuerySet[Any], **lookup: object) -> dict[str, Any]:
        """Return the one row that a view has found or written. One query."""
        return cls.shown(cls.rows(rows).get(**lookup))
