"""What people type of a fairness plan, made into a Spec that can be carried out."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.forms import BoundField

from audits.charts.measures import label
from audits.fairness import DEFAULT_THRESHOLDS, Misstated, Spec, Threshold
from audits.fairness.thresholds import KINDS, READABLE
from audits.forms.bands import bands_in_words, read_bands
from governance.forms.fields import DayInput, PersonField, Typed, offer
from governance.models import Unit, User
from governance.queries import people

TOLERANCE, DAYS_TO_SETTLE = 0.05, 30
# A part of a Spec, and the field in which people meet it.
MET_IN = {"edges": "bands", "thresholds": "thresholds_reason"}
MORE = {
    "weight": (
        "Column of weights",
        "How many people a row stands for in a sample. Not with a score or a target.",
    ),
    "stratum": ("Column to hold apart", "Groups are compared again within its values, such as: department."),
    "score": (
        "Column of scores",
        "Larger means more likely yes. Curves, calibration and other cuts come of it.",
    ),
    "target": ("Column of the true number", "Where the prediction is a number, not yes or no."),
    "small_category_reason": (
        "Why small categories are left out",
        "Below 2 % of the data, of the impact ratios of Local Law 144. Left empty, they stay.",
    ),
}
TEXTS = ("outcome", "prediction", "count", "favourable", "reference", *MORE)


class PlanForm(forms.Form):
    """What to measure, against which thresholds and why; `revision` is the state it was read in."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=200, help_text="Such as: Errors by race, every quarter.")
    prediction = forms.CharField(
        label="Column of the prediction",
        max_length=200,
        help_text="What the system decided or scored, as the file's header names it.",
    )
    outcome = forms.CharField(
        label="Column of the outcome",
        max_length=200,
        required=False,
        help_text="What turned out to be true. Without it only selection rates can be compared.",
    )
    by = forms.CharField(
        label="Columns of the groups",
        max_length=500,
        help_text="Such as: race, sex. Several are also compared in combination.",
    )
    count = forms.CharField(
        label="Column of counts",
        max_length=200,
        required=False,
        help_text="Only where a row stands for many people. Counts alone need no personal data.",
    )
    positive = forms.CharField(
        label="Values that mean yes",
        max_length=500,
        required=False,
        help_text="Such as: hired, offered. Left empty, 1 and 0, yes and no, true and false are understood.",
    )
    favourable = forms.CharField(
        label="The prediction a person hopes for",
        max_length=200,
        required=False,
        help_text="1 for a loan that is granted, 0 for a risk score. Readings speak of it.",
    )
    score_threshold = forms.FloatField(
        label="Cut of the score",
        required=False,
        help_text="Where the prediction is a score: from this value on it counts as yes.",
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    reference = forms.CharField(
        label="Group to compare with",
        max_length=200,
        required=False,
        help_text="Fixed before the run. Left empty, it is the largest group.",
    )
    bands = forms.CharField(
        label="Bands",
        max_length=500,
        required=False,
        help_text="Cuts numbers into groups. Such as: age: 25, 45",
    )
    thresholds_reason = forms.CharField(
        label="Why these thresholds",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The Act sets no number. Whoever sets one says why; every report says so.",
    )
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
        self, data: Typed, *, user: User, unit: Unit, initial: Mapping[str, Any], stored: Spec | None = None
    ) -> None:
        self.user, self.stored, set_now = user, stored, _by_measure(stored)
        told = {f"{measure}-{kind}": one.value for (measure, kind), one in set_now.items()}
        special = {"special_columns": ", ".join(initial.get("special_columns", ()))}
        super().__init__(data, initial={**_typed(stored), **told, **initial, **special})
        offer(self, "owner", people.work_in(unit, also=initial.get("owner")))
        for name, (words, help_text) in MORE.items():
            self.fields[name] = forms.CharField(
                label=words, help_text=help_text, max_length=500, required=False
            )
        for measure in READABLE:
            for kind in KINDS:
                self.fields[f"{measure}-{kind}"] = _threshold_field(measure, kind)

    def thresholds(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield each measure in words with its fields, for the table of thresholds."""
        for measure in READABLE:
            yield label(measure), [self[f"{measure}-ratio"], self[f"{measure}-difference"]]

    def clean(self) -> dict[str, Any]:
        """Make the Spec; what it refuses is told at the field where people meet it."""
        for name in ("regression_tolerance", "days_to_settle"):
            if self.cleaned_data.get(name) is None:
                self.cleaned_data[name] = self.get_initial_for_field(self.fields[name], name)
        if not self.errors:
            try:
                self.cleaned_data["spec"] = self._spec(self.cleaned_data)
            except Misstated as refusal:
                field = MET_IN.get(refusal.field, refusal.field)
                self.add_error(field if field in self.fields else None, refusal.message.capitalize())
            else:
                self._check_special()
        return self.cleaned_data

    def _check_special(self) -> None:
        columns = _listed(self.cleaned_data["special_columns"])
        self.cleaned_data["special_columns"] = columns
        if strangers := [name for name in columns if name not in self.cleaned_data["spec"].columns]:
            self.add_error("special_columns", f"The plan reads no column '{strangers[0]}'.")

    def _spec(self, said: Mapping[str, Any]) -> Spec:
        kept = self.stored.as_json() if self.stored else {}
        told = {
            **{name: said[name] or None for name in TEXTS},
            "by": _listed(said["by"]),
            "positive": _listed(said["positive"]),
            "score_threshold": said["score_threshold"],
            "edges": read_bands(said["bands"]),
            "thresholds": [asdict(threshold) for threshold in self._set(said)],
        }
        return Spec.from_json({**kept, **told})

    def _set(self, said: Mapping[str, Any]) -> Iterator[Threshold]:
        """Yield the thresholds; one that stays as it was stays on the word of whoever set it."""
        before = _by_measure(self.stored)
        yield from (one for (measure, _), one in before.items() if measure not in READABLE)
        for measure in READABLE:
            for kind in KINDS:
                value, was = said.get(f"{measure}-{kind}"), before.get((measure, kind))
                if value is not None and was is not None and was.value == value:
                    yield was
                elif value is not None:
                    yield Threshold(measure, kind, value, self.user.name, said["thresholds_reason"])


def _by_measure(stored: Spec | None) -> dict[tuple[str, str], Threshold]:
    return {(t.measure, t.kind): t for t in (stored.thresholds if stored else DEFAULT_THRESHOLDS)}


def _threshold_field(measure: str, kind: str) -> forms.FloatField:
    words = "ratio at least" if kind == "ratio" else "difference at most"
    return forms.FloatField(
        label=f"{label(measure)}, {words}",
        required=False,
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


def _typed(stored: Spec | None) -> dict[str, Any]:
    """Return a Spec as people would type it."""
    if stored is None:
        return {}
    told = {name: getattr(stored, name) or "" for name in TEXTS}
    return told | {
        "by": ", ".join(stored.by),
        "positive": ", ".join(stored.positive),
        "score_threshold": stored.score_threshold,
        "bands": bands_in_words(stored.edges),
    }


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]
