"""Looking for runs among those of all systems."""

from django import forms

from audits.fairness.breaches import GRAVEST_FIRST
from audits.queries.runs import NO_THRESHOLD, Wanted
from governance.forms.fields import DayInput
from governance.forms.narrowing import ANY, Narrowing
from governance.vocabulary import JobState


def _like(example: str) -> forms.TextInput:
    return forms.TextInput(attrs={"placeholder": example})


class Search(Narrowing):
    """What to look for; whatever does not fit does not narrow."""

    words = forms.CharField(
        label="Words", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    system = forms.CharField(label="System", required=False, max_length=20, widget=_like("SYS-0001"))
    plan = forms.CharField(label="Plan", required=False, max_length=20, widget=_like("PLAN-0001"))
    verdict = forms.ChoiceField(
        label="Gravest verdict",
        required=False,
        choices=[*ANY, *((v.value, v.label) for v in GRAVEST_FIRST), (NO_THRESHOLD, "No threshold set")],
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[*ANY, *((state.value, state.label) for state in JobState)]
    )
    since = forms.DateField(label="Asked for from", required=False, widget=DayInput)
    until = forms.DateField(label="To", required=False, widget=DayInput)
    per = forms.CharField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> Wanted:
        """Return the search that the fields add up to."""
        return Wanted(**{name: value for name, value in self.told().items() if name != "per"})
