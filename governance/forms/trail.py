"""What a reader of the trail looks for."""

from collections.abc import Sequence
from datetime import date

from django import forms

from governance.forms.fields import DayInput, Typed


def words_of(verb: str) -> str:
    """Return a verb as people read it: system.version_added is "System: version added"."""
    noun, _, deed = verb.partition(".")
    return f"{noun.replace('_', ' ').capitalize()}: {deed.replace('_', ' ')}"


class TrailFilter(forms.Form):
    """Narrows the trail; a value that does not fit counts as none."""

    field_order = ["subject", "verb", "since", "until"]

    subject = forms.CharField(
        label="About",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "SYS-0001"}),
    )
    since = forms.DateField(label="From", required=False, widget=DayInput)
    until = forms.DateField(label="To", required=False, widget=DayInput)

    per = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Typed, *, verbs: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["verb"] = forms.ChoiceField(
            label="What happened",
            required=False,
            choices=[("", "Anything"), *((verb, words_of(verb)) for verb in verbs)],
        )
        self.order_fields(self.field_order)

    def about(self) -> dict[str, str]:
        """Return subject and verb, empty where nothing fitting is asked for."""
        self.is_valid()
        subject = self.cleaned_data.get("subject", "").strip()
        return {"subject": subject, "verb": self.cleaned_data.get("verb", "")}

    def days(self) -> dict[str, date]:
        """Return the bounds in time, as far as they are given."""
        self.is_valid()
        bounds = {
            "at__date__gte": self.cleaned_data.get("since"),
            "at__date__lte": self.cleaned_data.get("until"),
        }
        return {name: bound for name, bound in bounds.items() if bound}
