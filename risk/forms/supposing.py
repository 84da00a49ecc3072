"""Answers that are supposed and never stored: another questionnaire, another day, another edition."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from risk import rulebook
from risk.engine import Edition, FactErrors, Finding, Question
from risk.forms.asking import Asked
from risk.forms.questions import NOT_KNOWN, SectionForm
from risk.models import Answer
from risk.queries.sheets import Section
from risk.queries.supposing import Contrast, askable, contrast

# Each answer can bring a question, whose answer can bring another; the questionnaire is no deeper than this.
DEPTH = 6


class SupposedForm(SectionForm):
    """Every question that matters, filled in as the record has it; notes and evidence have no place here."""

    def __init__(
        self, questions: tuple[Question, ...], raw: Mapping[str, Any], data: Mapping[str, Any] | None = None
    ) -> None:
        recorded = {fact: Answer(fact=fact, value=value) for fact, value in raw.items()}
        super().__init__(Section("", "", questions), recorded, data)

    def add(self, question: Question) -> None:
        self.add_answer(question)

    def shown(self) -> list[Asked]:
        return [self._asked(question) for question in self.questions]

    def chapters(self) -> dict[str, list[Asked]]:
        """Return the questions under the titles of their sections."""
        found: dict[str, list[Asked]] = {}
        for question in self.questions:
            found.setdefault(question.section, []).append(self._asked(question))
        return found

    def _asked(self, question: Question) -> Asked:
        unknown = NOT_KNOWN + question.fact
        return Asked(
            field=self[question.fact],
            asks=question.question,
            unknown=self[unknown] if unknown in self.fields else None,
            help=question.help,
            provision=question.provision,
        )


class Circumstances(forms.Form):
    """The day and the law to judge by; today and the adopted edition where nothing is said."""

    on = forms.DateField(
        label="As of", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    edition = forms.ChoiceField(label="Edition of the law", required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(data, **options)
        self.fields["edition"].choices = [  # type: ignore[attr-defined]  # a choice field's
            (name, rulebook.edition(name).title) for name in rulebook.edition_ids()
        ]


class Supposition:
    """What is supposed: circumstances and answers, read from what was typed, laid over the record."""

    def __init__(
        self, raw: Mapping[str, Any], standing: Edition, today: date, data: Mapping[str, Any] | None
    ) -> None:
        self.raw, self.edition, self.on, self.data = raw, standing, today, data
        self.around = Circumstances(data, initial={"on": today, "edition": standing.id})
        if self.around.is_valid():
            self.on = self.around.cleaned_data["on"] or today
            named = self.around.cleaned_data["edition"]
            self.edition = rulebook.edition(named) if named else standing
        self.form = self._grown(data)

    def contrast(self, recorded: Finding) -> Contrast | None:
        """Return what would be found beside what is, or nothing where nothing is asked or it does not fit."""
        if self.data is None or not (self.around.is_valid() and self.form.is_valid()):
            return None
        try:
            return contrast(recorded, self._facts(self.form), edition=self.edition, on=self.on)
        except FactErrors as misfit:
            self.around.add_error("edition", " ".join(misfit.errors.values()))
            return None

    def _grown(self, data: Mapping[str, Any] | None) -> SupposedForm:
        """Return the form with the questions that its own answers bring up and without those they end."""
        form = self._form(self.raw, data)
        for _ in range(DEPTH):
            if data is None or not form.is_valid():
                break
            before, form = form, self._form(self._facts(form), data)
            if [one.fact for one in before.questions] == [one.fact for one in form.questions]:
                break
        return form

    def _form(self, facts: Mapping[str, Any], data: Mapping[str, Any] | None) -> SupposedForm:
        try:
            asked = askable(facts, self.edition, self.on)
        except FactErrors:
            asked = ()
        return SupposedForm(asked, self.raw, data)

    def _facts(self, form: SupposedForm) -> dict[str, Any]:
        return {**self.raw, **{fact: said.value for fact, said in form.statements.items()}}
