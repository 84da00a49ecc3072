"""How the scores of each group are spread, a row of bars for each on a common line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from audits.charts.drawing import (
    ACCENT,
    INK,
    LINE,
    QUIET,
    SETTINGS,
    WIDTH,
    short,
    stand_in,
    thousands,
    typeface,
)
from audits.charts.embedding import embedded
from audits.charts.hidden import hidden_groups
from audits.charts.typefaces import printable

Result = Mapping[str, Any]
MOST_GROUPS, MOST_TICKS = 20, 6
ROW, FOOT, HEAD = 0.42, 0.46, 0.06
FULL = 0.86  # of a row's height, for the fullest range of all


@dataclass(frozen=True)
class Spread:
    """One group: its name, how many persons have a score, their share in each range, and their median."""

    name: str
    persons: int
    shares: Sequence[float]
    median: float | None


def score_distribution(result: Result) -> str | None:
    """Draw how scores are spread from an assessment's JSON, or one of its columns', as an SVG; None without any.

    The dashed line is the threshold where there is one, else the median of everyone; the short mark in a row is
    the group's median. Groups too small to show
    have no row; the largest come first. The SVG begins with a title that says in words what the picture shows.
    """
    scores = result.get("scores") or {}
    if not scores:
        return None
    spreads, left_out = _spreads(scores, result)
    line, called = _line(scores, result)
    height = FOOT + HEAD + ROW * max(1, len(spreads))
    with mpl.rc_context(dict(SETTINGS)):
        figure = Figure(figsize=(WIDTH, height), facecolor="none")
        axes = figure.add_axes((0.36, FOOT / height, 0.61, 1 - (FOOT + HEAD) / height), facecolor="none")
        ends = _ends(scores)
        _frame(axes, ends, len(spreads), scores)
        most = max((share for one in spreads for share in one.shares), default=1.0)
        for position, one in enumerate(spreads):
            _row(axes, position, one, ends, FULL / most)
        axes.axvline(line, color=QUIET, linewidth=0.9, dashes=(3, 2), zorder=3)
        names = {stand_in(i): short(one.name) for i, one in enumerate(spreads)}
        return embedded(figure, printable(_words(spreads, left_out, f"{called} {line:.3g}")), names)


def _spreads(scores: Result, result: Result) -> tuple[list[Spread], int]:
    """Return the groups to draw, largest first, and how many others there are."""
    hidden, counts = hidden_groups(result), scores["distribution"]["by_group"]
    shown = [
        Spread(name, sum(n), [k / sum(n) for k in n], scores["by_group"][name]["score_p50"])
        for name, n in counts.items()
        if name not in hidden and sum(n)
    ]
    shown.sort(key=lambda one: (-one.persons, one.name))
    return shown[:MOST_GROUPS], len(counts) - len(shown[:MOST_GROUPS])


def _line(scores: Result, result: Result) -> tuple[float, str]:
    """Return where the dashed line stands, and what it is."""
    stated = (result.get("spec") or {}).get("score_threshold")
    return (scores["median"], "median of everyone") if stated is None else (stated, "threshold")


def _ends(scores: Result) -> list[float]:
    """Return both ends of every range; scores that stand for themselves are drawn in the middle of theirs."""
    edges, high = list(scores["distribution"]["edges"]), scores["distribution"]["high"]
    if not scores["distribution"]["each_score"]:
        return [*edges, high if high > edges[-1] else edges[-1] + 1]
    gaps = [b - a for a, b in pairwise(edges)] or [1.0]
    return [
        edges[0] - gaps[0] / 2,
        *(a + g / 2 for a, g in zip(edges, gaps, strict=False)),
        edges[-1] + gaps[-1] / 2,
    ]


def _frame(axes: Axes, ends: Sequence[float], rows: int, scores: Result) -> None:
    axes.set_xlim(ends[0], ends[-1])
    axes.set_ylim(max(rows, 1), 0)
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=MOST_TICKS)
    axes.tick_params(axis="x", length=0, pad=4, labelcolor=QUIET)
    for tick in axes.get_xticklabels():
        tick.set_fontproperties(typeface(7))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    named = "Predicted number" if (scores.get("overall") or {}).get("labelled") == 0 else "Score"
    axes.set_xlabel(named, fontproperties=typeface(7), color=QUIET, labelpad=4)


def _row(axes: Axes, position: int, one: Spread, ends: Sequence[float], scale: float) -> None:
    left, middle = axes.get_yaxis_transform(), position + 0.62
    axes.text(
        -0.155, middle, stand_in(position), transform=left, ha="right", va="center", color=INK,
        fontproperties=typeface(7.5),
    )  # fmt: skip
    axes.text(
        -0.025, middle, thousands(one.persons), transform=left, ha="right", va="center", color=QUIET,
        fontproperties=typeface(7),
    )  # fmt: skip
    foot = position + 1
    axes.plot([ends[0], ends[-1]], [foot, foot], color=LINE, linewidth=0.8)
    for low, high, share in zip(ends, ends[1:], one.shares, strict=False):
        if share:
            top = foot - share * scale
            corners = [low, high, high, low], [foot, foot, top, top]
            axes.fill(*corners, facecolor=ACCENT, edgecolor="white", linewidth=0.4)
    if one.median is not None:
        for color, width in (("white", 3.4), (INK, 1.6)):
            axes.plot(
                [one.median] * 2, [foot, foot - 0.3], color=color, linewidth=width, solid_capstyle="butt"
            )


def _words(spreads: Sequence[Spread], left_out: int, line: str) -> str:
    """Return what the picture shows."""
    parts = [f"{one.name} ({one.persons} persons) median {one.median:.3g}" for one in spreads]
    if left_out > 0:
        parts.append(f"{left_out} smaller groups are in the table only")
    return f"How scores are spread by group, {line}. {'; '.join(parts)}."
