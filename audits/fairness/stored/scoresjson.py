"""Stored scores as JSON and back, every fault with the place where it lies."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from audits.fairness.stored.profiles import Profile, numbers, usable
from audits.fairness.stored.scores import Apart, Group, ScoreRow, Scores, Unscored
from audits.fairness.thresholds import Misstated

NUMBERS = ("low", "high", "median")
LARGEST = 2**53


def as_json(scores: Scores) -> dict[str, Any]:
    """Return plain JSON values; `from_json` reads them back to equal Scores."""
    return {
        "column": scores.column,
        **{name: getattr(scores, name) for name in (*NUMBERS, "distinct", "one_by_one", "counted_in_bins")},
        **{name: list(getattr(scores, name)) for name in ("deciles", "edges", "means")},
        "rows": [
            {"group": list(r.group), "outcome": r.outcome, "bins": list(r.bins), "n": list(r.n)}
            | ({"weight": list(r.weight), "squared": list(r.squared)} if r.weight else {})
            for r in scores.rows
        ],
        "unscored": [one._asdict() | {"group": list(one.group)} for one in scores.unscored],
        "profiles": None
        if scores.profiles is None
        else [
            {"by": list(by), "groups": [profile.as_json() for profile in profiles]}
            for by, profiles in scores.profiles.items()
        ],
        "apart": [
            one._asdict() | {k: list(getattr(one, k)) for k in ("by", "group", "reference")}
            for one in scores.apart
        ],
    }


def from_json(values: object, width: int) -> Scores:
    """Return the Scores these plain values state, for groups of so many columns.

    Raises: Misstated, naming the field.
    """
    if not isinstance(values, Mapping):
        raise Misstated("scores", "must be an object.")
    for name in NUMBERS:
        if not usable(values.get(name)):
            raise Misstated(f"scores.{name}", "must be a number.")
    if not isinstance(values.get("column"), str) or not isinstance(values.get("rows"), list | tuple):
        raise Misstated("scores", "need a column, and rows in a list.")
    for name in ("rows", "unscored", "apart"):
        if not isinstance(values.get(name, ()), list | tuple):
            raise Misstated(f"scores.{name}", "must be a list.")
    return Scores(
        column=values["column"],
        **{name: values[name] for name in NUMBERS},
        distinct=_whole(values.get("distinct", 0), "scores.distinct"),
        one_by_one=values.get("one_by_one") is True,
        counted_in_bins=values.get("counted_in_bins") is True,
        deciles=numbers(values.get("deciles", ()), "scores.deciles"),
        edges=numbers(values.get("edges", ()), "scores.edges"),
        means=numbers(values.get("means", ()), "scores.means"),
        rows=tuple(_row(i, row, width) for i, row in enumerate(values["rows"])),
        unscored=tuple(_unscored(i, one, width) for i, one in enumerate(values.get("unscored", ()))),
        profiles=_profiles(values.get("profiles")),
        apart=tuple(_apart(i, one) for i, one in enumerate(values.get("apart", ()))),
    )


def _row(place: int, values: Mapping[str, Any], width: int) -> ScoreRow:
    """Return one row, checked."""
    field = f"scores.rows[{place}]"
    if not isinstance(values, Mapping) or not {"group", "bins", "n"} <= set(values):
        raise Misstated(field, "needs group, outcome, bins and n.")
    outcome = values.get("outcome")
    if isinstance(outcome, bool) or outcome not in (0, 1, None):
        raise Misstated(f"{field}.outcome", "must be 0, 1 or null.")
    bins = tuple(_whole(b, f"{field}.bins") for b in numbers(values["bins"], f"{field}.bins"))
    n = tuple(_whole(b, f"{field}.n") for b in numbers(values["n"], f"{field}.n"))
    weights = [_weights(values.get(name, ()), f"{field}.{name}") for name in ("weight", "squared")]
    return ScoreRow(_group(values["group"], f"{field}.group", width), outcome, bins, n, *weights)


def _weights(values: object, field: str) -> tuple[float, ...]:
    """Return sums of weights, checked."""
    found = numbers(values, field)
    if any(value < 0 for value in found):
        raise Misstated(field, "must be numbers of zero or more.")
    return found


def _unscored(place: int, values: Mapping[str, Any], width: int) -> Unscored:
    """Return one count of people without a score, checked."""
    field = f"scores.unscored[{place}]"
    if not isinstance(values, Mapping) or "group" not in values:
        raise Misstated(field, "needs group, missing and invalid.")
    missing, invalid = (_whole(values.get(name, 0), f"{field}.{name}") for name in ("missing", "invalid"))
    return Unscored(_group(values["group"], f"{field}.group", width), missing, invalid)


def _profiles(values: object) -> dict[tuple[str, ...], tuple[Profile, ...]] | None:
    """Return the profiles by the columns of their division, None where none were kept."""
    if values is None:
        return None
    if not isinstance(values, list | tuple) or not all(map(_is_part, values)):
        raise Misstated("scores.profiles", "must be a list of objects with by and groups.")
    return {tuple(part["by"]): tuple(_profiles_of(i, part)) for i, part in enumerate(values)}


def _is_part(values: object) -> bool:
    """Return whether this names columns and lists groups."""
    if not isinstance(values, Mapping) or not {"by", "groups"} <= set(values):
        return False
    by = values["by"]
    return isinstance(values["groups"], list | tuple) and isinstance(by, list | tuple) and _are_texts(by)


def _are_texts(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _profiles_of(place: int, part: Mapping[str, Any]) -> Iterator[Profile]:
    """Yield the profiles of one division, checked."""
    for i, one in enumerate(part["groups"]):
        field = f"scores.profiles[{place}].groups[{i}]"
        if not isinstance(one, Mapping) or "group" not in one:
            raise Misstated(field, "is no profile of a group's scores.")
        _group(one["group"], f"{field}.group", len(part["by"]))
        yield Profile.from_json(one, field)


def _apart(place: int, values: Mapping[str, Any]) -> Apart:
    """Return one distance between two groups, checked."""
    field = f"scores.apart[{place}]"
    if not isinstance(values, Mapping) or set(values) != set(Apart._fields):
        raise Misstated(field, f"needs {', '.join(Apart._fields)}.")
    by = values["by"]
    if not isinstance(by, list | tuple) or not _are_texts(by):
        raise Misstated(f"{field}.by", "must be a list of columns.")
    group, reference = (_group(values[name], f"{field}.{name}", len(by)) for name in ("group", "reference"))
    distances = numbers([values[name] for name in ("ks", "ks_p", "wasserstein")], field)
    return Apart(tuple(by), group, reference, *distances)


def _group(words: object, field: str, width: int) -> Group:
    """Return a group's words, checked."""
    if not isinstance(words, list | tuple) or len(words) != width:
        raise Misstated(field, f"must be a list of {width} words.")
    if not all(word is None or (isinstance(word, str) and "\0" not in word) for word in words):
        raise Misstated(field, f"must have {width} words, each a text or null.")
    return tuple(words)


def _whole(value: object, field: str) -> int:
    """Return a whole number of zero or more, checked."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise Misstated(field, "must be a whole number, zero or more.")
    return value
