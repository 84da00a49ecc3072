"""What is typed when a dossier is reviewed."""

from django import forms


class AskForm(forms.Form):
    """A word to the reviewer."""

    note = forms.CharField(
        label="What to look at", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecideForm(forms.Form):
    """A decision; a rejection needs reasons."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=[("approved", "I approve this content"), ("rejected", "I reject it")],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label="Reasons",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Printed in the approved document. A rejection needs them.",
    )
