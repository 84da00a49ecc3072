"""Where a stored result keeps each measure of each group: decisions, scores or predicted numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.charts.hidden import hidden_groups
from audits.queries.results import MEASURES

Part = Mapping[str, Any]

SCORES = (
    "mean_score",
    "auc",
    "brier",
    "log_loss",
    "calibration_in_the_large",
    "calibration_slope",
    "ece",
    "ks",
)
NUMBERS = ("mean_predicted", "mean_target", "mean_error", "mae", "rmse", "r2", "pearson_r")
ROOMS: Mapping[str, Sequence[str]] = {"decisions": MEASURES, "scores": SCORES, "regression": NUMBERS}


@dataclass(frozen=True)
class Measured:
    """One measure of one group; `apart` is its difference from the group compared with, and the interval of it."""

    group: str
    n: int | None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    counted: tuple[int, int] | None = None
    apart: tuple[float, float | None, float | None] | None = None


def known(result: Part) -> tuple[str, ...]:
    """Return the measures that a result has, in the order in which they are offered. No query."""
    return tuple(
        measure
        for room, measures in ROOMS.items()
        for measure in measures
        if (overall := _room(result, room).get("overall")) and overall.get(measure) is not None
    )


def room_of(measure: str) -> str:
    """Return where a measure is kept. No query."""
    return next(room for room, measures in ROOMS.items() if measure in measures)


def everybody(result: Part, measure: str) -> float | None:
    """Return a measure over everybody. No query."""
    value: float | None = _room(result, room_of(measure))["overall"].get(measure)
    return value


def by_size(part: Part, measure: str) -> tuple[Measured, ...]:
    """Return a measure of every group, the largest first; hidden ones last, without numbers. No query."""
    room = room_of(measure)
    found = _room(part, room)
    hidden, groups = hidden_groups(part), found["by_group"]
    size = "count" if room == "decisions" else "n"
    between = found["intervals"]["by_group"]
    apart, counted = _apart(part, measure, room), _counted(part, measure)
    names = sorted(groups, key=lambda name: (name in hidden, -(groups[name][size] or 0), name))

    def one(name: str) -> Measured:
        low, high = between.get(name, {}).get(measure) or (None, None)
        values = groups[name]
        return Measured(
            name, values[size], values.get(measure), low, high, counted.get(name), apart.get(name)
        )

    return tuple(Measured(name, None) if name in hidden else one(name) for name in names)


def _room(part: Part, room: str) -> Part:
    return part if room == "decisions" else (part.get(room) or {})


def _apart(part: Part, measure: str, room: str) -> dict[str, tuple[float, float | None, float | None]]:
    """Return each group's difference from the reference with its interval, where there is one."""
    if room == "decisions":
        rows = part["against"]["reference"]["measures"].get(measure, {}).items()
        told = [(name, one["difference"], one.get("difference_interval")) for name, one in rows]
    else:
        against = part[room]["against_reference"].get(measure, ())
        told = [(one["group"], one["difference"], one.get("interval")) for one in against]
    found = {}
    for name, value, ends in told:
        low, high = ends or (None, None)
        if value is not None:
            found[name] = (value, low, high)
    return found


def _counted(part: Part, measure: str) -> dict[str, tuple[int, int]]:
    """Return of how many people each rate tells, and how many of them count; of measures that were tested."""
    pairs = part["tests"].get(measure, {}).get("pairwise", ())
    told = {pair["group"]: (pair["counted"], pair["n"]) for pair in pairs if pair["n"] is not None}
    known = (pair for pair in pairs if pair["n_ref"] is not None)
    return told | {pair["reference"]: (pair["counted_ref"], pair["n_ref"]) for pair in known}
