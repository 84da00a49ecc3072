"""What a lawyer types to confirm or to contest a finding."""

from django import forms

from governance.vocabulary import Tier


def _reasons(label: str, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, max_length=5000, widget=widget)


class Confirm(forms.Form):
    """Why the finding is right; `finding` is the one that was read."""

    prefix = "confirm"
    finding = forms.UUIDField(widget=forms.HiddenInput)
    reasons = _reasons(
        "Why it is right", "What you looked at: the answers, the exceptions, the documents behind them."
    )


class Contest(forms.Form):
    """Why the finding is wrong, and what is held instead."""

    prefix = "contest"
    finding = forms.UUIDField(widget=forms.HiddenInput)
    reasons = _reasons("Why it is wrong")
    tier = forms.ChoiceField(
        label="Tier you hold to be right",
        required=False,
        choices=[("", "Not named"), *((tier.value, tier.label) for tier in Tier)],
    )
    provision = forms.CharField(
        label="Provision it rests on", required=False, max_length=200, help_text="Such as Art. 6(3)(a)."
    )

    def clean_tier(self) -> Tier | None:
        """Return the tier as a word of the Act, or nothing where none is named."""
        word = self.cleaned_data["tier"]
        return Tier(word) if word else None
