"""Lines against lines: sections by title, clauses by title, then line by line, then word by word."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

from audits.dossiers.redline.lines import Line, Shape
from audits.dossiers.redline.pieces import Piece, State, whole
from audits.dossiers.redline.words import field

# Their first field names them: a value that changed is still the value of that name.
NAMED = (Shape.FACT, Shape.ROW)

Chunk = tuple[Line, ...]


def compared(before: Sequence[Line], after: Sequence[Line]) -> tuple[Piece, ...]:
    """Return both documents as one, in reading order, each line with what became of it.

    Leaving out what was added gives the earlier document, leaving out what was removed the later one.
    Cost: lines are matched by their whole content first; words are compared only within lines that belong
    together.
    """
    return tuple(_sections(_cut(before, Shape.SECTION), _cut(after, Shape.SECTION)))


def _sections(before: Sequence[Chunk], after: Sequence[Chunk]) -> Iterator[Piece]:
    for old, new in _paired(before, after):
        if old and new:
            yield from _clauses(_cut(old, Shape.CLAUSE), _cut(new, Shape.CLAUSE))
        else:
            yield from _one_sided(old, new)


def _clauses(before: Sequence[Chunk], after: Sequence[Chunk]) -> Iterator[Piece]:
    for old, new in _paired(before, after):
        if old and new:
            yield from _lines(old, new)
        else:
            yield from _one_sided(old, new)


def _cut(lines: Iterable[Line], heading: Shape) -> list[Chunk]:
    """Cut lines before each heading of a level; what stands before the first is a piece of its own."""
    chunks: list[list[Line]] = []
    for line in lines:
        if line.shape is heading or not chunks:
            chunks.append([])
        chunks[-1].append(line)
    return [tuple(chunk) for chunk in chunks]


def _paired(before: Sequence[Chunk], after: Sequence[Chunk]) -> Iterator[tuple[Chunk, Chunk]]:
    """Yield the pieces that carry the same heading side by side, the others alone, in reading order."""
    heads = list(map(_heading, before)), list(map(_heading, after))
    for tag, i, j, k, m in SequenceMatcher(None, *heads, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(before[i:j], after[k:m], strict=True)
        else:
            yield from ((chunk, ()) for chunk in before[i:j])
            yield from (((), chunk) for chunk in after[k:m])


def _heading(chunk: Chunk) -> Line | None:
    """Return the heading that a piece begins with, None for what stands before the first."""
    return chunk[0] if chunk[0].shape in (Shape.SECTION, Shape.CLAUSE) else None


def _lines(before: Chunk, after: Chunk) -> Iterator[Piece]:
    for tag, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        if tag == "equal":
            yield from (whole(line, State.SAME) for line in after[k:m])
        else:
            yield from _replaced(before[i:j], after[k:m])


def _replaced(before: Chunk, after: Chunk) -> Iterator[Piece]:
    """Yield what became of neighbouring lines that differ: kind by kind, so that rows stay with rows."""
    old = [tuple(run) for _, run in groupby(before, key=lambda line: line.shape)]
    new = [tuple(run) for _, run in groupby(after, key=lambda line: line.shape)]
    shapes = [run[0].shape for run in old], [run[0].shape for run in new]
    for tag, i, j, k, m in SequenceMatcher(None, *shapes, autojunk=False).get_opcodes():
        if tag == "equal":
            for one, other in zip(old[i:j], new[k:m], strict=True):
                yield from _of_one_shape(one, other)
        else:
            yield from _one_sided(sum(old[i:j], ()), sum(new[k:m], ()))


def _of_one_shape(before: Chunk, after: Chunk) -> Iterator[Piece]:
    if before[0].shape not in NAMED:
        for old, new in zip_longest(before, after):
            yield from _pair(old, new)
        return
    names = [line.fields[0] for line in before], [line.fields[0] for line in after]
    for tag, i, j, k, m in SequenceMatcher(None, *names).get_opcodes():
        if tag == "equal":
            for old, new in zip(before[i:j], after[k:m], strict=True):
                yield from _pair(old, new)
        else:
            yield from _one_sided(before[i:j], after[k:m])


def _pair(old: Line | None, new: Line | None) -> Iterator[Piece]:
    if old and new and len(old.fields) == len(new.fields):
        fields = tuple(field(a, b) for a, b in zip(old.fields, new.fields, strict=True))
        yield Piece(new.shape, State.SAME if old == new else State.CHANGED, fields, new.shares)
    else:
        yield from _one_sided((old,) if old else (), (new,) if new else ())


def _one_sided(before: Chunk, after: Chunk) -> Iterator[Piece]:
    for state, lines in ((State.REMOVED, before), (State.ADDED, after)):
        yield from (whole(line, state) for line in lines)
