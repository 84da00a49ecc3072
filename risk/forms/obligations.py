"""Looking for obligations, settling one, giving one to somebody."""

from collections.abc import Mapping
from typing import Any

from django import forms

from governance.forms.fields import DayInput, PersonField, Typed, offer
from governance.forms.narrowing import ANY, Narrowing
from governance.models import User
from governance.queries import people
from risk.models import Obligation
from risk.queries.obligations import Wanted
from risk.vocabulary import ADDRESSEES


class Search(Narrowing):
    """What to look for; whatever does not fit does not narrow."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    state = forms.ChoiceField(label="State", required=False, choices=[*ANY, *Obligation.State.choices])
    until = forms.DateField(label="Due until", required=False, widget=DayInput)
    role = forms.ChoiceField(label="Role", required=False, choices=[*ANY, *ADDRESSEES.items()])

    def wanted(self) -> Wanted:
        """Return the search that the fields add up to."""
        return Wanted(**self.told())


class Meet(forms.Form):
    """What shows that a duty is met."""

    evidence = forms.CharField(
        label="What shows that it is met?",
        help_text="A document with its place, a link, a decision with its date.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class Reopen(forms.Form):
    """Why a duty that was marked as met is open again."""

    reason = forms.CharField(
        label="Why is it open again?",
        help_text="What was wrong, or what changed. The evidence given so far stays readable.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Assign(forms.Form):
    """Who looks after a duty: somebody who works in the unit of its system, or above."""

    owner = PersonField(label="Owner", queryset=User.objects.none())
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Typed | Mapping[str, Any] = None, *, obligation: Obligation) -> None:
        super().__init__(data, initial={"owner": obligation.owner_id, "seen": obligation.owner_id or ""})
        offer(self, "owner", people.work_in(obligation.system.unit))
