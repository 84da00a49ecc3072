"""From counted spellings to cells: what is missing, what is 1 and what is 0, and what is no group at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from audits.fairness.cell import LONGEST_WORD
from audits.fairness.cells import MOST_CELLS, MOST_GROUPS, Cell, Cells
from audits.fairness.encodings import SINGLE_BYTE_NAMES
from audits.fairness.labels import Unreadable, binary, favourable_digit, number, recognised, same, shown
from audits.fairness.spec import Spec
from audits.fairness.sql import RAW_ROWS, Counted, band_names
from audits.fairness.thresholds import Misstated
from audits.fairness.weighing import LARGEST_WEIGHT

MOST_WORDS = 200
MOST_NUMBERS = 30
MOST_LABELS = 100

Rows = Sequence[Counted]


def refuse_what_is_no_group(rows: Rows, spec: Spec) -> None:
    """Refuse columns that hold too many values to be groups or labels, and counts that are no counts."""
    for place, name in enumerate(spec.by):
        _refuse_crowd("by", name, _seen((row.group[place] for row in rows), spec), spec)
    if spec.stratum:
        _refuse_crowd("stratum", spec.stratum, _seen((row.stratum for row in rows), spec), spec)
    for role in ("outcome", "prediction"):
        seen = _seen((getattr(row, role) for row in rows), spec)
        _refuse_long(role, str(getattr(spec, role)), seen)
        if len(seen) > MOST_LABELS:
            binary(role, str(getattr(spec, role)), seen, spec.positive)
            raise Unreadable(
                role,
                f"'{getattr(spec, role)}' holds {len(seen)} different values; choose a column of labels.",
            )
    if len(rows) >= RAW_ROWS:
        raise Unreadable(
            "by", f"gives more than {MOST_CELLS:,} combinations; group by fewer or coarser columns."
        )
    if unusable := sum(row.unusable for row in rows):
        raise Unreadable("count", f"{unusable} rows of '{spec.count}' hold no whole number of zero or more.")
    if weightless := sum(row.weightless for row in rows):
        limits = f"a number from 0 to {LARGEST_WEIGHT:,}"
        raise Unreadable("weight", f"{weightless} rows of '{spec.weight}' hold no weight ({limits}).")


def sorted_into_cells(rows: Rows, spec: Spec, dataset: Mapping[str, Any]) -> Cells:
    """Return the cells, every value given its meaning.

    Raises: Unreadable, when a label's meaning is not evident or the file has no rows.
    """
    if not rows:
        raise Unreadable("file", "has a header but no rows.")
    outcomes = _digits(rows, "outcome", spec) if spec.outcome and not _same_column(spec) else {}
    predictions = _digits(rows, "prediction", spec)
    _refuse_unknown_positive(spec, rows)
    cells = tuple(_cells(rows, outcomes, predictions, frozenset(spec.missing)))
    if (groups := len({cell.group for cell in cells})) > MOST_GROUPS:
        words = f"gives {groups:,} groups, more than {MOST_GROUPS}; choose fewer or coarser columns."
        raise Unreadable("by", words)
    if not any(cell.n for cell in cells):
        raise Unreadable("count", f"every row of '{spec.count}' is zero.")
    labels = {"outcome": _sides(outcomes), "prediction": _sides(predictions)}
    favourable = favourable_digit(predictions, spec.favourable)
    try:
        notes = tuple(_notes(rows, spec, dataset))
        return Cells(
            spec.by, cells, labels, favourable, dataset, notes, stratum=spec.stratum, weight=spec.weight
        )
    except Misstated as too_many:
        raise Unreadable("count", too_many.message) from too_many


def _cells(
    rows: Rows, outcomes: Mapping[str, int], predictions: Mapping[str, int], gone: frozenset[str]
) -> Iterator[Cell]:
    """Yield one cell for each counted row, spellings replaced by what they mean."""
    for row in rows:
        group = tuple(_word(word, gone) for word in row.group)
        decided = _digit(outcomes, row.outcome), _digit(predictions, row.prediction)
        stratum = _word(row.stratum, gone)
        yield Cell(
            group, *decided, int(row.people), stratum, row.weight, row.squared, tuple(sorted(row.weights))
        )


def _digit(meanings: Mapping[str, int], word: str | None) -> int | None:
    """Return what a spelling means, None where it is missing."""
    return None if word is None else meanings.get(word)


def _digits(rows: Rows, role: str, spec: Spec) -> dict[str, int]:
    """Return 1 or 0 for every spelling in the outcome or prediction column that is not missing."""
    values, column = _seen((getattr(row, role) for row in rows), spec), str(getattr(spec, role))
    if role == "prediction" and spec.score_threshold is not None:
        known = values & {"0", "1"}
        if values and not known:
            raise Unreadable(
                role, f"'{column}' is to be compared with a threshold but holds {shown(values)}."
            )
        return {value: int(value) for value in known}
    wanted = spec.positive
    if not wanted and spec.favourable is not None and recognised(values) is None:
        wanted = (spec.favourable,)
    return binary(role, column, values, wanted)


def _refuse_unknown_positive(spec: Spec, rows: Rows) -> None:
    """Refuse a positive value that occurs in neither column: a slip of the pen would decide the result."""
    seen = _seen((word for row in rows for word in (row.outcome, row.prediction)), spec)
    for wanted in spec.positive:
        if not any(same(value, wanted) for value in seen):
            raise Unreadable("positive", f"'{wanted}' occurs in neither column. Seen: {shown(seen)}.")


def _refuse_crowd(role: str, name: str, values: set[str], spec: Spec) -> None:
    """Refuse a column with more values than a reader could compare, or with longer ones than could be names."""
    _refuse_long(role, name, values)
    numbers, edges = sum(number(value) is not None for value in values), spec.edges.get(name)
    if edges is not None and (strays := values - set(band_names(edges))):
        raise Unreadable("edges", f"'{name}' cannot be put into bands: it holds {shown(strays)}.")
    if numbers == len(values) > MOST_NUMBERS:
        raise Unreadable(
            role,
            f"'{name}' holds {len(values)} different numbers; say where to cut with --edges {name}=A,B,C.",
        )
    if len(values) > MOST_WORDS:
        raise Unreadable(
            role, f"'{name}' holds more than {MOST_WORDS} different values; choose a coarser column."
        )


def _refuse_long(role: str, name: str, values: set[str]) -> None:
    if (letters := max(map(len, values), default=0)) > LONGEST_WORD:
        raise Unreadable(
            role, f"'{name}' holds a value of {letters:,} letters; at most {LONGEST_WORD:,} can be read."
        )


def _notes(rows: Rows, spec: Spec, dataset: Mapping[str, Any]) -> list[str]:
    """Return sentences on how the file was read that a reader of the result must know."""
    notes = []
    if name := SINGLE_BYTE_NAMES.get(str(dataset.get("encoding"))):
        notes.append(f"The file is not UTF-8; it was read as {name}, so check the names of groups.")
    if _same_column(spec):
        notes.append("Outcome and prediction are the same column, so only selection is measured.")
    if spec.score_threshold is not None:
        notes.extend(_no_numbers(rows, spec))
    for place, name in enumerate(spec.by):
        for one, other in combinations(sorted(_seen((row.group[place] for row in rows), spec)), 2):
            if " ".join(one.split()).casefold() == " ".join(other.split()).casefold():
                notes.append(
                    f"In '{name}', '{one}' and '{other}' differ only by case or blanks; they stay two groups."
                )
    return notes


def _no_numbers(rows: Rows, spec: Spec) -> list[str]:
    """Return how many scores could not be compared with the threshold, where any could not."""
    strays = _seen((row.prediction for row in rows), spec) - {"0", "1"}
    if not strays:
        return []
    people = sum(row.people for row in rows if row.prediction in strays)
    told = f"In '{spec.prediction}', {people:,} rows hold no finite number ({shown(strays)})"
    return [f"{told}; they count as rows without a prediction."]


def _seen(words: Iterable[str | None], spec: Spec) -> set[str]:
    """Return the spellings among the words that are not missing."""
    return {word for word in words if word is not None and word.strip() not in spec.missing}


def _word(text: str | None, gone: frozenset[str]) -> str | None:
    """Return a group's word as spelt, None when it is missing."""
    if text is not None and "\0" in text:
        raise Unreadable("by", "holds a NUL character; the file is damaged or not a text.")
    return None if text is None or text.strip() in gone else text


def _sides(mapping: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return the spellings that were read as 1 and those read as 0."""
    return {str(digit): tuple(sorted(v for v, d in mapping.items() if d == digit)) for digit in (1, 0)}


def _same_column(spec: Spec) -> bool:
    """Return whether outcome and prediction are one column: then there is nothing to compare."""
    return spec.outcome == spec.prediction and spec.score_threshold is None
