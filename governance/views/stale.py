"""Two people at one record: what the register says now where it differs from what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format

from governance.models import Unit, User


@dataclass(frozen=True)
class Difference:
    """One field that was changed by somebody else, or that would be."""

    label: str
    now: str


def differences(form: forms.Form, stored: Mapping[str, object]) -> tuple[Difference, ...]:
    """Return the fields of a valid form whose stored value is not the typed one."""
    return tuple(
        Difference(str(form[name].label), _told(_in_words(form, name, stored[name])))
        for name, typed in form.cleaned_data.items()
        if name in stored and name != "revision" and stored[name] != typed
    )


def follow(form: forms.Form, revision: int) -> None:
    """Let a form go on from a newer revision, keeping what was typed."""
    typed = QueryDict(mutable=True)
    typed.update(form.data)
    typed["revision"] = str(revision)
    form.data = typed


def _in_words(form: forms.Form, name: str, value: object) -> object:
    """Return what a field's list of choices calls a plain stored word."""
    field = form.fields[name]
    plain = type(value) is str and type(field) is forms.ChoiceField
    return dict(field.choices).get(value, value) if plain else value  # type: ignore[attr-defined]


def _told(value: object) -> str:
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_told(part) for part in value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, (Unit, User)):
        return value.name
    return str(getattr(value, "label", value)) if isinstance(value, Enum) else str(value)
