"""Scores by group as small SVG pictures that need no library: how they are spread, how true they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from audits.charts.scales import SHARES, Scale, around
from audits.charts.strokes import ACCENT, DASHES, INK, LINE, QUIET, Picture, fitting

Result = Mapping[str, Any]
WIDTH, LEFT, RIGHT = 640, 190, 24
ROW, FOOT = 40, 34
ACROSS, PANEL, BETWEEN, ABOVE = 3, 170, 42, 34


@dataclass(frozen=True)
class Curve:
    """One group: how many people, and what is drawn of it."""

    name: str
    persons: int
    values: Sequence[Any]


def spread_by_group(
    curves: Sequence[Curve], edges: Sequence[float], line: tuple[str, float], title: str
) -> str:
    """Return an SVG element: for each group a row of bars, the share of its people in each range of scores.

    Shape: one value more in `edges` than in a curve. The dashed line is named in words in the title.
    """
    foot = ROW * len(curves) + 6
    called, at = line
    told = "; ".join(f"{one.name} ({one.persons:,} persons) {_fullest(one, edges)}" for one in curves)
    picture = Picture(WIDTH, foot + FOOT, f"{title}, {called} {at:.3g}. {told}.")
    scale = Scale(edges[0], edges[-1], tuple(v for v in around(edges).marks if edges[0] <= v <= edges[-1]))
    for value in scale.marks:
        picture.text((scale.along(value, LEFT, WIDTH - RIGHT), foot + 20), scale.mark(value), anchor="middle")
    fullest = max((share for one in curves for share in one.values), default=0) or 1
    for place, one in enumerate(curves):
        _bars(picture, one, ROW * (place + 1), [scale.along(e, LEFT, WIDTH - RIGHT) for e in edges], fullest)
    x = scale.along(at, LEFT, WIDTH - RIGHT)
    picture.line((x, 4), (x, foot), QUIET, width=1.5, dash=DASHES[0])
    return picture.svg()


def calibration(curves: Sequence[Curve], title: str) -> str:
    """Return an SVG element: for each group a small panel, positive outcomes against the mean score of a range.

    A point on the dashed diagonal means that as many outcomes were positive as the scores said.
    """
    rows = -(-len(curves) // ACROSS) or 1
    told = "; ".join(
        f"{one.name} ({one.persons:,} persons): {', '.join(map(_point, one.values))}" for one in curves
    )
    picture = Picture(WIDTH, rows * (PANEL + BETWEEN) + 6, f"{title}. {told}.")
    for place, one in enumerate(curves):
        left = 44 + (place % ACROSS) * (PANEL + BETWEEN - 14)
        _panel(picture, one, left, ABOVE + (place // ACROSS) * (PANEL + BETWEEN))
    return picture.svg()


def over_thresholds(curves: Sequence[Curve], tried: Sequence[float], title: str) -> str:
    """Return an SVG element: for each group a line, its selection rate at each threshold, named at its end."""
    height, top, right = 300, 10, 170
    ends = sorted((one.values[-1], one.name) for one in curves if one.values)
    told = "; ".join(f"{one.name}: {', '.join(map(_rate, tried, one.values))}" for one in curves)
    picture = Picture(WIDTH, height + FOOT, f"{title}. {told}.")
    across = around(tried)

    def at(threshold: float, rate: float) -> tuple[float, float]:
        return across.along(threshold, 50, WIDTH - right), SHARES.along(rate, height, top)

    for mark in SHARES.marks:
        picture.line((50, at(0, mark)[1]), (WIDTH - right, at(0, mark)[1]), LINE)
        picture.text((42, at(0, mark)[1] + 4), SHARES.mark(mark), anchor="end")
    for mark in across.marks:
        picture.text((at(mark, 0)[0], height + 20), across.mark(mark), anchor="middle")
    for place, one in enumerate(curves):
        dash = ("", *DASHES)[place % (len(DASHES) + 1)]
        picture.path(list(map(at, tried, one.values)), ACCENT, width=2, dash=dash)
    _names(picture, [(*at(tried[-1], rate), name) for rate, name in ends], WIDTH - right)
    return picture.svg()


def _names(picture: Picture, ends: Sequence[tuple[float, float, str]], edge: float) -> None:
    """Write each name beside the end of its line, the lowest first, apart from the others."""
    free = ends[0][1] + 4 if ends else 0.0
    for x, y, name in ends:
        free = min(y + 4, free)
        picture.line((x + 2, y), (edge + 16, free - 4), LINE)
        picture.text((edge + 20, free), fitting(name, 22), color=INK)
        free -= 15


def _bars(picture: Picture, one: Curve, foot: float, edges: Sequence[float], fullest: float) -> None:
    picture.text((LEFT - 12, foot - 16), fitting(one.name, 26), anchor="end", color=INK)
    picture.text((LEFT - 12, foot - 2), f"n = {one.persons:,}", anchor="end")
    picture.line((LEFT, foot), (WIDTH - RIGHT, foot), LINE)
    for (left, right), share in zip(pairwise(edges), one.values, strict=True):
        if share:
            picture.bar(left, foot - (ROW - 8) * share / fullest, right - 0.6, foot)


def _panel(picture: Picture, one: Curve, left: float, top: float) -> None:
    side = PANEL - 20

    def at(x: float, y: float) -> tuple[float, float]:
        return SHARES.along(x, left, left + side), SHARES.along(y, top + side, top)

    picture.text((left, top - 20), fitting(one.name, 20), color=INK)
    picture.text((left, top - 6), f"n = {one.persons:,}")
    for mark in (0.0, 0.5, 1.0):
        picture.line(at(0, mark), at(1, mark), LINE)
        picture.text((left - 6, at(0, mark)[1] + 4), f"{mark:g}", anchor="end")
        picture.text((at(mark, 0)[0], top + side + 16), f"{mark:g}", anchor="middle")
    picture.line(at(0, 0), at(1, 1), QUIET, width=1.5, dash=DASHES[0])
    for found in one.values:
        low, high = found["interval"]
        picture.line(at(found["mean_score"], low), at(found["mean_score"], high), ACCENT, width=1.5)
    for found in one.values:
        picture.dot(at(found["mean_score"], found["rate"]), 3.5)


def _fullest(one: Curve, edges: Sequence[float]) -> str:
    place = max(range(len(one.values)), key=one.values.__getitem__)
    return f"most often from {edges[place]:.3g} to {edges[place + 1]:.3g}"


def _point(found: Result) -> str:
    return f"scored {found['mean_score']:.2f}, happened {100 * found['rate']:.0f} % of {found['n']}"


def _rate(threshold: float, rate: float) -> str:
    return f"{100 * rate:.0f} % at {threshold:g}"
