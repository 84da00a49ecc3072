"""Fields that choose rows of the register, each shown in words."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from governance.models import Product, SystemVersion, Unit, User

Typed = QueryDict | None


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A unit, set in under the unit it belongs to."""

    def label_from_instance(self, unit: Unit) -> str:
        depth = unit.path.count("/") - 1
        return "\u2003" * depth + unit.name


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A person, with the address that tells namesakes apart."""

    def label_from_instance(self, person: User) -> str:
        return f"{person.name}, {person.email}"


class ProductField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A vendor's product."""

    def label_from_instance(self, product: Product) -> str:
        return f"{product.name}, {product.vendor.name}"


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """A version of a system."""

    def label_from_instance(self, version: SystemVersion) -> str:
        return version.label


class DayInput(forms.DateInput):
    """The browser's own calendar; it wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def offer(form: forms.Form, name: str, rows: "QuerySet[Any]") -> None:
    """Let a field of a form choose among these rows."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(name)
    field.queryset = rows
