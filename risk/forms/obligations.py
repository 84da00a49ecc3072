"""Looking for obligations, settling one, giving one to somebody."""

from collections.abc import Mapping
from typing import Any

from django import forms

from governance.models import User
from risk.models import Obligation
from risk.queries.obligations import Wanted, possible_owners
from risk.vocabulary import ADDRESSEES

ANY = [("", "Any")]


class Search(forms.Form):
    """What to look for; whatever does not fit does not narrow."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    state = forms.ChoiceField(label="State", required=False, choices=[*ANY, *Obligation.State.choices])
    until = forms.DateField(label="Due until", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    role = forms.ChoiceField(label="Role", required=False, choices=[*ANY, *ADDRESSEES.items()])

    def wanted(self) -> Wanted:
        """Return the search that the fields add up to."""
        self.is_valid()
        told: dict[str, Any] = {name: self.cleaned_data.get(name) for name in self.fields}
        return Wanted(**{name: value for name, value in told.items() if value})


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


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not subscriptable at run time
    """People by name and address: two may share a name."""

    def label_from_instance(self, user: User) -> str:
        return f"{user.name} ({user.email})"


class Assign(forms.Form):
    """Who looks after a duty: somebody who works in the unit of its system, or above."""

    owner = PersonField(label="Owner", queryset=User.objects.none())
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, obligation: Obligation) -> None:
        super().__init__(data, initial={"owner": obligation.owner_id, "seen": obligation.owner_id or ""})
        self.fields["owner"].queryset = possible_owners(obligation.system.unit)  # type: ignore[attr-defined]
