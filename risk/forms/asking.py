"""A question as pages show it: what is asked, why, the answers to choose from, and a note beside them."""

from dataclasses import dataclass

from django import forms
from django.core.validators import URLValidator
from django.forms import BoundField

from risk.engine.provisions import Provision

UNKNOWN, NONE = "unknown", "none-of-these"
DONT_KNOW = "I don't know"
CHOOSE_WITH_NOTE = "Your note or address needs an answer beside it; “I don't know” is one."


@dataclass(frozen=True)
class Label:
    """The words of one answer, with an example where there is one."""

    words: str
    example: str = ""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Asked:
    """One question of a form, ready to be shown."""

    field: BoundField
    asks: str
    note: BoundField | None = None
    evidence: BoundField | None = None
    help: str = ""
    example: str = ""
    why: str = ""
    because: str = ""
    provision: Provision | None = None
    hint: str = ""
    essential: bool = False
    unknown: BoundField | None = None
    said: str = ""

    @property
    def choosing(self) -> bool:
        """Whether one picks from a list rather than writes."""
        return self.field.use_fieldset

    @property
    def faulty(self) -> bool:
        return any(field.errors for field in (self.field, *self._beside))

    @property
    def remarked(self) -> bool:
        """Whether something stands beside the answer, or was typed there and does not fit."""
        return any(field.value() or field.errors for field in self._beside)

    @property
    def _beside(self) -> tuple[BoundField, ...]:
        return tuple(field for field in (self.note, self.evidence) if field is not None)


def note_field() -> forms.CharField:
    """Return the field for a remark beside an answer."""
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label="Note", required=False, max_length=5000, widget=widget)


def evidence_field() -> forms.URLField:
    """Return the field for an address where an answer can be seen; https only, and nobody fetches it."""
    fits = URLValidator(schemes=["https"], message="Write an address that begins with https://.")
    return forms.URLField(
        label="Evidence",
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[fits],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
