"""Writing in a prescribed document, a part of it at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from audits.sheets import Blank, EntryErrors, Field, Need, Said, Slot, State, Type, Value, check
from risk.forms.asking import evidence_field

ADOPT, NONE, WHY, EVIDENCE = "adopt:", "none:", "why:", "evidence:"
NOT_BOTH = "Either write something, or say that it does not apply."
MOST_TYPED, FEW = 60_000, 8


@dataclass(frozen=True)
class Shown:
    """One field ready to be shown: what to write in, what to adopt, whether it applies, where it can be seen."""

    slot: Slot
    value: BoundField
    evidence: BoundField
    adopt: BoundField | None = None
    none: BoundField | None = None
    why: BoundField | None = None
    overtaken: bool = False

    @property
    def faulty(self) -> bool:
        return bool(self.value.errors or self.evidence.errors or (self.why and self.why.errors))

    @property
    def many(self) -> bool:
        """Whether there is so much to choose from that it needs columns."""
        return len(self.slot.field.choices) > FEW

    @property
    def shows_evidence(self) -> bool:
        return bool(self.evidence.value() or self.evidence.errors)


class PartForm(forms.Form):
    """What is written in one part; `said` holds every field of it once the form is valid."""

    def __init__(self, blank: Blank, slots: Sequence[Slot], seen: int, data: QueryDict | None = None) -> None:
        self.blank, self.slots, self.typed = blank, tuple(slots), data or QueryDict()
        self.said: dict[str, Said] = {}
        self.overtaken: frozenset[str] = frozenset()
        initial = {key: value for slot in self.slots for key, value in _initial(slot).items()}
        super().__init__(data, initial={**initial, "seen": seen})
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
        for slot in self.slots:
            self.fields.update(_fields(slot))

    def shown(self) -> Iterator[Shown]:
        """Yield the fields as the page shows them."""
        for slot in self.slots:
            name = slot.field.id
            yield Shown(
                slot,
                self[name],
                self[EVIDENCE + name],
                adopt=self._if_any(ADOPT + name),
                none=self._if_any(NONE + name),
                why=self._if_any(WHY + name),
                overtaken=name in self.overtaken,
            )

    def _if_any(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def clean(self) -> dict[str, Any]:
        """Turn what was typed and ticked into what is said, and let the blank check it."""
        self.said = {
            slot.field.id: self._said(slot) for slot in self.slots if not self._faulty(slot.field.id)
        }
        try:
            check(self.said, self.blank)
        except EntryErrors as refused:
            for name, fault in refused.errors.items():
                self.add_error(name, f"{fault[:1].upper()}{fault[1:]}.")
        return self.cleaned_data

    def mark_overtaken(self, names: Sequence[str], revision: int) -> None:
        """Say at which fields somebody else was quicker; sending the form again means to write over it."""
        self.overtaken = frozenset(names)
        again = self.typed.copy()
        again["seen"] = str(revision)
        self.data = again
        for name in names:
            self.add_error(
                name, "Somebody else wrote here since you looked. Nothing of yours is lost: compare."
            )

    def _faulty(self, name: str) -> bool:
        return bool({name, WHY + name, EVIDENCE + name} & set(self.errors))

    def _said(self, slot: Slot) -> Said:
        name, typed = slot.field.id, self.cleaned_data
        evidence = typed.get(EVIDENCE + name) or ""
        value: Value = typed.get(name) or ""
        if typed.get(ADOPT + name) and slot.known:
            return Said(slot.known.value, source=slot.known.source, evidence=evidence)
        if typed.get(NONE + name):
            if value:
                self.add_error(name, NOT_BOTH)
            return Said(_plain(typed.get(WHY + name, "")), applies=False, evidence=evidence)
        return Said(_plain(value), source=_source(slot, _plain(value)), evidence=evidence)


class Finishing(forms.Form):
    """Which state of the document somebody looked at when closing it."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class Submitted(forms.Form):
    """That a registration was entered into the EU database."""

    number = forms.CharField(
        label="Registration number", max_length=100, help_text="As the EU database gave it out."
    )
    submitted_date = forms.DateField(
        label="Submitted on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _initial(slot: Slot) -> dict[str, Any]:
    name, entry = slot.field.id, slot.entry
    if entry is None or not entry.said.value:
        return {}
    if not entry.said.applies:
        return {NONE + name: True, WHY + name: entry.said.value, EVIDENCE + name: entry.said.evidence}
    return {name: entry.said.value, EVIDENCE + name: entry.said.evidence}


def _fields(slot: Slot) -> Iterator[tuple[str, forms.Field]]:
    field = slot.field
    yield field.id, _value_field(field)
    yield EVIDENCE + field.id, evidence_field()
    if slot.known and (slot.state is not State.ADOPTED or slot.moved):
        yield ADOPT + field.id, forms.BooleanField(label="Adopt this", required=False)
    if field.need is Need.WHERE_APPLICABLE:
        yield NONE + field.id, forms.BooleanField(label="Does not apply", required=False)
        widget = forms.TextInput(attrs={"placeholder": "Why not?"})
        yield WHY + field.id, forms.CharField(label="Why not", required=False, max_length=5000, widget=widget)


def _value_field(field: Field) -> forms.Field:
    choices = [(choice.id, choice.label) for choice in field.choices]
    match field.type:
        case Type.SEVERAL:
            return forms.MultipleChoiceField(
                label=field.asks, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
            )
        case Type.CHOICE:
            blank = [*choices, ("", "Not stated")]
            return forms.ChoiceField(
                label=field.asks, choices=blank, required=False, widget=forms.RadioSelect
            )
    widgets = {
        Type.DATE: forms.DateInput(attrs={"type": "date"}),
        Type.LINK: forms.URLInput(attrs={"placeholder": "https://"}),
        Type.LINE: forms.TextInput(),
        Type.TEXT: forms.Textarea(attrs={"rows": 5}),
    }
    return forms.CharField(
        label=field.asks, required=False, max_length=MOST_TYPED, widget=widgets[field.type]
    )


def _plain(value: Value) -> Value:
    """Return what was typed with the line ends that everybody else uses."""
    return value.replace("\r\n", "\n").replace("\r", "\n").strip() if isinstance(value, str) else value


def _source(slot: Slot, value: Value) -> str:
    """Return where it was adopted from, as long as it is left as it was."""
    entry = slot.entry
    return entry.said.source if entry and entry.said.applies and entry.said.value == value else ""
