"""Which part of the timeline one looks at."""

from datetime import date

from django import forms

from risk.queries.timelines import Wanted


class Narrow(forms.Form):
    """A day by which things must be true, and a system; whatever does not fit does not narrow."""

    by = forms.DateField(
        label="What must be true by",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    system = forms.CharField(
        label="System",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "SYS-0001"}),
    )

    def wanted(self) -> Wanted:
        """Return what the fields narrow to."""
        self.is_valid()
        by: date | None = self.cleaned_data.get("by")
        return Wanted(by, (self.cleaned_data.get("system") or "").strip().upper())
