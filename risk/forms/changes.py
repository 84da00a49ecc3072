"""Looking for what a change of the law moved, and contesting it."""

from django import forms

from governance.forms.narrowing import ANY, Narrowing
from governance.vocabulary import Tier
from risk.models import Move
from risk.queries.rejudgings import Wanted


class Search(Narrowing):
    """What to look for; whatever does not fit does not narrow."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    state = forms.ChoiceField(label="State", required=False, choices=[*ANY, *Move.State.choices])
    tier = forms.ChoiceField(
        label="Tier now",
        required=False,
        choices=[*ANY, ("moved", "Another one than before"), *((tier.value, tier.label) for tier in Tier)],
    )

    def wanted(self) -> Wanted:
        """Return the search that the fields add up to."""
        return Wanted(**self.told())


class Contest(forms.Form):
    """Why a finding is wrong."""

    reason = forms.CharField(
        label="What is wrong with it?",
        help_text="The provision you read otherwise, or the answer that is not right.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
