"""A blank beside what was written in it and what the record knows: what stands, what waits, what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from audits.sheets.blank import Blank, Field, Need, Type
from audits.sheets.entries import Entry, Value, words


class State(StrEnum):
    """How far one field is."""

    STATED = "stated"
    ADOPTED = "adopted"
    NOT_APPLICABLE = "not_applicable"
    KNOWN = "known"
    GAP = "gap"
    LEFT_OUT = "left_out"
    EXCLUDED = "excluded"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS: Mapping[State, str] = {
    State.STATED: "Stated",
    State.ADOPTED: "From the record",
    State.NOT_APPLICABLE: "Does not apply",
    State.KNOWN: "To be adopted",
    State.GAP: "Gap",
    State.LEFT_OUT: "Optional",
    State.EXCLUDED: "Not submitted",
}
FILLED = frozenset({State.STATED, State.ADOPTED, State.NOT_APPLICABLE})
UNCOUNTED = frozenset({State.LEFT_OUT, State.EXCLUDED})


@dataclass(frozen=True, slots=True)
class Known:
    """What the record has to say at a field, and where it says so."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One field with what stands in it. `known` would fill it; `hints` help to write it."""

    field: Field
    state: State
    entry: Entry | None = None
    known: Known | None = None
    hints: tuple[Known, ...] = ()

    @property
    def standing(self) -> Entry | None:
        """The entry, unless it only took back what stood there."""
        return self.entry if self.entry and self.entry.said.value else None

    @property
    def value(self) -> Value:
        """What the document says here; empty where it says nothing."""
        if self.state is State.EXCLUDED:
            return ""
        if self.standing:
            return self.standing.said.value
        return self.known.value if self.known else ""

    @property
    def text(self) -> str:
        """The value in words; the reason, where it does not apply."""
        if self.state is State.NOT_APPLICABLE:
            return str(self.value)
        return words(self.field, self.value)

    @property
    def day(self) -> date | None:
        """The value as a day, where that is what was asked for and given."""
        if self.field.type is not Type.DATE or self.state is State.NOT_APPLICABLE or not self.value:
            return None
        return date.fromisoformat(str(self.value))

    @property
    def known_text(self) -> str:
        return words(self.field, self.known.value) if self.known else ""

    @property
    def moved(self) -> bool:
        """Whether the record says something else by now than when it was adopted."""
        return self.state is State.ADOPTED and bool(self.known) and self.known_text != self.text


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the fields that count are filled, wait for a word, or are missing."""

    filled: int
    known: int
    gaps: int

    @property
    def all(self) -> int:
        return self.filled + self.known + self.gaps

    @property
    def percent(self) -> int:
        return 100 * self.filled // self.all if self.all else 0

    @property
    def short(self) -> str:
        """What is left to do, in two words."""
        left = self.known + self.gaps
        return f"{left} left" if left else "filled"

    @property
    def words(self) -> str:
        """The three numbers as a sentence without its full stop."""
        told = [f"{self.filled} of {self.all} filled"]
        told += [f"{self.known} known from the record and to be adopted"] if self.known else []
        told += [f"{self.gaps} {'gap' if self.gaps == 1 else 'gaps'}"] if self.gaps else []
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Filling:
    """A whole document as it stands."""

    blank: Blank
    slots: tuple[Slot, ...]

    @property
    def coverage(self) -> Coverage:
        return coverage(self.slots)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that still keep the document from being finished."""
        open_ = (State.GAP, State.KNOWN)
        return tuple(slot.field.id for slot in self.slots if slot.state in open_)

    def of(self, part_id: str) -> tuple[Slot, ...]:
        """Return the slots of one part."""
        return tuple(slot for slot in self.slots if slot.field.part == part_id)


def coverage(slots: Iterable[Slot]) -> Coverage:
    """Count fields by how far they are."""
    states = [slot.state for slot in slots if slot.state not in UNCOUNTED]
    filled = sum(state in FILLED for state in states)
    return Coverage(filled, states.count(State.KNOWN), states.count(State.GAP))


def fill(
    blank: Blank, entries: Mapping[str, Entry], known: Mapping[str, Known], *, reduced: bool = False
) -> Filling:
    """Lay entries and what the record knows on a blank; `reduced` leaves only the set of Art. 49(4).

    Shape: entries by field id; what is known by the names that `prefill` and `draws_on` use.
    """
    return Filling(
        blank, tuple(_slot(field, entries.get(field.id), known, reduced) for field in blank.fields.values())
    )


def _slot(field: Field, entry: Entry | None, known: Mapping[str, Known], reduced: bool) -> Slot:  # noqa: FBT001
    would_fill = next((known[name] for name in field.prefill if name in known), None)
    hints = tuple(known[name] for name in field.draws_on if name in known)
    if reduced and not field.non_public:
        return Slot(field, State.EXCLUDED, entry, would_fill, hints)
    return Slot(field, _state(field, entry, would_fill), entry, would_fill, hints)


def _state(field: Field, entry: Entry | None, known: Known | None) -> State:
    if entry and entry.said.value:
        if not entry.said.applies:
            return State.NOT_APPLICABLE
        return State.ADOPTED if entry.said.source else State.STATED
    if known:
        return State.KNOWN
    return State.LEFT_OUT if field.need is Need.OPTIONAL else State.GAP
