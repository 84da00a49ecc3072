"""Two versions of one field, word by word."""

import re
from difflib import SequenceMatcher

from audits.dossiers.redline.pieces import Field, State, Stretch

WORDS = re.compile(r"\w+|\s+|[^\w\s]")
# Comparing takes the product of both lengths in the worst case; beyond this a field is replaced as a whole.
MOST_PAIRS = 1_000_000
# Texts that share less are easier to read one after the other than interleaved.
LEAST_ALIKE = 0.4


def field(before: str, after: str) -> Field:
    """Return the stretches that lead from one text to the other: in order, none empty, no two alike in a row."""
    if before == after:
        return (Stretch(State.SAME, after),) if after else ()
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) * len(new) > MOST_PAIRS:
        return _replaced(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return _replaced(before, after)
    return tuple(
        Stretch(state, text)
        for _, i, j, k, m in matcher.get_opcodes()
        for state, text in _told("".join(old[i:j]), "".join(new[k:m]))
    )


def _told(before: str, after: str) -> tuple[tuple[State, str], ...]:
    if before == after:
        return ((State.SAME, after),)
    return tuple((state, text) for state, text in ((State.REMOVED, before), (State.ADDED, after)) if text)


def _replaced(before: str, after: str) -> Field:
    return tuple(Stretch(state, text) for state, text in _told(before, after))
