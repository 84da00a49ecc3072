"""Looking for disparities, accepting one, giving one to somebody."""

from collections.abc import Mapping
from typing import Any

from django import forms

from audits.models import Disparity
from audits.queries.disparities import Wanted
from governance.forms.fields import DayInput, PersonField, Typed, offer
from governance.forms.narrowing import ANY, Narrowing
from governance.models import User
from governance.queries import people


class Search(Narrowing):
    """What to look for; whatever does not fit does not narrow."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    state = forms.ChoiceField(label="State", required=False, choices=[*ANY, *Disparity.State.choices])
    system = forms.CharField(
        label="System",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "SYS-0001"}),
    )
    mine = forms.BooleanField(label="Only mine", required=False)

    def wanted(self) -> Wanted:
        """Return the search that the fields add up to."""
        return Wanted(**self.told())


class Accept(forms.Form):
    """Why a disparity is accepted, and until when."""

    reason = forms.CharField(
        label="Why is it accepted?",
        help_text="What explains it, what was weighed, what is done meanwhile. It is printed with the disparity.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    until = forms.DateField(
        label="Until",
        widget=DayInput,
        help_text="The day after, it is open again. A graver verdict opens it at once.",
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Typed | Mapping[str, Any] = None, *, disparity: Disparity) -> None:
        super().__init__(data, initial={"seen": disparity.latest_run.reference})


class Assign(forms.Form):
    """Who looks after a disparity: somebody who works in the unit of its system, or above."""

    owner = PersonField(label="Owner", queryset=User.objects.none())

    def __init__(self, data: Typed = None, *, disparity: Disparity) -> None:
        super().__init__(data, initial={"owner": disparity.owner_id})
        offer(self, "owner", people.work_in(disparity.plan.system.unit))
