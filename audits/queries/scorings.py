"""What a run page shows of scores: how they are spread, how true they are, and what other thresholds would do."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from audits.charts.hidden import hidden_groups
from audits.charts.scorings import Curve, calibration, over_thresholds, spread_by_group
from audits.queries.further import ABSENT, FEW, Grid

Part = Mapping[str, Any]

MOST_ROWS, MOST_SPREAD, MOST_PANELS, MOST_LINES = 100, 12, 9, 8
CURVES = (
    "Mean score and share of positive outcomes in each tenth of the scores, with the 95 % interval (Wilson)."
)
SPREAD = "People in each range of scores. The dashed line is the threshold, or else everybody's median."
SWEPT = "Selection rates if everybody's score were cut at another threshold, the same for all."


def scorings(part: Part, by: Sequence[str]) -> tuple[Grid, ...]:
    """Return the pictures and tables of scores in one division, those without rows left out. No query."""
    scores = part.get("scores") or {}
    if not scores:
        return ()
    sizes = {name: one["n"] for name, one in scores["by_group"].items()}
    hidden = hidden_groups(part)
    names = sorted(
        (name for name in sizes if name not in hidden and sizes[name]), key=lambda n: (-sizes[n], n)
    )
    few = sorted(hidden & sizes.keys())
    grids = (
        _spread(scores, part, names, few, " and ".join(by)),
        _calibration(scores, names, " and ".join(by)),
        *_swept(scores.get("sweep") or {}, names, few, " and ".join(by)),
    )
    return tuple(grid for grid in grids if grid.rows)


def _spread(scores: Part, part: Part, names: Sequence[str], few: Sequence[str], by: str) -> Grid:
    found = scores["distribution"]
    edges = _ends(found)
    curves = [
        Curve(name, sum(n), [k / sum(n) for k in n])
        for name in names
        if (n := found["by_group"].get(name)) and sum(n)
    ]
    stated = (part.get("spec") or {}).get("score_threshold")
    line = ("threshold", stated) if stated is not None else ("median of everybody", scores["median"])
    rows = [
        (
            one.name, f"{one.persons:,}",
            *(_decimal(scores["by_group"][one.name].get(f"score_p{p}")) for p in ("05", "25", "50", "75", "95")),
        )
        for one in curves
    ]  # fmt: skip
    rows += [(name, FEW, *[""] * 5) for name in few]
    title = f"Scores by {by}"
    picture = spread_by_group(curves[:MOST_SPREAD], edges, line, title) if curves else ""
    heads = ("Group", "n", "5 % below", "25 % below", "Median", "75 % below", "95 % below")
    return Grid("How scores are spread", SPREAD, heads, tuple(rows[:MOST_ROWS]), picture)


def _ends(found: Part) -> list[float]:
    """Return both ends of every range; scores that stand for themselves reach to the next."""
    edges = list(found["edges"])
    high = (
        found["high"]
        if found["high"] > edges[-1]
        else edges[-1] + (edges[-1] - edges[-2] if edges[1:] else 1)
    )
    return [*edges, high]


def _calibration(scores: Part, names: Sequence[str], by: str) -> Grid:
    curves = (scores.get("calibration") or {}).get("equal_width") or {"edges": (), "by_group": {}}
    drawn = [
        Curve(name, sum(one["n"] for one in points), points)
        for name in names
        if (points := [one for one in curves["by_group"].get(name) or () if one])
    ]
    ranges = [f"{a:g} to {b:g}" for a, b in pairwise(curves["edges"])]
    rows = [
        (
            name,
            where,
            f"{one['n']:,}",
            _decimal(one["mean_score"]),
            _share(one["rate"]),
            _between(one["interval"]),
        )
        for name in names
        for where, one in zip(ranges, curves["by_group"].get(name) or (), strict=False)
        if one
    ]
    picture = calibration(drawn[:MOST_PANELS], f"Calibration by {by}") if drawn else ""
    heads = ("Group", "Scores", "n", "Mean score", "Positive outcomes", "95 % interval")
    return Grid("Calibration", CURVES, heads, tuple(rows[:MOST_ROWS]), picture)


def _swept(found: Part, names: Sequence[str], few: Sequence[str], by: str) -> Iterator[Grid]:
    """Yield what other thresholds would select: first one for all, then the simulation of one for each group."""
    tried: Sequence[Part] = found.get("thresholds") or ()
    shown = [name for name in names if tried and name in tried[0]["by_group"]][:MOST_LINES]
    rows = [
        (f"{one['used']:g}", _share(one["overall"]["selection_rate"]),
         *(_share(one["by_group"][name]["selection_rate"]) for name in shown))
        for one in tried
    ]  # fmt: skip
    curves = [
        Curve(
            name,
            tried[0]["by_group"][name]["count"],
            [one["by_group"][name]["selection_rate"] for one in tried],
        )
        for name in shown
    ]
    whole = len(rows) > 1 and all(rate is not None for one in curves for rate in one.values)
    picture = (
        over_thresholds(curves, [one["used"] for one in tried], f"Selection rate by {by}") if whole else ""
    )
    sized = (f"{one.name} (n = {one.persons:,})" for one in curves)
    yield Grid("Other thresholds", SWEPT, ("Threshold", "Everybody", *sized), tuple(rows), picture)
    if simulated := found.get("simulation"):
        yield _simulation(simulated, names, few)


def _simulation(found: Part, names: Sequence[str], few: Sequence[str]) -> Grid:
    of_group = found["by_group"]
    rows = [
        (name, f"{of_group[name]['count']:,}", _decimal(found["thresholds"].get(name)),
         _share(of_group[name]["selection_rate"]))
        for name in names if name in of_group
    ]  # fmt: skip
    rows += [(name, FEW, "", "") for name in few]
    heads = ("Group", "n", "Threshold", "Selection rate")
    return Grid("A threshold for each group, simulated", found["warning"], heads, tuple(rows[:MOST_ROWS]))


def _share(value: float | None) -> str:
    return ABSENT if value is None else f"{100 * value:.2f} %"


def _decimal(value: float | None) -> str:
    return ABSENT if value is None else f"{value:.3f}"


def _between(ends: Sequence[float | None]) -> str:
    low, high = ends
    return "" if low is None or high is None else f"{100 * low:.1f} to {100 * high:.1f}"
