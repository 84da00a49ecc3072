"""One reading from run to run, with its intervals and the threshold: a picture, and a small one for lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from audits.charts.strokes import ACCENT, DASHES, LINE, QUIET, Picture

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 14, 36
SMALL_WIDTH, SMALL_HEIGHT, RIM = 150, 36, 7
MOST_NAMES = 8


@dataclass(frozen=True)
class Spot:
    """One run: its name, and the value with its bounds; no value where there is none or it is `withheld`."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    approved: bool = False
    withheld: bool = False


def over_runs(spots: Sequence[Spot], *, threshold: float, title: str) -> str:
    """Return an SVG element: a dot and an interval for each run, a dashed line at the threshold.

    The SVG begins with a title that says in words what the picture shows; the approved run is a ring.
    Source: none; it draws what it is given, on a scale from 0 to 1 or as far as the values reach.
    """
    top = _top(spots, threshold)
    picture = Picture(WIDTH, HEIGHT, _words(spots, threshold, title), size=12)
    for step in range(5):
        y = _y(top * step / 4, top)
        picture.line((LEFT, y), (WIDTH - RIGHT, y), LINE)
        picture.text((LEFT - 8, y + 4), f"{top * step / 4:.2f}", anchor="end")
    y = _y(threshold, top)
    picture.line((LEFT, y), (WIDTH - RIGHT, y), QUIET, width=1.5, dash=DASHES[0])
    places = [(_x(place, len(spots)), spot) for place, spot in enumerate(spots)]
    known = [(x, _y(spot.value, top)) for x, spot in places if spot.value is not None]
    picture.path(known, LINE, width=2)
    for place, (x, spot) in enumerate(places):
        if place % (len(spots) // MOST_NAMES + 1) == 0:
            picture.text((x, HEIGHT - 12), spot.name, anchor="middle")
        _spot(picture, x, spot, top)
    return picture.svg()


def small(spots: Sequence[Spot], *, threshold: float, title: str) -> str:
    """Return the same as a line in a list: dots within the threshold are small, the last is named by a ring.

    The SVG begins with a title that says in words what the picture shows.
    Source: none; it draws what it is given.
    """
    picture = Picture(SMALL_WIDTH, SMALL_HEIGHT, _words(spots, threshold, title))
    top = _top(spots, threshold)

    def y(value: float) -> float:
        return RIM + (SMALL_HEIGHT - 2 * RIM) * (1 - min(max(value, 0.0), top) / top)

    picture.line((0, y(threshold)), (SMALL_WIDTH, y(threshold)), QUIET, dash=DASHES[1])
    step = (SMALL_WIDTH - 2 * RIM) / max(len(spots) - 1, 1)
    known = [
        (RIM + step * place, y(spot.value)) for place, spot in enumerate(spots) if spot.value is not None
    ]
    picture.path(known, ACCENT, width=1.5)
    for place in known[:-1]:
        picture.dot(place, 2)
    for place in known[-1:]:
        picture.dot(place, 4, hollow=True)
    return picture.svg()


def _spot(picture: Picture, x: float, spot: Spot, top: float) -> None:
    """Draw one run."""
    if spot.value is None:
        picture.text((x, _y(0, top) - 6), "withheld" if spot.withheld else "?", anchor="middle")
        return
    if spot.low is not None and spot.high is not None:
        picture.line((x, _y(spot.low, top)), (x, _y(spot.high, top)), ACCENT, width=1.5)
    picture.dot((x, _y(spot.value, top)), 5, hollow=spot.approved)


def _top(spots: Sequence[Spot], threshold: float) -> float:
    edges = (edge for spot in spots for edge in (spot.value, spot.high) if edge is not None)
    return max([1.0, threshold, *edges])


def _x(place: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (place + 0.5) / max(count, 1)


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(max(value, 0.0), top) / top)


def _words(spots: Sequence[Spot], threshold: float, title: str) -> str:
    told = "; ".join(f"{spot.name} {_value(spot)}" for spot in spots)
    return f"{title}, threshold {threshold:g}. {told}."


def _value(spot: Spot) -> str:
    if spot.value is None:
        return "withheld, a group is too small to show" if spot.withheld else "not defined"
    between = (
        f" ({spot.low:.3f} to {spot.high:.3f})" if spot.low is not None and spot.high is not None else ""
    )
    return f"{spot.value:.3f}{between}{', approved' if spot.approved else ''}"
