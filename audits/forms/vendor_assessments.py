"""Answering a vendor's questionnaire an area at a time, and concluding it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from audits.scoring import Area, Question
from risk.forms.asking import DONT_KNOW, UNKNOWN, Asked, Label, note_field

NOTE = "note:"
NOTE_ALONE = "Your note needs an answer beside it; “I don't know” is one."


class AreaForm(forms.Form):
    """What is answered in one area; whatever is left blank says nothing."""

    def __init__(self, area: Area, answers: Mapping[str, Any], data: Mapping[str, Any] | None = None) -> None:
        self.area = area
        initial: dict[str, Any] = {}
        for question in area.questions:
            if said := answers.get(question.id):
                initial |= {question.id: said["value"] or UNKNOWN, NOTE + question.id: said["note"]}
        super().__init__(data, initial=initial)
        for question in area.questions:
            self.fields[question.id] = _field(question)
            self.fields[NOTE + question.id] = note_field()

    def shown(self) -> list[Asked]:
        """Return the questions as the page shows them."""
        return [
            Asked(
                field=self[question.id],
                note=self[NOTE + question.id],
                asks=question.asks,
                why=question.why,
                provision=question.provision,
                hint=question.hint,
                essential=question.essential,
            )
            for question in self.area.questions
        ]

    def clean(self) -> dict[str, Any]:
        """Turn what was chosen into answers."""
        self.answers: dict[str, dict[str, str | None]] = {}
        for question in self.area.questions:
            value = self.cleaned_data.get(question.id)
            note = self.cleaned_data.get(NOTE + question.id, "").strip()
            if value:
                known = None if value == UNKNOWN else value
                self.answers[question.id] = {"value": known, "note": note}
            elif note and question.id not in self.errors:
                self.add_error(question.id, NOTE_ALONE)
        return self.cleaned_data


class Conclude(forms.Form):
    """The last words of an assessment, and until when they stand."""

    summary = forms.CharField(
        label="Summary",
        help_text="What this means for your use of the product, in a sentence or two.",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    valid_until = forms.DateField(
        label="Valid until", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


def _field(question: Question) -> forms.ChoiceField:
    choices = [
        *((option.id, Label(option.label)) for option in question.options),
        (UNKNOWN, Label(DONT_KNOW)),
    ]
    return forms.ChoiceField(label=question.asks, choices=choices, required=False, widget=forms.RadioSelect)
