"""A redline cut to what a reader wants to see: what changed, where, and a line around it."""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.dossiers.redline.lines import Shape
from audits.dossiers.redline.pieces import Piece, State

AROUND = 1


@dataclass(frozen=True)
class Hunk:
    """Neighbouring lines of which at least one changed; `skipped` lines before them did not."""

    where: tuple[str, ...]
    skipped: int
    pieces: tuple[Piece, ...]


def hunks(pieces: Sequence[Piece]) -> tuple[Hunk, ...]:
    """Return the changed lines with one line around them, and under which section and clause they stand.

    Shape: nothing for two documents that say the same.
    """
    kept = _kept(pieces)
    found, start = [], 0
    for first, last in _runs(kept):
        found.append(Hunk(_where(pieces, first), first - start, tuple(pieces[first:last])))
        start = last
    return tuple(found)


def _kept(pieces: Sequence[Piece]) -> list[int]:
    changed = [place for place, piece in enumerate(pieces) if piece.state is not State.SAME]
    near = {place + step for place in changed for step in range(-AROUND, AROUND + 1)}
    return sorted(place for place in near if 0 <= place < len(pieces))


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Return runs of neighbouring places, each as its first and the one after its last."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _where(pieces: Sequence[Piece], place: int) -> tuple[str, ...]:
    """Return section and clause above a place, as the later document calls them."""
    section = clause = ""
    for piece in reversed(pieces[: place + 1]):
        if piece.shape is Shape.SECTION:
            section = piece.after[0] or piece.before[0]
            break
        if piece.shape is Shape.CLAUSE and not clause:
            clause = piece.after[0] or piece.before[0]
    return tuple(filter(None, (section, clause)))
