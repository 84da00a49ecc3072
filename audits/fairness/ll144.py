"""The tables that New York City's Local Law 144 asks to be published of a tool that selects."""

from collections.abc import Sequence
from typing import Any

from audits.fairness.cells import group_name
from audits.fairness.groupings import Grouping
from audits.fairness.impact import SMALL_SHARE
from audits.fairness.measures import SHARES, counted

NONE_SELECTED = "nobody of any category was selected"
LEFT_OUT = "below 2 % of the data and left out: {reason}"


def ll144(grouped: Sequence[Grouping], favourable: int, reason: str | None) -> dict[str, Any]:
    """Return for every division its table of categories: applicants, selected, selection rate, impact ratio.

    People are counted, never weighted. Applicants whose category is unknown stand in no row and are stated
    beside the table, and so are those about whom nothing was decided. With a reason, categories below 2 % of
    the data keep their count and rate but have no impact ratio and are nobody's measure.
    Source: 6 RCNY 5-300 (impact ratio, selection rate), 5-301(b) to (d).
    """
    return {
        "rule": "6 RCNY 5-301",
        "small_category_reason": reason,
        "tables": [_table(part, favourable, reason) for part in grouped],
    }


def _table(part: Grouping, favourable: int, reason: str | None) -> dict[str, Any]:
    """Return one table, each with its own most selected category."""
    top, bottom = counted(part.margins.people, SHARES["selection_rate"])
    top = top if favourable == 1 else bottom - top
    assessed = int(bottom.sum())
    known = {group_name(cell.group) for cell in part.cells.cells if None not in cell.group}
    rows = [
        _row(name, int(n), int(k), assessed, reason)
        for name, k, n in zip(part.margins.names, top, bottom, strict=True)
        if name in known and n
    ]
    rates = {row["category"]: row["rate"] for row in rows if not row["left_out"]}
    most = max(rates, key=lambda name: rates[name], default=None)
    highest = rates[most] if most is not None else 0.0
    for row in rows:
        row.update(_ratio(row, highest, reason))
    return {
        "by": list(part.by),
        "rows": rows,
        "most_selected": most if highest > 0 else None,
        "unknown": assessed - sum(row["applicants"] for row in rows),
        "undecided": int(part.margins.sizes.sum()) - assessed,
    }


def _row(name: str, applicants: int, selected: int, assessed: int, reason: str | None) -> dict[str, Any]:
    """Return one category, before any comparison."""
    share = applicants / assessed
    return {
        "category": name,
        "applicants": applicants,
        "selected": selected,
        "rate": selected / applicants,
        "share": share,
        "below_two_per_cent": share < SMALL_SHARE,
        "left_out": share < SMALL_SHARE and reason is not None,
    }


def _ratio(row: dict[str, Any], highest: float, reason: str | None) -> dict[str, Any]:
    """Return the impact ratio of a category, or why it has none."""
    if row["left_out"]:
        return {"impact_ratio": None, "why": LEFT_OUT.format(reason=reason)}
    if highest == 0:
        return {"impact_ratio": None, "why": NONE_SELECTED}
    return {"impact_ratio": row["rate"] / highest}
