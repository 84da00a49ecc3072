"""How far apart groups may be, measure by measure; who set a number, and why, stays with it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from audits.charts.measures import label
from audits.fairness import DEFAULT_THRESHOLDS, Spec, Threshold
from audits.fairness.thresholds import KINDS, OF_NUMBERS, OF_SCORES, READABLE, UNBOUNDED

BY_DIFFERENCE = (*OF_SCORES, *OF_NUMBERS)
SETTABLE = (
    *((one, kind) for one in READABLE for kind in KINDS),
    *((one, "difference") for one in BY_DIFFERENCE),
)


class Thresholds(forms.Form):
    """A field for each measure and kind, empty where no reading is taken, and why these."""

    thresholds_reason = forms.CharField(
        label="Why these thresholds",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The Act sets no number. Whoever sets one says why; every report says so.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 Django's
        super().__init__(*args, **more)
        for measure, kind in SETTABLE:
            self.fields[f"{measure}-{kind}"] = _field(measure, kind)

    def of_decisions(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield each measure of decisions in words with its fields."""
        for measure in READABLE:
            yield label(measure), [self[f"{measure}-ratio"], self[f"{measure}-difference"]]

    def of_numbers(self) -> Iterator[tuple[str, BoundField]]:
        """Yield each measure of scores and predicted numbers in words with its field."""
        for measure in BY_DIFFERENCE:
            yield label(measure), self[f"{measure}-difference"]


def stated(said: Mapping[str, Any], stored: Spec | None, *, by: str) -> Iterator[Threshold]:
    """Yield the thresholds; one that stays as it was stays on the word of whoever set it.

    Raises: Misstated.
    """
    before = by_measure(stored)
    for measure, kind in SETTABLE:
        value, was = said.get(f"{measure}-{kind}"), before.get((measure, kind))
        if value is not None and was is not None and was.value == value:
            yield was
        elif value is not None:
            yield Threshold(measure, kind, value, by, said["thresholds_reason"])


def typed(stored: Spec | None) -> dict[str, Any]:
    """Return the thresholds of a specification, or those to begin with, by their fields."""
    return {f"{measure}-{kind}": one.value for (measure, kind), one in by_measure(stored).items()}


def by_measure(stored: Spec | None) -> dict[tuple[str, str], Threshold]:
    """Return the thresholds of a specification, or those to begin with, by measure and kind."""
    return {(t.measure, t.kind): t for t in (stored.thresholds if stored else DEFAULT_THRESHOLDS)}


def _field(measure: str, kind: str) -> forms.FloatField:
    words = "ratio at least" if kind == "ratio" else "difference at most"
    return forms.FloatField(
        label=f"{label(measure)}, {words}",
        required=False,
        min_value=0,
        max_value=None if measure in UNBOUNDED else 1,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
