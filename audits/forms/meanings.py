"""What the values of a file mean, chosen from those seen in it while nothing of the file is kept."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms

from audits.fairness import Misstated, Spec, Unreadable
from audits.fairness.columns import Column, Preview
from audits.fairness.labels import binary, favourable_digit, recognised
from audits.fairness.proposing import NUMBERS
from audits.fairness.sorting import MOST_NUMBERS
from audits.forms.bands import cuts_in_words, edges_of, proposed_edges
from audits.forms.lists import joined, listed
from audits.forms.roles import GROUP, STRATUM, columns_of
from governance.forms.fields import Typed

CUT = (("1", "The cut or more"), ("0", "Less than the cut"))


class MeaningForm(forms.Form):
    """Which values mean yes, which a person hopes for, how numbers are cut, and on what legal basis."""

    def __init__(
        self, data: Typed, *, preview: Preview, chosen: Mapping[str, Any], said: Mapping[str, Any]
    ) -> None:
        super().__init__(data)
        self.roles: dict[str, str] = chosen["roles"]
        self.preview, self.columns = preview, {column.name: column for column in preview.columns}
        self.decision, self.is_cut = self._decision()
        self.fields.update(self._of_labels())
        self.fields.update(self._of_numbers())
        if special := [name for name in chosen["special"] if name in self.roles]:
            self.fields["legal_basis"] = _legal_basis(special)
        if said:
            self.initial.update(self._as_typed(said))

    def clean(self) -> dict[str, Any]:
        """Make the rest of a specification of what was said."""
        said = self.cleaned_data
        said["positive"] = [*said.get("positive", ()), *listed(said.pop("positive_other", ""))]
        said["favourable"] = said.pop("favourable_other", "").strip() or said.get("favourable") or None
        said["edges"] = {}
        for field, name in self._numbers():
            if typed := said.pop(field, "").strip():
                self._cut(field, name, typed)
        if self.decision and "favourable" not in self.errors:
            self._check_favourable(said)
        if not self.errors:
            self._check_labels(said)
        return said

    def _decision(self) -> tuple[Column | None, bool]:
        """Return the column that is a decision or becomes one by a cut, and whether it needs the cut."""
        named = {role: name for name, role in self.roles.items()}
        if "target" in named:
            return None, False
        column = self.columns[named.get("prediction") or named["score"]]
        return column, column.type in NUMBERS and recognised(_values(column)) is None

    def _labelled(self) -> Iterator[tuple[str, Column]]:
        """Yield the columns of labels with their role."""
        for name, role in self.roles.items():
            if role == "outcome" or (role == "prediction" and not self.is_cut and self.decision):
                yield role, self.columns[name]

    def _numbers(self) -> Iterator[tuple[str, str]]:
        """Yield each column of numbers that is compared, after the field that holds its bands."""
        for place, (name, role) in enumerate(self.roles.items()):
            if role in (GROUP, STRATUM) and self.columns[name].type in NUMBERS:
                yield f"bands-{place}", name

    def _of_labels(self) -> Iterator[tuple[str, forms.Field]]:
        if self.is_cut and self.decision:
            required = self.roles[self.decision.name] == "prediction"
            yield "score_threshold", _threshold(self.decision, required=required)
        if unclear := [one for _, one in self._labelled() if recognised(_values(one)) is None]:
            all_seen = all(map(self._all_seen, unclear))
            if any(one.values for one in unclear):
                yield "positive", _positive(unclear, required=all_seen)
            if not all_seen:
                yield "positive_other", _other("Another value that means yes")
        if self.decision:
            yield from self._favourable(self.decision)

    def _favourable(self, column: Column) -> Iterator[tuple[str, forms.Field]]:
        all_seen = self.is_cut or self._all_seen(column)
        yield (
            "favourable",
            forms.ChoiceField(
                label="What a person hopes for",
                required=all_seen and not (self.is_cut and self.roles[column.name] == "score"),
                choices=CUT if self.is_cut else _counted([column]),
                widget=forms.RadioSelect,
                help_text=f"Of {column.name}. A loan that is granted, no flag for fraud: readings speak of it.",
            ),
        )
        if not all_seen:
            yield "favourable_other", _other("Another value that people hope for")

    def _all_seen(self, column: Column) -> bool:
        """Return whether every value of a column was shared by rows enough to be shown."""
        shown = sum(n for _, n in column.values)
        return shown > 0 and shown + column.missing == self.preview.rows

    def _of_numbers(self) -> Iterator[tuple[str, forms.Field]]:
        for field, name in self._numbers():
            column = self.columns[name]
            yield (
                field,
                forms.CharField(
                    label=f"Bands of {name}",
                    max_length=500,
                    required=column.distinct > MOST_NUMBERS,
                    initial=cuts_in_words(proposed_edges(column)),
                    help_text=_spread(column) + "A number on an edge belongs to the band above it.",
                ),
            )

    def _as_typed(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was said before as the fields hold it."""
        seen = {value for column in self.columns.values() for value in _values(column)} | {"0", "1"}
        bands = {field: cuts_in_words(said["edges"].get(name, ())) for field, name in self._numbers()}
        strange = said["favourable"] if said["favourable"] not in seen else ""
        others = joined(value for value in said["positive"] if value not in seen)
        return {**said, **bands, "positive_other": others, "favourable_other": strange}

    def _cut(self, field: str, name: str, typed: str) -> None:
        try:
            edges = edges_of(typed)
            Spec.from_json(columns_of(self.roles) | {"edges": {name: edges}})
        except Misstated as refusal:
            self.add_error(field, refusal.message.capitalize())
        else:
            self.cleaned_data["edges"][name] = edges

    def _check_favourable(self, said: Mapping[str, Any]) -> None:
        decides = not self.is_cut or said.get("score_threshold") is not None
        if decides and said["favourable"] is None:
            self.add_error("favourable", "Say what a person hopes for.")

    def _check_labels(self, said: Mapping[str, Any]) -> None:
        """Refuse what the count would refuse, as far as every value of a column was seen."""
        positive, favourable = said["positive"], said["favourable"]
        for role, column in self._labelled():
            values = _values(column)
            if not self._all_seen(column):
                continue
            by_favourable = [favourable] if recognised(values) is None and favourable else []
            try:
                meanings = binary(role, column.name, values, positive or by_favourable)
            except Unreadable:
                self.add_error("positive", f"Say which values of '{column.name}' mean yes.")
                continue
            if role == "prediction":
                self._check_side(meanings, favourable)

    def _check_side(self, meanings: Mapping[str, int], favourable: str) -> None:
        try:
            favourable_digit(meanings, favourable)
        except Unreadable as refusal:
            told = refusal.message.replace("set it apart with --positive", "tick what means yes above")
            self.add_error("favourable", told)


