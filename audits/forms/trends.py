"""Approving a run, and naming who is told of a plan."""

from django import forms

from audits.models import Plan
from audits.queries.listening import listeners, may_be_told
from governance.forms.fields import Typed
from governance.models import User


class Approve(forms.Form):
    """Why later runs are held against this one."""

    reason = forms.CharField(
        label="Why this run?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Later runs are compared with it. It does not say that what it found is acceptable.",
    )


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """People, each with the address that tells namesakes apart."""

    def label_from_instance(self, person: User) -> str:
        return f"{person.name}, {person.email}"


class ListenersForm(forms.Form):
    """Everybody who is told of a plan, beside its owner."""

    people = PeopleField(
        label="Told beside the owner",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Of disparities that are opened, of runs worse than the approved one, and of late ones.",
    )

    def __init__(self, data: Typed, *, plan: Plan) -> None:
        super().__init__(data, initial={"people": listeners(plan)})
        self.fields["people"].queryset = may_be_told(plan).exclude(pk=plan.owner_id)  # type: ignore[attr-defined]
