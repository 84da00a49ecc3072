"""Forms above a list, which narrow it."""

from typing import Any

from django import forms

ANY = [("", "Any")]


class Narrowing(forms.Form):
    """What somebody looks for; a value that does not fit counts as none."""

    def told(self) -> dict[str, Any]:
        """Return what was typed and fits, by field; the fields left empty are not in it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
