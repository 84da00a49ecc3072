"""What became of each reading since an approved run: better, worse, or no more than chance and tolerance allow."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import hypot
from typing import Any

from audits.fairness.breaches import gravity
from audits.fairness.verdicts import Verdict

Result = Mapping[str, Any]
Bounds = tuple[float, float]
Key = tuple[tuple[str, ...], str, str]

UNKNOWN = frozenset({Verdict.NOT_ASSESSABLE, Verdict.INCONCLUSIVE_UNDERPOWERED})


class Course(StrEnum):
    """What became of a reading; `unclear` where one of the two has no value."""

    WORSE = "worse"
    BETTER = "better"
    AS_BEFORE = "as_before"
    UNCLEAR = "unclear"
    NEW = "new"

    @property
    def label(self) -> str:
        """Return the course in words."""
        return {"as_before": "As before", "unclear": "Cannot be compared", "new": "Not measured before"}.get(
            self.value, self.value.capitalize()
        )


@dataclass(frozen=True)
class Change:
    """How one reading changed: by how much it is worse (better below zero), within which bounds, and why so.

    `apart`: the two intervals do not touch. `graver`: the verdict is graver than before. `withheld`: a value would
    give a hidden group away, and so would the difference; the course stands.
    """

    course: Course
    worse_by: float | None = None
    interval: Bounds | None = None
    apart: bool = False
    graver: bool = False
    withheld: bool = False


def readings_by_key(result: Result) -> dict[Key, Result]:
    """Return the readings of a result by division, measure and kind.

    Source: the JSON of an assessment.
    """
    return {(tuple(one["by"]), one["measure"], one["kind"]): one for one in result.get("readings", ())}


def change(before: Result | None, now: Result, tolerance: float) -> Change:
    """Return what became of a reading since another run.

    Worse: by more than the tolerance with the intervals apart, or with a graver verdict. Better: by more than
    the tolerance with the intervals apart. What cannot be said now is no graver verdict.
    Units: the reading's own, a share for differences and a quotient for ratios; the tolerance likewise.
    Source: docs/fairness.md, trend.
    """
    if before is None:
        return Change(Course.NEW)
    found = _changed(before, now, tolerance)
    if before.get("discloses") or now.get("discloses"):
        return replace(found, worse_by=None, interval=None, withheld=True)
    return found


def _changed(before: Result, now: Result, tolerance: float) -> Change:
    graver = now["verdict"] not in UNKNOWN and gravity(now["verdict"]) > gravity(before["verdict"])
    if before["value"] is None or now["value"] is None:
        return Change(Course.WORSE if graver else Course.UNCLEAR, graver=graver)
    sign = -1 if now["kind"] == "ratio" else 1
    worse_by = sign * (now["value"] - before["value"])
    between, apart = difference(_told(before), _told(now)), are_apart(before["interval"], now["interval"])
    if between and sign < 0:
        between = (-between[1], -between[0])
    course = Course.AS_BEFORE
    if graver or (worse_by > tolerance and apart):
        course = Course.WORSE
    elif worse_by < -tolerance and apart:
        course = Course.BETTER
    return Change(course, worse_by, between, apart, graver)


def are_apart(one: Bounds | None, other: Bounds | None) -> bool:
    """Return whether two intervals do not touch; where one is unknown, they are not known to be apart.

    Source: docs/fairness.md, trend: a stricter rule than a test of the difference at the same level.
    """
    if not one or not other or None in one or None in other:
        return False
    return one[1] < other[0] or other[1] < one[0]


def difference(
    before: tuple[float | None, Bounds | None], now: tuple[float | None, Bounds | None]
) -> Bounds | None:
    """Return the interval of the difference, now minus before, of two independent estimates with intervals.

    Between two rates with Wilson intervals this is Newcombe's interval.
    Source: MOVER, R. Newcombe, Statistics in Medicine 17 (1998) 873, method 10; G. Zou, A. Donner, Statistics
    in Medicine 27 (2008) 1693.
    """
    (was, was_in), (is_now, now_in) = before, now
    if was is None or is_now is None or not was_in or not now_in or None in was_in or None in now_in:
        return None
    middle = is_now - was
    down = hypot(is_now - now_in[0], was_in[1] - was)
    up = hypot(now_in[1] - is_now, was - was_in[0])
    return middle - down, middle + up


def _told(reading: Result) -> tuple[float | None, Bounds | None]:
    return reading["value"], reading.get("interval")
