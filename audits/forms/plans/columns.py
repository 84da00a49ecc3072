"""Which columns a plan reads, and what each is."""

from typing import Any

from django import forms

from audits.fairness import Spec
from audits.forms.lists import joined, listed

SINGLE = ("prediction", "outcome", "count", "score", "target", "weight", "stratum")


def column(label: str, help_text: str) -> forms.CharField:
    """Return a field that names one column, or none."""
    return forms.CharField(label=label, help_text=help_text, max_length=200, required=False)


class Columns(forms.Form):
    """The columns, by the names that the file's header gives them."""

    prediction = column(
        "Column of the prediction",
        "What the system decided or predicted. May be left empty where a score is named.",
    )
    outcome = column(
        "Column of the outcome",
        "What turned out to be true. Without it only selection rates can be compared.",
    )
    by = forms.CharField(
        label="Columns of the groups",
        max_length=500,
        help_text='Such as: race, sex. Several are also compared in combination. "A name, with a comma" in quotes.',
    )
    score = column(
        "Column of scores", "Larger means more likely yes. Curves, calibration and other cuts come of it."
    )
    target = column("Column of the true number", "Where the prediction is a number, not yes or no.")
    count = column(
        "Column of counts", "Only where a row stands for many people. Counts need no personal data."
    )
    weight = column("Column of weights", "How many people a row stands for in a sample.")
    stratum = column(
        "Column to hold apart", "Groups are compared again within its values, such as: department."
    )


def stated(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed as a specification states it; a score alone is its own prediction."""
    told = {name: said[name] or None for name in SINGLE}
    if told["prediction"] is None and told["score"]:
        del told["prediction"]
    return {**told, "by": listed(said["by"])}


def typed(spec: Spec) -> dict[str, Any]:
    """Return the columns of a specification as people would type them."""
    return {name: getattr(spec, name) or "" for name in SINGLE} | {"by": joined(spec.by)}
