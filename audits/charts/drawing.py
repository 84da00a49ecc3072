"""Dots with intervals, drawn by matplotlib with nothing left to chance: typeface, identifiers, dates."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.ticker import PercentFormatter

from audits.charts.embedding import embedded
from audits.charts.typefaces import SANS, printable

INK, QUIET, LINE, ACCENT = "#1d2733", "#5b6773", "#d5dbe1", "#14506e"
WIDTH, ROW, FRAME = 4.96, 0.25, 0.62
# FreeType measures in sixty-fourths of a point at this resolution.
SUBPIXELS, POINTS_AN_INCH = 64, 72
# What a row has for the name of its group, in points.
NAME, NAME_SIZE = 92.0, 7.5
SETTINGS: Mapping[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "annex",
    "text.parse_math": False,
    "axes.unicode_minus": False,
}


@dataclass(frozen=True)
class Dot:
    """One row of the picture: a group, how many persons, and a rate from 0 to 1 with its bounds.

    No number of persons: the group is too small to be shown.
    """

    name: str
    persons: int | None
    value: float | None
    low: float | None = None
    high: float | None = None


def dots(rows: Sequence[Dot], *, reference: float | None, axis: str, title: str) -> str:
    """Return an SVG element with one row for each dot, a dashed line at the reference, and a spoken title."""
    with mpl.rc_context(dict(SETTINGS)):
        figure = Figure(figsize=(WIDTH, FRAME + ROW * max(len(rows), 1)), facecolor="none")
        axes = figure.add_axes(_place(figure.get_figheight()), facecolor="none")
        _frame(axes, rows, axis)
        for position, row in enumerate(rows):
            _draw(axes, position, row)
        if reference is not None:
            axes.axvline(reference, color=QUIET, linewidth=0.9, dashes=(3, 2), zorder=1)
        return embedded(
            figure, printable(title), {stand_in(i): short(row.name) for i, row in enumerate(rows)}
        )


def _place(height: float) -> tuple[float, float, float, float]:
    return (0.36, 0.44 / height, 0.61, 1 - (0.44 + 0.08) / height)


def _frame(axes: Axes, rows: Sequence[Dot], axis: str) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1])
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.tick_params(axis="x", length=0, pad=4, labelcolor=QUIET)
    for tick in axes.get_xticklabels():
        tick.set_fontproperties(typeface(7))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(axis, fontproperties=typeface(7), color=QUIET, labelpad=4)


def _draw(axes: Axes, position: int, row: Dot) -> None:
    left = axes.get_yaxis_transform()
    axes.text(
        -0.155,
        position,
        stand_in(position),
        transform=left,
        ha="right",
        va="center",
        color=INK,
        fontproperties=typeface(NAME_SIZE),
    )
    axes.text(
        -0.025,
        position,
        "" if row.persons is None else thousands(row.persons),
        transform=left,
        ha="right",
        va="center",
        color=QUIET,
        fontproperties=typeface(7),
    )
    if row.value is None:
        axes.text(
            0.01,
            position,
            "too few to show" if row.persons is None else "not defined",
            va="center",
            color=QUIET,
            fontproperties=typeface(7),
        )
        return
    if row.low is not None and row.high is not None:
        stroke(axes, [row.low, row.high], [position, position], 1.3)
        for bound in (row.low, row.high):
            stroke(axes, [bound, bound], [position - 0.17, position + 0.17], 1.3)
    point(axes, row.value, position, 6.2, "white")
    point(axes, row.value, position, 4.8, ACCENT)


def stand_in(position: int) -> str:
    """Return what matplotlib measures instead of a name, whose letters its one typeface may not have."""
    return f"name-{position}"


def stroke(axes: Axes, x: list[float], y: list[float], width: float) -> None:
    """Draw a line in the colour of data through these places."""
    axes.plot(x, y, color=ACCENT, linewidth=width, solid_capstyle="butt")


def point(axes: Axes, x: float, y: float, size: float, color: str) -> None:
    """Draw a dot as a line without length: markers would be shared definitions, which need identifiers."""
    axes.plot([x, x], [y, y], color=color, linewidth=size, solid_capstyle="round")


def thousands(number: int) -> str:
    """Return a number with narrow spaces between thousands."""
    return f"{number:,}".replace(",", "\u202f")


def typeface(size: float) -> FontProperties:
    """Return our typeface in this size, from its file, whatever the machine has installed."""
    return FontProperties(fname=str(SANS), size=size)


def short(name: str) -> str:
    """Return a name on one line, cut where it would not fit."""
    text = " ".join(printable(name).split())
    if width(text) <= NAME:
        return text
    # Looked for by halves: a name may have thousands of letters, and measuring takes as long as they are many.
    kept = bisect_right(range(1, len(text)), NAME, key=lambda end: width(f"{text[:end]}…"))
    return text[:kept].rstrip() + "…"


def width(text: str) -> float:
    """Return how wide a text is in points; a letter that the typeface lacks counts as its widest one."""
    known = _ruler().get_charmap()
    _ruler().set_text("".join(letter if ord(letter) in known else "W" for letter in text))
    return float(_ruler().get_width_height()[0] / SUBPIXELS)


@cache
def _ruler() -> FT2Font:
    font = FT2Font(str(SANS))
    font.set_size(NAME_SIZE, POINTS_AN_INCH)
    return font
