"""What a fairness run found, as its page tells it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.charts.hidden import hidden_groups
from audits.charts.measures import label
from audits.fairness.reading import TOO_FEW
from audits.fairness.thresholds import READABLE
from audits.queries.verdicts import MARKS, Marked, tally

# In this order on the page; a measure that nobody has does not appear.
MEASURES = ("base_rate", "selection_rate", "tpr", "fpr", "fnr", "precision", "accuracy")
UNDEFINED = "not defined"
WITHHELD = "withheld"


@dataclass(frozen=True)
class Value:
    """One rate and its interval, in per cent; or why there is none."""

    text: str
    interval: str = ""


@dataclass(frozen=True)
class Row:
    """One group: how many people first, then its rates; no rates where it is too small to show."""

    group: str
    n: str
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Reading:
    """One verdict in words, with the numbers it stands on."""

    measure: str
    kind: str
    mark: str
    words: str
    sentence: str
    value: str
    interval: str
    threshold: str
    set_by: str


@dataclass(frozen=True)
class Division:
    """One way of dividing people into groups: the readings, and the rates of each group."""

    title: str
    readings: tuple[Reading, ...]
    measures: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Found:
    """A result, ready to be read."""

    n: int
    missing: tuple[str, ...]
    tally: tuple[Marked, ...]
    divisions: tuple[Division, ...]
    caveats: tuple[str, ...]
    verified: str
    rated: bool
    reference: tuple[tuple[str, str], ...]
    made_with: str
    seed: int


def found(result: Mapping[str, Any]) -> Found:
    """Return a stored result as people read it. No query."""
    return Found(
        n=result["n"],
        missing=tuple(_missing(result)),
        tally=tally(result["readings"]),
        divisions=tuple(_divisions(result)),
        caveats=tuple(result["caveats"]),
        verified=_verified(result["authority"]),
        rated=_rated(result),
        reference=tuple(result["reference"].items()),
        made_with=", ".join(f"{name} {version}" for name, version in sorted(result["versions"].items())),
        seed=result["seed"],
    )


def percent(value: float | None) -> str:
    """Return a share as people read it: 44.85 %."""
    return UNDEFINED if value is None else f"{100 * value:.2f} %"


def _divisions(result: Mapping[str, Any]) -> Iterator[Division]:
    """Yield the whole division, then each single column where there are several."""
    parts = {tuple(result["by"]): result} | {(name,): part for name, part in result["by_column"].items()}
    for by, part in parts.items():
        told = [reading for reading in result["readings"] if tuple(reading["by"]) == by]
        hidden = hidden_groups(part)
        readings = tuple(_reading(reading, hidden) for reading in told)
        yield _division(" and ".join(by), readings, part, result["overall"])


def _division(
    title: str, readings: tuple[Reading, ...], part: Mapping[str, Any], overall: Mapping[str, Any]
) -> Division:
    groups: Mapping[str, Any] = part["by_group"]
    everyone = (overall, *groups.values())
    measures = [name for name in MEASURES if any(rates.get(name) is not None for rates in everyone)]
    hidden = hidden_groups(part)
    names = sorted(groups, key=lambda name: (name in hidden, -(groups[name]["count"] or 0), name))
    between = part["intervals"]
    rows = [
        Row(name, "few")
        if name in hidden
        else _row(name, groups[name], between["by_group"].get(name, {}), measures)
        for name in names
    ]
    everybody = _row("Everybody", overall, between["overall"], measures)
    return Division(title, readings, tuple(map(label, measures)), (*rows, everybody))


def _verified(authority: Mapping[str, Any]) -> str:
    """Return what Fairlearn says of the same counts; above a difference of 1e-9 there would be no result."""
    name = f"Fairlearn {authority['fairlearn']}"
    if not authority["compared"]:
        return f"Nothing to verify with {name}: it measures decisions only."
    largest = authority["largest_difference"]
    return (
        f"Verified with {name}: {authority['compared']:,} values compared, largest difference {largest:.1g}."
    )


def _rated(result: Mapping[str, Any]) -> bool:
    """Return whether the run compared decisions at all, and not numbers alone."""
    return result["overall"]["selection_rate"] is not None


def _row(name: str, rates: Mapping[str, Any], between: Mapping[str, Any], measures: Sequence[str]) -> Row:
    values = tuple(
        (label(measure), value_of(rates.get(measure), between.get(measure))) for measure in measures
    )
    return Row(name, f"{rates['count']:,}", values)


def value_of(rate: float | None, between: Sequence[float | None] | None) -> Value:
    """Return a rate and its interval as people read them."""
    if rate is None or not between or None in between:
        return Value(percent(rate))
    low, high = (100 * edge for edge in between if edge is not None)
    return Value(percent(rate), f"{low:.1f} to {high:.1f}")


def _reading(told: Mapping[str, Any], hidden: set[str]) -> Reading:
    """Return one verdict; without its numbers where they would give away a hidden group."""
    points = told["kind"] == "difference" and told["measure"] in READABLE
    withheld = bool(told.get("discloses")) or bool({told.get("worst_group"), told.get("best_group")} & hidden)
    interval = None if withheld else told.get("interval")
    return Reading(
        measure=label(told["measure"]),
        kind=told["kind"],
        mark=MARKS[told["verdict"]],
        words=told["label"],
        sentence=TOO_FEW if withheld else told["sentence"],
        value=WITHHELD if withheld else _size(told["value"], points=points),
        interval=" to ".join(_size(edge, points=points) for edge in interval) if interval else "",
        threshold=_size(told["threshold"], points=points),
        set_by=told["threshold_set_by"],
    )


def _size(value: float | None, *, points: bool) -> str:
    """Return a difference of rates in percentage points, a ratio or a difference of numbers as it is."""
    if value is None:
        return UNDEFINED
    return f"{100 * value:.1f} points" if points else f"{value:.3f}"


def _missing(result: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each column in which values are missing; none for a column that nobody asked for."""
    told = result["missing"]
    columns = dict(told["columns"])
    if result["spec"]["outcome"] is not None:
        columns["the outcome"] = told["outcome"]
    if _rated(result):
        columns["the prediction"] = told["prediction"]
    yield from (f"{count:,} without {name}" for name, count in columns.items() if count)
