"""What happened to people beside what their scores said, a small panel for each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from audits.charts.drawing import (
    ACCENT,
    INK,
    LINE,
    QUIET,
    SETTINGS,
    WIDTH,
    point,
    short,
    stand_in,
    stroke,
    thousands,
    typeface,
)
from audits.charts.embedding import embedded
from audits.charts.hidden import hidden_groups
from audits.charts.typefaces import printable

Result = Mapping[str, Any]
MOST_PANELS, ACROSS = 12, 3
PANEL, HEADING, FOOT, LEFT, GAP = 1.3, 0.24, 0.42, 0.5, 0.22
NAME = 17


@dataclass(frozen=True)
class Panel:
    """One group: its name, how many persons with an outcome, and a point for each range of scores."""

    name: str
    persons: int
    points: Sequence[Mapping[str, Any]]


def calibration_by_group(result: Result, ranges: str = "equal_width") -> str | None:
    """Draw calibration from an assessment's JSON, or one of its columns', as an SVG element; None without any.

    A point on the dashed diagonal means that as many outcomes were positive as the scores said. Groups too
    small to show have no panel; the largest come first. The SVG begins with a title that says in words what
    the picture shows.
    """
    curves = ((result.get("scores") or {}).get("calibration") or {}).get(ranges)
    if not curves:
        return None
    panels, left_out = _panels(curves, result)
    rows = max(1, -(-len(panels) // ACROSS))
    height = FOOT + rows * (PANEL + HEADING)
    with mpl.rc_context(dict(SETTINGS)):
        figure = Figure(figsize=(WIDTH, height), facecolor="none")
        width = (WIDTH - LEFT - GAP * ACROSS) / ACROSS
        for position, panel in enumerate(panels):
            across, down = position % ACROSS, position // ACROSS
            left = LEFT + across * (width + GAP)
            bottom = height - (down + 1) * (PANEL + HEADING)
            axes = figure.add_axes(
                (left / WIDTH, bottom / height, width / WIDTH, PANEL / height), facecolor="none"
            )
            last = position + ACROSS >= len(panels)
            _draw(axes, panel, position, first=across == 0, last=last)
        figure.text(0.5, 0.07 / height, "Mean score, %", ha="center", color=QUIET, fontproperties=typeface(7))
        names = {stand_in(i): _fitting(panel.name) for i, panel in enumerate(panels)}
        return embedded(figure, printable(_words(panels, left_out)), names)


def _panels(curves: Result, result: Result) -> tuple[list[Panel], int]:
    """Return the groups to draw, largest first, and how many others there are."""
    hidden = hidden_groups(result)
    panels = [
        Panel(name, sum(p["n"] for p in curve if p), [p for p in curve if p])
        for name, curve in curves["by_group"].items()
        if curve and name not in hidden
    ]
    panels.sort(key=lambda panel: (-panel.persons, panel.name))
    return panels[:MOST_PANELS], len(curves["by_group"]) - len(panels[:MOST_PANELS])


def _draw(axes: Axes, panel: Panel, position: int, *, first: bool, last: bool) -> None:
    """Draw one panel; words along the axes only at the outer ones."""
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks([0, 0.5, 1])
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=""))
    axes.tick_params(length=0, pad=3, labelcolor=QUIET, labelleft=first, labelbottom=last)
    for tick in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        tick.set_fontproperties(typeface(6.5))
    axes.grid(color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    if first:
        axes.set_ylabel("Positive outcomes, %", fontproperties=typeface(7), color=QUIET, labelpad=3)
    above = axes.transAxes
    axes.text(0, 1.05, stand_in(position), transform=above, color=INK, fontproperties=typeface(7.5))
    axes.text(
        1, 1.05, thousands(panel.persons), transform=above, ha="right", color=QUIET, fontproperties=typeface(7)
    )  # fmt: skip
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=0.9, dashes=(3, 2), zorder=1)
    for one in panel.points:
        low, high = one["interval"]
        stroke(axes, [one["mean_score"]] * 2, [low, high], 1.0)
    stroke(axes, [p["mean_score"] for p in panel.points], [p["rate"] for p in panel.points], 0.7)
    for one in panel.points:
        point(axes, one["mean_score"], one["rate"], 3.6, ACCENT)


def _fitting(name: str) -> str:
    """Return a name that fits above a panel."""
    text = short(name)
    return text if len(text) <= NAME else text[: NAME - 1] + "…"


def _words(panels: Sequence[Panel], left_out: int) -> str:
    """Return what the picture shows."""
    parts = [f"{panel.name} ({panel.persons} persons): {_told(panel)}" for panel in panels]
    if left_out > 0:
        parts.append(f"{left_out} smaller groups are in the table only")
    return f"Calibration by group, mean score and share of positive outcomes. {'; '.join(parts)}."


def _told(panel: Panel) -> str:
    """Return the points of one group."""
    return ", ".join(
        f"scored {p['mean_score'] * 100:.0f} %, happened {p['rate'] * 100:.0f} %" for p in panel.points
    )
