"""One section of the questionnaire: each question a field, each answer a statement the law understands."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from governance.models import User
from risk.actions.answers import Statement
from risk.engine import Question
from risk.forms.asking import (
    CHOOSE_WITH_NOTE,
    DONT_KNOW,
    NONE,
    UNKNOWN,
    Asked,
    Label,
    evidence_field,
    note_field,
)
from risk.models import Answer
from risk.queries.answers import stamp
from risk.queries.editions import adopted
from risk.queries.sheets import Section
from risk.queries.wording import answer_words

NOTE, EVIDENCE, NOT_KNOWN, SEEN = "note:", "evidence:", "unknown:", "seen:"
CITED = 4
MEANWHILE = "{who} answered meanwhile: {words}. Save again to put your answer in its place."
YES_NO = {"yes": True, "no": False}
CHOOSING = frozenset({"yes_no", "one_of", "several_of"})


class SectionForm(forms.Form):
    """What somebody says of one section; whatever is left blank says nothing."""

    def __init__(
        self, section: Section, stated: Mapping[str, Answer], data: Mapping[str, Any] | None = None
    ) -> None:
        self.section, self.questions, self.stated = section, section.questions, stated
        initial: dict[str, Any] = {}
        for question in self.questions:
            initial |= _initial(question, stated.get(question.fact))
        super().__init__(data, initial=initial)
        for question in self.questions:
            self.add(question)

    def add(self, question: Question) -> None:
        """Add the fields of one question."""
        self.add_answer(question)
        self.fields[NOTE + question.fact] = note_field()
        self.fields[EVIDENCE + question.fact] = evidence_field()
        self.fields[SEEN + question.fact] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=stamp(self.stated.get(question.fact))
        )

    def add_answer(self, question: Question) -> None:
        """Add what is answered, without what may stand beside it."""
        self.fields[question.fact] = _field(question)
        if question.type not in CHOOSING:
            self.fields[NOT_KNOWN + question.fact] = forms.BooleanField(label=DONT_KNOW, required=False)

    def seen(self, by: User) -> dict[str, str]:
        """Return the answers that stood when the page was made; what people said themselves never overtakes them.

        A browser gives up a request for a newer one without learning what became of it.
        """
        own = {fact: stamp(answer) for fact, answer in self.stated.items() if answer.by_id == by.pk}
        facts = [question.fact for question in self.questions]
        return {fact: self.cleaned_data.get(SEEN + fact, "") for fact in facts} | own

    def follow(self, facts: Iterable[str], stated: Mapping[str, Answer]) -> None:
        """Say what stands by now in place of what was seen, and let the form go on from there with what was typed."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        self.stated = stated
        for question in self.questions:
            typed[SEEN + question.fact] = stamp(stated.get(question.fact))
            if question.fact in facts:
                self.add_error(question.fact, _meanwhile(question, stated[question.fact]))
        self.data = typed

    def shown(self) -> list[Asked]:
        """Return the questions as the page shows them."""
        return [self._shown(question) for question in self.questions]

    def _shown(self, question: Question) -> Asked:
        unknown = NOT_KNOWN + question.fact
        return Asked(
            field=self[question.fact],
            note=self[NOTE + question.fact],
            evidence=self[EVIDENCE + question.fact],
            unknown=self[unknown] if unknown in self.fields else None,
            asks=question.question,
            help=question.help,
            example=question.example,
            because=_shortened(question.because),
            provision=question.provision,
            said=_said(self.stated.get(question.fact)),
        )

    def clean(self) -> dict[str, Any]:
        """Turn what was chosen into statements, and refuse what contradicts itself."""
        said = {}
        for question in self.questions:
            if question.fact in self.errors:
                continue
            try:
                value = self._value(question)
            except forms.ValidationError as fault:
                self.add_error(question.fact, fault)
                continue
            note = self.cleaned_data.get(NOTE + question.fact, "").strip()
            evidence = self.cleaned_data.get(EVIDENCE + question.fact, "")
            if value is not _NOTHING:
                said[question.fact] = Statement(value, note, evidence)
            elif note or evidence:
                self.add_error(question.fact, CHOOSE_WITH_NOTE)
        self.statements = said
        return self.cleaned_data

    def _value(self, question: Question) -> object:
        given = self.cleaned_data.get(question.fact)
        if question.type == "several_of":
            return _several(given or [])
        if question.type in CHOOSING:
            return _NOTHING if not given else None if given == UNKNOWN else _value(question, given)
        unknown = self.cleaned_data.get(NOT_KNOWN + question.fact)
        if unknown and given not in (None, ""):
            raise forms.ValidationError("Either a value or “I don't know”, not both.")
        if given in (None, ""):
            return None if unknown else _NOTHING
        return given.isoformat() if question.type == "date" else given


_NOTHING = object()


def _value(question: Question, given: str) -> str | bool:
    """Return what a choice says; "no" may also be the name of an option among others."""
    return YES_NO[given] if question.type == "yes_no" else given


def _several(given: list[str]) -> object:
    if not given:
        return _NOTHING
    if len(given) > 1 and UNKNOWN in given:
        raise forms.ValidationError("“I don't know” contradicts the other answers you ticked.")
    if len(given) > 1 and NONE in given:
        raise forms.ValidationError("“None of these” contradicts the other answers you ticked.")
    return None if given == [UNKNOWN] else [] if given == [NONE] else given


def _field(question: Question) -> forms.Field:
    told: dict[str, Any] = {"label": question.question, "required": False}
    match question.type:
        case "several_of":
            choices = [*_options(question), (NONE, Label("None of these")), (UNKNOWN, Label(DONT_KNOW))]
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
        case "date":
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **told)
        case "number":
            return forms.FloatField(min_value=0, widget=forms.NumberInput(attrs={"step": "any"}), **told)
        case _:
            choices = [*_options(question), (UNKNOWN, Label(DONT_KNOW))]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)


def _options(question: Question) -> list[tuple[str, Label]]:
    if question.type == "yes_no":
        return [(word, Label(word.capitalize(), question.examples.get(word, ""))) for word in YES_NO]
    return [(option.id, Label(option.label, option.example)) for option in question.options]


def _initial(question: Question, answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    note = {NOTE + question.fact: answer.note, EVIDENCE + question.fact: answer.evidence}
    if answer.value is None and question.type not in CHOOSING:
        return note | {NOT_KNOWN + question.fact: True}
    return note | {question.fact: _chosen(question, answer.value)}


def _chosen(question: Question, value: Any) -> Any:  # noqa: ANN401 whatever the fact's type holds
    if question.type == "several_of":
        return [UNKNOWN] if value is None else value or [NONE]
    if question.type in CHOOSING and value is None:
        return UNKNOWN
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _shortened(cites: tuple[str, ...]) -> str:
    more = f" and {len(cites) - CITED} more" if len(cites) > CITED else ""
    return ", ".join(cites[:CITED]) + more


def _meanwhile(question: Question, answer: Answer) -> str:
    return MEANWHILE.format(
        who=answer.by.name, words=answer_words(adopted().facts[question.fact], answer.value)
    )


def _said(answer: Answer | None) -> str:
    return f"Answered by {answer.by.name} on {answer.at:%-d %B %Y}" if answer else ""
