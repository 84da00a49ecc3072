"""What people type to get a key for their programs."""

from django import forms

DAYS = ((30, "30 days"), (90, "90 days"), (365, "One year"))


class TokenForm(forms.Form):
    """A key to be made."""

    name = forms.CharField(
        max_length=100, help_text="Which program will carry it, such as: nightly pipeline."
    )
    may_write = forms.TypedChoiceField(
        label="What it may do",
        coerce=lambda value: value == "write",
        choices=(("read", "Read only"), ("write", "Read, and write what you may write")),
        initial="read",
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(label="Ends after", coerce=int, choices=DAYS, initial=90)
