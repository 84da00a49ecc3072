"""What a comparison gives: lines with, for each field, the stretches that stayed, went and came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from audits.dossiers.redline.lines import Line, Shape


class State(StrEnum):
    """What became of a line or a stretch of it."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Stretch:
    """Words that share a fate: same, removed or added."""

    state: State
    text: str


Field = tuple[Stretch, ...]


@dataclass(frozen=True)
class Piece:
    """One line of either document, or one that both have, with its fields."""

    shape: Shape
    state: State
    fields: tuple[Field, ...]
    shares: tuple[int, ...] = field(default=(), compare=False)

    @property
    def before(self) -> tuple[str, ...]:
        """The fields as the earlier document has them."""
        return tuple(_without(State.ADDED, field) for field in self.fields)

    @property
    def after(self) -> tuple[str, ...]:
        """The fields as the later document has them."""
        return tuple(_without(State.REMOVED, field) for field in self.fields)

    def as_json(self) -> list[Any]:
        """Return shape, state and fields as short lists: a redline may have thousands of lines."""
        fields = [[[stretch.state, stretch.text] for stretch in field] for field in self.fields]
        return [self.shape, self.state, fields]


def read_pieces(raw: Iterable[Sequence[Any]]) -> tuple[Piece, ...]:
    """Return pieces from what `as_json` gave."""
    return tuple(
        Piece(Shape(shape), State(state), tuple(map(_field, fields))) for shape, state, fields in raw
    )


def whole(line: Line, state: State) -> Piece:
    """Return a line of which every word shares its fate."""
    fields = tuple((Stretch(state, text),) if text else () for text in line.fields)
    return Piece(line.shape, state, fields, line.shares)


def _field(raw: Iterable[Sequence[str]]) -> Field:
    return tuple(Stretch(State(state), text) for state, text in raw)


def _without(state: State, field: Field) -> str:
    return "".join(stretch.text for stretch in field if stretch.state is not state)
