"""A question as pages show it: what is asked, why, the answers to choose from, and a note beside them."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from risk.engine.provisions import Provision

UNKNOWN, NONE = "unknown", "none-of-these"
DONT_KNOW = "I don't know"
CHOOSE_WITH_NOTE = "Your note needs an answer beside it; “I don't know” is one."


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
    note: BoundField
    asks: str
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
        return bool(self.field.errors or self.note.errors)


def note_field() -> forms.CharField:
    """Return the field for a remark beside an answer."""
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label="Note", required=False, max_length=5000, widget=widget)
