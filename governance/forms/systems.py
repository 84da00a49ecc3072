"""What people type of AI systems."""

from collections.abc import Mapping
from typing import Any

from django import forms

from governance.forms.fields import DayInput, PersonField, ProductField, Typed, UnitField, VersionField, offer
from governance.models import AISystem, Product, SystemVersion, Unit, User
from governance.permissions import Permission, units_for
from governance.queries import people, systems
from governance.vocabulary import Lifecycle, OperatorRole, Tier

ROLE_WORDS = {
    OperatorRole.PROVIDER: "Provider: develops it or has it developed, and offers it under our name"
    " (Art. 3(3))",
    OperatorRole.DEPLOYER: "Deployer: uses it under our authority (Art. 3(4))",
    OperatorRole.IMPORTER: "Importer: brings it in under the name of somebody outside the Union (Art. 3(6))",
    OperatorRole.DISTRIBUTOR: "Distributor: passes it on, neither providing nor importing it (Art. 3(7))",
    OperatorRole.AUTHORISED_REPRESENTATIVE: "Authorised representative of a provider elsewhere (Art. 3(5))",
    OperatorRole.PRODUCT_MANUFACTURER: "Product manufacturer: sells it inside our own product (Art. 25(3))",
    OperatorRole.SUPPLIER: "Supplier: supplies a part, a tool or a service for somebody else's (Art. 25(4))",
}


class SystemForm(forms.Form):
    """What the register says of a system; `revision` is the state it was read in."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=200, help_text="What people in the house call it.")
    purpose = forms.CharField(
        label="Intended purpose",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What it is for, on whom it is used, and what happens with its output. The law looks here.",
    )
    operator_roles = forms.TypedMultipleChoiceField(
        label="What we are to it",
        coerce=OperatorRole,
        choices=tuple(ROLE_WORDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Every role that fits; duties follow from roles.",
    )
    lifecycle = forms.TypedChoiceField(
        label="Where it stands", coerce=Lifecycle, choices=[(s.value, s.label) for s in Lifecycle]
    )
    placed_on_market_date = forms.DateField(
        label="On the market or in service since",
        required=False,
        widget=DayInput,
        help_text="The first day in the Union. Transitional rules depend on it (Art. 111).",
    )
    unit = UnitField(
        queryset=Unit.objects.none(), help_text="Its members, and those of units above, see this system."
    )
    owner = PersonField(queryset=User.objects.none(), help_text="Who answers for this entry.")

    def __init__(self, data: Typed, *, user: User, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        offer(self, "unit", units_for(user, Permission.EDIT_REGISTER).order_by("path"))
        offer(self, "owner", people.may_own(user, also=initial.get("owner")))

    def clean(self) -> dict[str, Any]:
        """Refuse an owner who does not see the unit; one who left may stay until somebody changes either."""
        unit, owner = self.cleaned_data.get("unit"), self.cleaned_data.get("owner")
        changed = {"unit", "owner"} & set(self.changed_data) or "unit" not in self.initial
        if unit and owner and changed and not people.work_in(unit).filter(pk=owner.pk).exists():
            self.add_error("owner", f"{owner.name} works neither in {unit.name} nor in a unit above it.")
        return self.cleaned_data


class NewSystemForm(SystemForm):
    """A system that comes into the register, with its first version."""

    field_order = ["name", "purpose", "operator_roles", "lifecycle", "version_label"]

    version_label = forms.CharField(
        label="First version",
        max_length=100,
        initial="1.0",
        help_text="What its makers call it, such as 2.3.1.",
    )
    external_id = forms.CharField(
        label="Id elsewhere",
        max_length=200,
        required=False,
        help_text="Its key in another system, such as a model registry. Pipelines find it by this.",
    )


class VersionForm(forms.Form):
    """A version that follows the ones there are."""

    label = forms.CharField(
        label="Version", max_length=100, help_text="What its makers call it, such as 2.3.1."
    )
    changes = forms.CharField(
        label="What changed",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Above all what could change the purpose, the data, the people affected or the oversight.",
    )


class ComponentForm(forms.Form):
    """A vendor's product inside a version."""

    version = VersionField(queryset=SystemVersion.objects.none(), empty_label=None)
    product = ProductField(
        queryset=Product.objects.none(), help_text="Vendors and their products are kept under Vendors."
    )
    use = forms.CharField(
        label="What it does there", max_length=300, required=False, help_text="Such as: writes the answers."
    )

    def __init__(self, data: Typed, *, user: User, system: AISystem) -> None:
        super().__init__(data)
        products = Product.objects.visible_to(user).select_related("vendor").order_by("vendor__name", "name")
        offer(self, "version", system.versions.order_by("-number"))
        offer(self, "product", products)


class SystemFilter(forms.Form):
    """What a reader looks for; a value that does not exist counts as none."""

    words = forms.CharField(
        label="Words", max_length=200, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    tier = forms.ChoiceField(required=False, choices=[("", "Any"), *((t.value, t.label) for t in Tier)])
    unit = UnitField(queryset=Unit.objects.none(), required=False, to_field_name="path", empty_label="Any")
    lifecycle = forms.ChoiceField(
        required=False, choices=[("", "Any"), *((s.value, s.label) for s in Lifecycle)]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)
    per = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Typed, *, user: User) -> None:
        super().__init__(data)
        offer(self, "unit", Unit.objects.visible_to(user).order_by("path"))

    def wanted(self) -> systems.Wanted:
        """Return what is looked for, without what does not fit."""
        self.is_valid()
        asked = self.cleaned_data
        order = asked.get("sort", "")
        return systems.Wanted(
            words=asked.get("words", ""),
            tier=asked.get("tier", ""),
            unit=asked.get("unit"),
            lifecycle=asked.get("lifecycle", ""),
            order=order if order.removeprefix("-") in systems.ORDERS else "tier",
        )
