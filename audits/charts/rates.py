"""One rate for each group, with its interval, on a common line."""

from collections.abc import Mapping
from typing import Any

from audits.charts.drawing import Dot, dots
from audits.charts.hidden import hidden_groups
from audits.charts.measures import MOST_GROUPS, label

Result = Mapping[str, Any]


def rates_by_group(result: Result, measure: str) -> str:
    """Draw a measure by group from an assessment's JSON, largest group first, as an SVG element.

    Shape: `by_group` and `overall` hold rates from 0 to 1; a null is drawn as an empty row with its words.
    The SVG begins with a title that says in words what the picture shows.
    """
    groups = _largest_first(result, measure)
    shown, left_out = groups[:MOST_GROUPS], len(groups) - MOST_GROUPS
    overall = (result.get("overall") or {}).get(measure)
    return dots(
        shown, reference=overall, axis=label(measure), title=_words(shown, overall, measure, left_out)
    )


def _largest_first(result: Result, measure: str) -> list[Dot]:
    by_group: Result = result.get("by_group") or {}
    names = sorted(by_group, key=lambda name: (-_persons(by_group[name]), name))
    return [_dot(name, by_group[name], measure, result) for name in names]


def _persons(rates: Result) -> int:
    return int(rates.get("count") or 0)


def _dot(name: str, rates: Result, measure: str, result: Result) -> Dot:
    if name in hidden_groups(result):
        return Dot(name=name, persons=None, value=None)
    low, high = interval(result, name, measure)
    return Dot(name=name, persons=_persons(rates), value=rates.get(measure), low=low, high=high)


def interval(result: Result, group: str, measure: str) -> tuple[float | None, float | None]:
    """Return the interval of one group's rate, or two Nones where the assessment has none."""
    by_group = (result.get("intervals") or {}).get("by_group") or {}
    bounds = (by_group.get(group) or {}).get(measure)
    if isinstance(bounds, Mapping):
        bounds = (bounds.get("low"), bounds.get("high"))
    return (bounds[0], bounds[1]) if bounds else (None, None)


def _words(groups: list[Dot], overall: float | None, measure: str, left_out: int) -> str:
    parts = [f"{dot.name} {_percent(dot.value)} ({_few(dot.persons)})" for dot in groups]
    if left_out > 0:
        parts.append(f"{left_out} smaller groups are in the table only")
    whole = "" if overall is None else f", overall {_percent(overall)}"
    return f"{label(measure)} by group{whole}. " + "; ".join(parts) + "."


def _few(persons: int | None) -> str:
    return "too few to show" if persons is None else f"{persons} persons"


def _percent(value: float | None) -> str:
    return "not defined" if value is None else f"{value * 100:.2f} %"
