"""How sure a plan's readings have to be, and how many people a group needs to be shown or judged."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from django import forms

from audits.fairness import Spec

NUMBERS = {
    "display_minimum": (
        "People to show a group",
        "Smaller groups are counted, and their rates are not shown.",
    ),
    "inference_minimum": (
        "People to judge a group",
        "Smaller groups are shown, and no verdict rests on them.",
    ),
    "denominator_minimum": ("People behind a rate", "A rate of fewer is not set against others."),
    "draws": ("Resamples", "For intervals; more take longer and move the ends less."),
    "permutations": ("Permutations", "For the test of all groups together."),
    "seed": ("Seed", "The same seed gives the same digits on the same counts."),
}
DEFAULTS = {field.name: field.default for field in fields(Spec)}


class Certainty(forms.Form):
    """The level of tests, the numbers of people, and what makes a result repeatable."""

    alpha = forms.FloatField(
        label="Level of tests",
        required=False,
        initial=DEFAULTS["alpha"],
        help_text="How often chance alone may be taken for a disparity. Intervals cover the rest.",
        widget=forms.NumberInput(attrs={"step": "any"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 Django's
        super().__init__(*args, **more)
        for name, (label, help_text) in NUMBERS.items():
            self.fields[name] = forms.IntegerField(
                label=label, help_text=help_text, required=False, initial=DEFAULTS[name]
            )

    def certainty(self) -> Iterator[forms.BoundField]:
        """Yield these fields, for the page."""
        yield from (self[name] for name in ("alpha", *NUMBERS))


def stated(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed; what was left empty stays as it is."""
    return {name: said[name] for name in ("alpha", *NUMBERS) if said.get(name) is not None}


def typed(spec: Spec) -> dict[str, Any]:
    """Return these parts of a specification."""
    return {name: getattr(spec, name) for name in ("alpha", *NUMBERS)}
