"""One measure of each group with its interval, as an SVG that needs no library: for pages that switch measures."""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.charts.scales import SHARES, Scale
from audits.charts.strokes import DASHES, INK, LINE, QUIET, Picture, fitting

WIDTH, ROW, FOOT, LEFT, RIGHT, SIGN = 640, 34, 30, 190, 36, 16
SMALLEST, LARGEST = 4.0, 9.0
LONGEST = 26


@dataclass(frozen=True)
class Mark:
    """One group: its size and its value; neither where it is too small to show."""

    name: str
    persons: int | None
    rate: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Rule:
    """A line across all groups: everybody's value, or where a threshold of the plan would be reached."""

    at: float
    words: str


def by_group(marks: Sequence[Mark], *, rules: Sequence[Rule], title: str, scale: Scale = SHARES) -> str:
    """Return an SVG element: for each group a dot as large as the group, its interval, and dashed lines across.

    The SVG begins with a title that says in words what the picture shows.
    """
    head = SIGN * len(rules) + 4
    foot = head + ROW * len(marks)
    picture = Picture(WIDTH, foot + FOOT, _words(marks, rules, title, scale))
    for value in scale.marks:
        picture.line((_x(value, scale), head), (_x(value, scale), foot), LINE)
        picture.text((_x(value, scale), foot + 20), scale.mark(value), anchor="middle")
    left = sum(_x(rule.at, scale) for rule in rules) > len(rules) * (LEFT + WIDTH) / 2
    for place, rule in enumerate(sorted(rules, key=lambda rule: -rule.at if left else rule.at)):
        _rule(picture, rule, place, foot, scale, left=left)
    largest = max((mark.persons or 0 for mark in marks), default=0) or 1
    for place, mark in enumerate(marks):
        _mark(picture, mark, head + ROW * place + ROW / 2, largest, scale)
    return picture.svg()


def _rule(picture: Picture, rule: Rule, place: int, foot: float, scale: Scale, *, left: bool) -> None:
    """Draw one line across, its words above the groups; so ordered that no line crosses the words of another."""
    x, y = _x(rule.at, scale), SIGN * (place + 1) - 4
    picture.line((x, y - 9), (x, foot), QUIET, width=1.5, dash=DASHES[place % len(DASHES)])
    picture.text((x - 6, y) if left else (x + 6, y), rule.words, anchor="end" if left else "start")


def _mark(picture: Picture, mark: Mark, y: float, largest: int, scale: Scale) -> None:
    """Draw one group; the area of its dot grows with its size."""
    picture.text((LEFT - 12, y - 1), fitting(mark.name, LONGEST), anchor="end", color=INK)
    size = "few" if mark.persons is None else f"n = {mark.persons:,}"
    picture.text((LEFT - 12, y + 13), size, anchor="end")
    if mark.rate is None:
        picture.text((LEFT + 8, y + 4), "too few to show" if mark.persons is None else "not defined")
        return
    if mark.low is not None and mark.high is not None:
        picture.interval(y, _x(mark.low, scale), _x(mark.high, scale))
    radius = max(SMALLEST, LARGEST * ((mark.persons or 0) / largest) ** 0.5)
    picture.dot((_x(mark.rate, scale), y), radius)


def _x(value: float, scale: Scale) -> float:
    return scale.along(value, LEFT, WIDTH - RIGHT)


def _words(marks: Sequence[Mark], rules: Sequence[Rule], title: str, scale: Scale) -> str:
    lines = "".join(f", {rule.words} {scale.words(rule.at)}" for rule in rules)
    return f"{title}{lines}. {'; '.join(_told(mark, scale) for mark in marks)}."


def _told(mark: Mark, scale: Scale) -> str:
    if mark.persons is None:
        return f"{mark.name} too few to show"
    value = "not defined" if mark.rate is None else scale.words(mark.rate)
    known = mark.rate is not None and mark.low is not None and mark.high is not None
    between = f", {scale.words(mark.low or 0)} to {scale.words(mark.high or 0)}" if known else ""
    return f"{mark.name} {value}{between} ({mark.persons:,} persons)"
