"""What people type of vendors and their products."""

from collections.abc import Mapping
from typing import Any

from django import forms

from governance.countries import NAMES
from governance.forms.fields import Typed, UnitField, offer
from governance.models import Product, Unit, User
from governance.permissions import Permission, units_for
from governance.queries import vendors


class VendorForm(forms.Form):
    """What the register says of a vendor; `revision` is the state it was read in."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=200, help_text="The legal name, with its form: SAS, GmbH, Inc.")
    country = forms.ChoiceField(
        choices=[("", "---------"), *sorted(NAMES.items(), key=lambda entry: entry[1])],
        help_text="Where it is established. Outside the Union, Art. 22 and 54 ask for a representative.",
    )
    website = forms.URLField(required=False, assume_scheme="https")
    contact = forms.EmailField(label="Contact for questions", required=False)
    unit = UnitField(
        queryset=Unit.objects.none(), help_text="Its members, and those of units above, see this vendor."
    )

    def __init__(self, data: Typed, *, user: User, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        offer(self, "unit", units_for(user, Permission.EDIT_REGISTER).order_by("path"))


class ProductForm(forms.Form):
    """Something that a vendor supplies."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=200, help_text="With its version, where that makes a difference.")
    kind = forms.TypedChoiceField(coerce=Product.Kind, choices=Product.Kind.choices)
    description = forms.CharField(max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 5}))


class VendorFilter(forms.Form):
    """What a reader looks for; a value that does not exist counts as none."""

    words = forms.CharField(
        label="Words", max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(
        label="Supplies", required=False, choices=[("", "Anything"), *Product.Kind.choices]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    per = forms.CharField(required=False, widget=forms.HiddenInput)

    def wanted(self) -> vendors.Wanted:
        """Return what is looked for, without what does not fit."""
        self.is_valid()
        asked = self.cleaned_data
        order = asked.get("sort", "")
        return vendors.Wanted(
            words=asked.get("words", ""),
            kind=asked.get("kind", ""),
            order=order if order.removeprefix("-") in vendors.ORDERS else "name",
        )
