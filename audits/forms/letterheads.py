"""How the organisation's documents look, as it is typed."""

from django import forms

from audits.models import Letterhead
from governance.forms.fields import Typed


class LetterheadForm(forms.Form):
    """Name, colour, paper, confidentiality, logo."""

    name = forms.CharField(
        label="Name on documents",
        required=False,
        max_length=120,
        help_text="Empty: the organisation's own name.",
    )
    colour = forms.CharField(
        label="Colour", required=False, max_length=7,
        help_text="Of headings and charts, such as #14506e, with a contrast to white of 4.5; empty for Annex's own.",
    )  # fmt: skip
    paper = forms.ChoiceField(label="Paper", choices=Letterhead.Paper.choices)
    confidentiality = forms.CharField(
        label="Confidentiality", required=False, max_length=60, help_text="Printed at the foot of every page."
    )
    picture = forms.FileField(
        label="Logo",
        required=False,
        max_length=200,
        help_text="PNG or JPEG, up to 2 MB. It is drawn anew, on white.",
    )
    without_logo = forms.BooleanField(label="Remove the logo", required=False)

    def __init__(self, data: Typed, files: object = None, *, stored: Letterhead | None) -> None:
        kept = ("name", "colour", "paper", "confidentiality")
        initial = (
            {name: getattr(stored, name) for name in kept} if stored else {"confidentiality": "Confidential"}
        )
        super().__init__(data, files, initial=initial)  # type: ignore[arg-type] # Django's own files
