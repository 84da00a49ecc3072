"""What a result holds beside rates, as tables of a run's page; groups too small to show keep no number."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audits.charts.hidden import hidden_groups
from audits.charts.measures import label

Part = Mapping[str, Any]

ABSENT, FEW = "not defined", "few"
SCORES = ("mean_score", "auc", "brier", "ece", "calibration_slope")
NUMBERS = ("mean_predicted", "mean_target", "mean_error", "mae", "rmse", "r2")
MOST_ROWS = 100
TURNS = {
    "reversed": "turns round within strata",
    "vanishes": "vanishes within strata",
    "appears": "appears within strata",
}


@dataclass(frozen=True)
class Grid:
    """One table, the first column of which names the row, and perhaps a picture of it (SVG)."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    picture: str = ""


def further(result: Part, part: Part, by: Sequence[str]) -> tuple[Grid, ...]:
    """Return the further tables of one division of a result, those without rows left out. No query."""
    hidden = hidden_groups(part)
    grids = (
        _weights(part.get("weights") or {}, hidden),
        *_within(part.get("stratified") or {}, hidden),
        _four_fifths(part.get("four_fifths") or {}, hidden),
        _local_law(result, by, hidden),
        _numbers("Scores", part.get("scores") or {}, SCORES, hidden),
        _numbers("Predicted numbers", part.get("regression") or {}, NUMBERS, hidden),
    )
    return tuple(grid for grid in grids if grid.rows)


def _weights(weights: Part, hidden: set[str]) -> Grid:
    rows = [
        (name, FEW, "", "") if name in hidden
        else (name, f"{one['n']:,}", f"{one['weight']:,.1f}", f"{one['n_eff']:,.0f}")
        for name, one in weights.get("by_group", {}).items()
    ]  # fmt: skip
    note = "Rates count each person by their weight; as if so many equal persons stood behind them."
    return Grid("Weights", note, ("Group", "n", "Sum of weights", "Effective n"), tuple(rows))


def _within(found: Part, hidden: set[str]) -> Iterator[Grid]:
    """Yield what is left of each measure's differences once the strata are held apart."""
    for measure, groups in found.get("measures", {}).items():
        rows = [
            (name, one["reference"], "too few to show", "", "", "")
            if {name, one["reference"]} & hidden
            else _compared(name, one)
            for name, one in groups.items()
        ]
        yield Grid(
            f"{label(measure)} within {found['by']}",
            "Differences among people who are alike in this (Mantel-Haenszel), beside the crude ones.",
            ("Group", "Against", "Crude difference", "Within strata", "95 % interval", "What strata do"),
            tuple(rows[:MOST_ROWS]),
        )


def _compared(name: str, one: Part) -> tuple[str, ...]:
    low, high = one.get("mh_difference_interval") or (None, None)
    turned = [words for key, words in TURNS.items() if one["simpson"][key]]
    return (
        name, one["reference"], _points(one["crude_difference"]), _points(one.get("mh_difference")),
        "" if low is None else f"{_points(low)} to {_points(high)}",
        ", ".join(turned) or one.get("why") or "no other picture",
    )  # fmt: skip


def _four_fifths(found: Part, hidden: set[str]) -> Grid:
    best = found.get("best_group")
    if best is None:
        return Grid("Four fifths", "", (), ())
    rows = [
        (name, FEW, "", "", "", "") if name in hidden
        else (
            name, f"{one['selected']:,} of {one['n']:,}", _share(one["rate"]), _decimal(one["impact_ratio"]),
            "below four fifths" if one["violation"] else "not below",
            "one person more would change it" if one["flip_changes"] else "",
        )
        for name, one in found.get("groups", {}).items()
    ]  # fmt: skip
    note = f"Beside the most selected group, {best}. A rule of thumb of another country (29 CFR 1607.4(D))."
    heads = ("Group", "Favoured", "Rate", "Impact ratio", "Rule of thumb", "Stability")
    return Grid("Four fifths", note, heads, tuple(rows[:MOST_ROWS]))


def _local_law(result: Part, by: Sequence[str], hidden: set[str]) -> Grid:
    """Return the table that New York City's Local Law 144 asks for."""
    tables = (result.get("ll144") or {}).get("tables") or ()
    table: Part = next((one for one in tables if tuple(one["by"]) == tuple(by)), {})
    most = table.get("most_selected")
    rows = [
        (one["category"], FEW, "", "", "") if one["category"] in hidden
        else (
            one["category"], f"{one['applicants']:,}", f"{one['selected']:,}", _share(one["rate"]),
            "withheld" if hidden and most is None else _decimal(one["impact_ratio"]),
        )
        for one in table.get("rows", ())
    ]  # fmt: skip
    heads = ("Category", "Applicants", "Selected", "Selection rate", "Impact ratio")
    note = f"As 6 RCNY 5-301 defines them, {table.get('unknown', 0):,} of unknown category not among them."
    return Grid("Local Law 144", note, heads, tuple(rows[:MOST_ROWS]))


def _numbers(title: str, found: Part, known: Sequence[str], hidden: set[str]) -> Grid:
    groups = found.get("by_group") or {}
    shown = [name for name in known if any(one.get(name) is not None for one in groups.values())]
    between = (found.get("intervals") or {"by_group": {}})["by_group"]
    rows = [
        (name, FEW, *("" for _ in shown)) if name in hidden
        else (name, f"{one['n']:,}", *(_between(one.get(m), between.get(name, {}).get(m)) for m in shown))
        for name, one in groups.items()
    ] if shown else []  # fmt: skip
    note = "In brackets the 95 % interval, where there is one."
    return Grid(title, note, ("Group", "n", *map(label, shown)), tuple(rows[:MOST_ROWS]))


def _share(value: float | None) -> str:
    return ABSENT if value is None else f"{100 * value:.2f} %"


def _points(value: float | None) -> str:
    return ABSENT if value is None else f"{100 * value:+.1f} points"


def _decimal(value: float | None) -> str:
    return ABSENT if value is None else f"{value:.3f}"


def _between(value: float | None, ends: Sequence[float | None] | None) -> str:
    low, high = ends or (None, None)
    return _decimal(value) + ("" if low is None or high is None else f" ({low:.3f} to {high:.3f})")