def _values(column: Column) -> list[str]:
    return [value for value, _ in column.values]


def _counted(columns: Iterable[Column]) -> list[tuple[str, str]]:
    """Return the values seen in some columns, each once, with how many rows have it."""
    seen: dict[str, int] = {}
    for column in columns:
        for value, rows in column.values:
            seen[value] = seen.get(value, 0) + rows
    return [(value, f"{value} ({rows:,} rows)") for value, rows in seen.items()]


def _threshold(column: Column, *, required: bool) -> forms.Field:
    without = "" if required else " Left empty, the scores are measured without decisions."
    return forms.FloatField(
        label=f"Cut of {column.name}",
        required=required,
        help_text=f"{_spread(column)}From the cut on it is a yes.{without}",
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


def _positive(columns: list[Column], *, required: bool) -> forms.Field:
    return forms.MultipleChoiceField(
        label="Values that mean yes",
        required=required,
        choices=_counted(columns),
        widget=forms.CheckboxSelectMultiple,
        help_text=f"In {' and '.join(column.name for column in columns)}. Every other value counts as no.",
    )


def _other(label: str) -> forms.Field:
    return forms.CharField(
        label=label,
        required=False,
        max_length=500,
        help_text="Where few rows have a value, it is not shown; then type it.",
    )


def _legal_basis(special: list[str]) -> forms.Field:
    return forms.CharField(
        label="Legal basis for special categories",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"For {' and '.join(special)}. Art. 4a of the Act and the ground of Art. 9(2) GDPR that applies;"
        " it is kept with the plan, and nothing is measured without it.",
    )


def _spread(column: Column) -> str:
    """Return in words how the numbers of a column lie."""
    if column.quartiles is None:
        return ""
    low, middle, high = column.quartiles
    return f"A quarter of the rows lies below {low:g}, half below {middle:g}, a quarter above {high:g}. "
