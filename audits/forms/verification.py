"""Sending a dossier to be verified."""

from django import forms


class VerificationForm(forms.Form):
    """One PDF."""

    file = forms.FileField(
        label="Dossier",
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        help_text="A PDF made by Annex, here or elsewhere. It is looked at, sent nowhere, and deleted at once.",
    )
