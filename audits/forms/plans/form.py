"""A whole fairness plan as people type it, made into a Spec that can be carried out."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms

from audits.fairness import Misstated, Spec
from audits.fairness.sources.source import Source
from audits.forms.lists import joined, listed
from audits.forms.plans import certainty, columns, thresholds, values
from audits.forms.plans.certainty import Certainty
from audits.forms.plans.columns import Columns
from audits.forms.plans.thresholds import Thresholds
from audits.forms.plans.values import Values
from governance.forms.fields import DayInput, PersonField, Typed, offer
from governance.models import Unit, User
from governance.queries import people

TOLERANCE, DAYS_TO_SETTLE = 0.05, 30
# A part of a Spec, and the field in which people meet it.
MET_IN = {"edges": "bands", "thresholds": "thresholds_reason"}
# Fields that few plans need, in folds of the page.
FOLDS = {
    "labels": ("positive", "missing", "bands", "reference", "small_category_reason"),
    "scores": ("score", "score_threshold", "sweep", "equalise", "target"),
    "counts": ("count", "weight", "stratum"),
    "numbers": tuple(f"{measure}-difference" for measure in thresholds.BY_DIFFERENCE),
    "certainty": ("alpha", *certainty.NUMBERS),
}
MEASURE = re.compile(r"'(\w+)'|for (\w+) must")


class PlanForm(Columns, Values, Thresholds, Certainty):
    """What to measure, against which thresholds and why; `revision` is the state it was read in."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=200, help_text="Such as: Errors by race, every quarter.")
    legal_basis = forms.CharField(
        label="Legal basis for the data",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for special categories of personal data: Art. 4a of the Act, Art. 9 GDPR.",
    )
    keep_rows_until = forms.DateField(
        label="Keep rows until",
        required=False,
        widget=DayInput,
        help_text="Left empty, imported rows are deleted as soon as they are counted.",
    )
    special_columns = forms.CharField(
        label="Columns with special categories",
        max_length=500,
        required=False,
        help_text="Such as: ethnicity, disability (Art. 9 GDPR). Nothing is measured before a legal basis is stated.",
    )
    regression_tolerance = forms.FloatField(
        label="Tolerance against the approved run",
        min_value=0,
        max_value=1,
        required=False,
        initial=TOLERANCE,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text="A reading that is worse by more, with intervals apart, is a regression, and people are told.",
    )
    days_to_settle = forms.IntegerField(
        label="Days to settle a disparity",
        min_value=1,
        max_value=3650,
        required=False,
        initial=DAYS_TO_SETTLE,
        help_text="Counted from the run that found it.",
    )
    owner = PersonField(queryset=User.objects.none(), help_text="Who answers for this plan.")

    def __init__(
        self,
        data: Typed,
        *,
        user: User,
        unit: Unit,
        initial: Mapping[str, Any],
        stored: Spec | None = None,
        sources: Mapping[str, Source] | None = None,
    ) -> None:
        self.user, self.stored, self.sources = user, stored, sources or {}
        special = {"special_columns": joined(initial.get("special_columns", ()))}
        super().__init__(data, initial={**_typed(stored), **initial, **special})
        offer(self, "owner", people.work_in(unit, also=initial.get("owner")))
        if self.sources:
            self.fields.update(_drawing(self.sources))

    def clean(self) -> dict[str, Any]:
        """Make the Spec; what it refuses is told at the field where people meet it."""
        for name in ("regression_tolerance", "days_to_settle"):
            if self.cleaned_data.get(name) is None:
                self.cleaned_data[name] = self.get_initial_for_field(self.fields[name], name)
        if not self.cleaned_data.get("prediction") and not self.cleaned_data.get("score"):
            self.add_error("prediction", self.fields["by"].error_messages["required"])
        if self.sources:
            self._check_source()
        if not self.errors:
            try:
                self.cleaned_data["spec"] = self._spec(self.cleaned_data)
            except Misstated as refusal:
                self.add_error(self._met_in(refusal), refusal.message.capitalize())
            else:
                self._check_special()
        return self.cleaned_data

    def opened(self) -> dict[str, bool]:
        """Return which folds hold something of this plan, or a fault."""
        return {fold: any(map(self._is_used, names)) for fold, names in FOLDS.items()}

    def _is_used(self, name: str) -> bool:
        bound, usual = self[name], self.fields[name].initial
        value = bound.value()
        return bool(bound.errors) or (value not in (None, "") and str(value) != str(usual))

    def _check_source(self) -> None:
        said = self.cleaned_data
        source, table = self.sources.get(said.get("source", "")), said.get("table", "").strip()
        said["table"] = table if source else ""
        if source and not table:
            self.add_error("table", "Say which table or folder of the source.")
        elif source and not source.offers(table):
            self.add_error("table", f"The source offers {', '.join(source.tables)}.")

    def _check_special(self) -> None:
        marked = listed(self.cleaned_data["special_columns"])
        self.cleaned_data["special_columns"] = marked
        if strangers := [name for name in marked if name not in self.cleaned_data["spec"].columns]:
            self.add_error("special_columns", f"The plan reads no column '{strangers[0]}'.")

    def _met_in(self, refusal: Misstated) -> str | None:
        """Return the field in which people meet what a refusal is about."""
        if refusal.field == "thresholds" and (found := MEASURE.search(refusal.message)):
            named = f"{found[1] or found[2]}-difference"
            return named if named in self.fields else "thresholds_reason"
        field = MET_IN.get(refusal.field, refusal.field)
        return field if field in self.fields else None

    def _spec(self, said: dict[str, Any]) -> Spec:
        kept = self.stored.as_json() if self.stored else {}
        if not said["prediction"]:
            kept.pop("prediction", None)
        told = {**columns.stated(said), **values.stated(said), **certainty.stated(said)}
        set_now = [asdict(one) for one in thresholds.stated(said, self.stored, by=self.user.name)]
        return Spec.from_json({**kept, **told, "thresholds": set_now})


def _typed(stored: Spec | None) -> dict[str, Any]:
    """Return a Spec as people would type it."""
    told = thresholds.typed(stored)
    if stored is None:
        return told
    return {**told, **columns.typed(stored), **values.typed(stored), **certainty.typed(stored)}


def _drawing(sources: Mapping[str, Source]) -> dict[str, forms.Field]:
    """Return the fields that say where rows lie."""
    known = [f"{name}: {', '.join(one.tables)}" for name, one in sources.items() if one.tables]
    return {
        "source": forms.ChoiceField(
            label="Where the rows come from",
            required=False,
            choices=[
                ("", "Files that people import"),
                *((name, _kind(one)) for name, one in sources.items()),
            ],
            help_text="Each run looks at a source anew; nothing of it is copied but counts.",
        ),
        "table": forms.CharField(
            label="Table or folder of the source",
            max_length=200,
            required=False,
            help_text=f"Offered: {'; '.join(known)}." if known else "Such as: public.decisions",
        ),
    }


def _kind(source: Source) -> str:
    return f"{source.name}, a folder of Parquet parts" if source.is_folder else f"{source.name}, a database"
