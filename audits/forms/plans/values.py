"""What the values in a plan's columns mean, how numbers are cut, and what else is tried on scores."""

from typing import Any

from django import forms

from audits.charts.measures import label
from audits.fairness import Misstated, Spec
from audits.fairness.spec import EQUALISED, MISSING_TEXTS
from audits.forms.bands import bands_in_words, read_bands
from audits.forms.lists import joined, listed

TEXTS = ("favourable", "reference", "small_category_reason", "equalise")
ALONE = (
    "A simulation, kept apart from every verdict: deciding by a cut for each group may itself discriminate."
)


class Values(forms.Form):
    """Labels, bands, missing values, and thresholds to try."""

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
        help_text="Where the prediction is a score or a number: from this value on it counts as yes.",
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    bands = forms.CharField(
        label="Bands",
        max_length=500,
        required=False,
        help_text="Cuts numbers into groups or strata. Such as: age: 25, 45; income: 20000, 40000",
    )
    reference = forms.CharField(
        label="Group to compare with",
        max_length=200,
        required=False,
        help_text="Fixed before the run. Left empty, it is the largest group.",
    )
    missing = forms.CharField(
        label="Read as missing",
        max_length=500,
        required=False,
        initial=joined(MISSING_TEXTS[1:]),
        help_text="Beside the empty text. Missing values are counted and shown, never dropped.",
    )
    small_category_reason = forms.CharField(
        label="Why small categories are left out",
        max_length=500,
        required=False,
        help_text="Below 2 % of the data, of the impact ratios of Local Law 144. Left empty, they stay.",
    )
    sweep = forms.CharField(
        label="Other cuts to try",
        max_length=500,
        required=False,
        help_text="On the scores, the same for everybody. Such as: 0.3, 0.5, 0.7",
    )
    equalise = forms.ChoiceField(
        label="Simulate a cut for each group",
        required=False,
        choices=[
            ("", "No"),
            *((name, f"So that groups have one {label(name).lower()}") for name in EQUALISED),
        ],
        help_text=ALONE,
    )


def stated(said: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed as a specification states it.

    Raises: Misstated.
    """
    return {
        **{name: said[name] or None for name in TEXTS},
        "positive": listed(said["positive"]),
        "score_threshold": said["score_threshold"],
        "edges": read_bands(said["bands"]),
        "missing": ["", *listed(said["missing"])],
        "sweep": _numbers(said["sweep"]),
    }


def typed(spec: Spec) -> dict[str, Any]:
    """Return the values of a specification as people would type them."""
    return {name: getattr(spec, name) or "" for name in TEXTS} | {
        "positive": joined(spec.positive),
        "score_threshold": spec.score_threshold,
        "bands": bands_in_words(spec.edges),
        "missing": joined(text for text in spec.missing if text),
        "sweep": ", ".join(f"{cut:g}" for cut in spec.sweep),
    }


def _numbers(words: str) -> list[float]:
    try:
        return [float(word) for word in listed(words)]
    except ValueError as error:
        raise Misstated("sweep", "should be numbers, such as: 0.3, 0.5.") from error
