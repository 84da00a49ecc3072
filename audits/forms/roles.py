"""What each column of a file is for, chosen while nothing of the file is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from audits.fairness import Misstated, Spec
from audits.fairness.columns import Column, Preview
from audits.fairness.proposing import NUMBERS
from audits.fairness.sorting import MOST_WORDS
from governance.forms.fields import Typed

GROUP, STRATUM = "group", "stratum"
ROLES = {
    "": "Not used",
    "prediction": "Prediction or decision",
    "outcome": "Outcome that turned out",
    "score": "Score",
    GROUP: "Groups to compare",
    STRATUM: "Held apart (stratum)",
    "weight": "Weight in a sample",
    "target": "True number",
    "count": "Count of people",
}


@dataclass(frozen=True)
class Row:
    """One column as the page shows it: what was seen in it, and the two fields beside it."""

    column: Column
    role: BoundField
    special: BoundField


class RolesForm(forms.Form):
    """A role for every column, and whether it holds special categories of personal data."""

    def __init__(self, data: Typed, *, preview: Preview, chosen: dict[str, Any] | None) -> None:
        super().__init__(data)
        self.preview = preview
        roles = chosen["roles"] if chosen else _proposed(preview)
        special = chosen["special"] if chosen else [one.name for one in preview.columns if one.special]
        for place, column in enumerate(preview.columns):
            self.fields[f"role-{place}"] = forms.ChoiceField(
                label=f"What {column.name} is",
                choices=list(ROLES.items()),
                required=False,
                initial=roles.get(column.name, ""),
            )
            self.fields[f"special-{place}"] = forms.BooleanField(
                label=f"{column.name} holds a special category",
                required=False,
                initial=column.name in special,
            )

    def rows(self) -> Iterator[Row]:
        """Yield each column with its two fields."""
        for place, column in enumerate(self.preview.columns):
            yield Row(column, self[f"role-{place}"], self[f"special-{place}"])

    def clean(self) -> dict[str, Any]:
        """Make `roles` and `special`; what cannot be measured is told at the column that is in the way."""
        columns = list(enumerate(self.preview.columns))
        roles = {
            column.name: role for place, column in columns if (role := self.cleaned_data.get(f"role-{place}"))
        }
        for place, column in columns:
            if fault := _fault(column, roles):
                self.add_error(f"role-{place}", fault)
        special = [column.name for place, column in columns if self.cleaned_data.get(f"special-{place}")]
        if not self.errors:
            self._check(roles)
        return {"roles": roles, "special": special}

    def _check(self, roles: dict[str, str]) -> None:
        try:
            Spec.from_json(columns_of(roles))
        except Misstated as refusal:
            at = [
                place
                for place, column in enumerate(self.preview.columns)
                if roles.get(column.name) == refusal.field
            ]
            self.add_error(f"role-{at[0]}" if at else None, _absent(refusal))


def columns_of(roles: dict[str, str]) -> dict[str, Any]:
    """Return the columns of a specification that these roles come to."""
    single = {role: name for name, role in roles.items() if role != GROUP}
    return {**single, "by": [name for name, role in roles.items() if role == GROUP], "thresholds": []}


def _proposed(preview: Preview) -> dict[str, str]:
    """Return the roles that the columns seem to have, each but that of groups once."""
    roles: dict[str, str] = {}
    for column in preview.columns:
        if column.role and (column.role == GROUP or column.role not in roles.values()):
            roles[column.name] = column.role
    return roles


def _fault(column: Column, roles: dict[str, str]) -> str | None:
    """Return why a column cannot be what it was called, nothing where it can."""
    role = roles.get(column.name)
    if role in (GROUP, STRATUM) and column.type not in NUMBERS and column.distinct > MOST_WORDS:
        return f"It has {column.distinct:,} different values; at most {MOST_WORDS} can be compared."
    before = [name for name, other in roles.items() if other == role and role not in (None, GROUP)]
    if role and before and before[0] != column.name:
        return f"'{before[0]}' is that already; only groups may be several columns."
    return None


def _absent(refusal: Misstated) -> str:
    """Return a refusal in the words of this page."""
    if refusal.field == "prediction":
        return "Say which column is the prediction, or the score it is made of."
    if refusal.field == "by" and "at least one" in refusal.message:
        return "Say which columns hold the groups to compare."
    return f"{refusal.field.capitalize()} {refusal.message}"
