"""Kinds of value that bodies are made of: strict about JSON types, resolved in the caller's scope."""

from enum import StrEnum
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from governance.models import Unit, User
from governance.permissions import Permission, units_for
from governance.vocabulary import JobState, Role, Tier

OWNING = frozenset({Role.LAWYER, Role.ENGINEER})


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return each word with its label."""
    return [(word.value, getattr(word, "label", word.value)) for word in words]


# The names of their components in the OpenAPI document hang on these (settings.SPECTACULAR_SETTINGS).
TIERS, JOB_STATES = choices(Tier), choices(JobState)


class Text(serializers.CharField):
    """A string, and only a string: a number in quotes that were forgotten is an error, not a guess."""

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        # The bound is on what was sent, as the OpenAPI document says, not on what trimming leaves of it.
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false, no other spelling."""

    def to_internal_value(self, data: object) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Word(serializers.ChoiceField):
    """One word of a vocabulary."""

    def __init__(self, words: type[StrEnum], **options: Any) -> None:  # noqa: ANN401 DRF's options
        self.words = words
        super().__init__(choices=choices(words), **options)

    def to_internal_value(self, data: object) -> StrEnum:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return self.words(super().to_internal_value(data))


class UnitPath(Text):
    """A unit by its path, among those in which the caller holds a permission."""

    default_error_messages = {"no_unit": "You may not do this in a unit of that path, or there is none."}

    def __init__(self, permission: Permission, **options: Any) -> None:  # noqa: ANN401 DRF's options
        self.permission = permission
        super().__init__(**options)

    def to_internal_value(self, data: object) -> Unit:  # type: ignore[override]
        path = super().to_internal_value(data)
        unit = units_for(self.context["request"].user, self.permission).filter(path=path).first()
        if unit is None:
            self.fail("no_unit")
        return unit


class Address(Text):
    """A person by their address; `colleague` finds them where a unit is known."""


def colleague(email: str, unit: Unit, *, field: str = "owner") -> User:
    """Return the person of an address who works in a unit or above it: auditors and strangers own nothing.

    Cost: two queries.
    Raises: ValidationError.
    """
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None or not Unit.objects.where(person, OWNING).filter(pk=unit.pk).exists():
        raise ValidationError(
            {field: [ErrorDetail("Nobody who works in this unit has this address.", code="no_person")]}
        )
    return person
