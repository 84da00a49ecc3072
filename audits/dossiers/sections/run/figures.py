"""Figures as a report on a run prints them: a value with its interval, a chance, people before anything else."""

from collections.abc import Mapping, Sequence
from typing import Any

from audits.dossiers.blocks import Cell, cell
from audits.dossiers.measured import mapping
from audits.dossiers.wording import DASH, cut, decimal, percent, thousands

Raw = Mapping[str, Any]
ENDS = 2
SMALLEST_CHANCE = 0.001


def group(name: object, below: str = "") -> Cell:
    """Return the field that heads a group's row."""
    return cell(cut(str(name), 300), below)


def persons(count: object) -> Cell:
    """Return how many people; too few to show where the number was withheld."""
    return cell(thousands(count) if isinstance(count, int | float) else "few")


def share(value: object, bounds: object = None) -> Cell:
    """Return a share in per cent with its interval below it."""
    low, high = ends(bounds)
    between = "" if low is None or high is None else f"{percent(low, 1)} to {percent(high, 1)}"
    return cell(percent(value), between)


def number(value: object, bounds: object = None) -> Cell:
    """Return a number with its interval below it."""
    return cell(decimal(value), between(bounds))


def between(bounds: object) -> str:
    """Return an interval in words, nothing where there is none."""
    low, high = ends(bounds)
    return "" if low is None or high is None else f"{decimal(low)} to {decimal(high)}"


def ends(bounds: object) -> tuple[float | None, float | None]:
    """Return both ends of an interval, or two Nones."""
    if isinstance(bounds, Sequence) and not isinstance(bounds, str) and len(bounds) == ENDS:
        return bounds[0], bounds[1]
    return None, None


def chance(value: object) -> str:
    """Return a p-value; the smallest are only called small, for their digits mean nothing."""
    if not isinstance(value, int | float):
        return DASH
    return "< 0.001" if value < SMALLEST_CHANCE else decimal(value)


def rows_of(part: Raw, key: str) -> tuple[tuple[str, Raw], ...]:
    """Return the groups of a table with their values, in the order of their names."""
    return tuple(sorted((str(name), mapping(one)) for name, one in mapping(part.get(key)).items()))
