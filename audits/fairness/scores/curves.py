"""Scores as they are drawn: how they are spread, and what happened to people who had them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from audits.fairness.intervals import wilson
from audits.fairness.scores.calibration import TENTHS
from audits.fairness.scores.drawing import joined
from audits.fairness.scores.measuring import Scored
from audits.fairness.stored.profiles import Calibrated, Profile

BARS = 20


def calibration(found: Scored, least: int) -> dict[str, Any] | None:
    """Return people, mean score and share of positive outcomes in ten ranges of scores, for each group.

    Once in ranges of equal width, once with equally many people of the file in each; a range without people
    is null, and so is the curve of a group with fewer people than `least`. None where scores are no
    probabilities or no outcome is known.
    Source: sklearn.calibration.calibration_curve (strategies "uniform" and "quantile"); Wilson for the share.
    """
    if not found.scores.unit or not found.everyone.labelled:
        return None
    cuts = {"equal_width": TENTHS, "equal_mass": found.scores.deciles}
    return {
        name: {
            "edges": [0.0, *map(float, edges), 1.0],
            "overall": _curve(_parts(found.everyone, name)),
            "by_group": {
                group: _curve(_parts(one, name)) if one.labelled >= least else None
                for group, one in zip(found.names, found.profiles, strict=True)
            },
        }
        for name, edges in cuts.items()
    }


def distribution(found: Scored) -> dict[str, Any]:
    """Return how many people of each group lie in each of up to twenty ranges of scores.

    Ranges begin at `edges`; the last ends at `high`. `each_score` says that an edge is the only score there.
    Source: the counts themselves.
    """
    few = joined(found.scores, found.groups, BARS)
    counts, edges = few.table.sum(axis=1), few.edges
    return {
        "edges": [float(edge) for edge in edges],
        "high": max(1.0, found.scores.high) if found.scores.unit else found.scores.high,
        "each_score": found.scores.one_by_one and len(edges) == len(found.scores.edges),
        "overall": [int(n) for n in counts.sum(axis=0)],
        "by_group": {
            name: [int(n) for n in row] for name, row in zip(found.names, counts, strict=True)
        },
    }  # fmt: skip


def _parts(one: Profile, name: str) -> Sequence[Calibrated]:
    """Return a profile's ranges of one kind."""
    return one.widths if name == "equal_width" else one.masses


def _curve(parts: Sequence[Calibrated]) -> list[dict[str, Any] | None]:
    """Return one point for each range, None where nobody is."""
    rates = [part.positives / part.total if part.total else 0.0 for part in parts]
    worth = np.array([part.worth for part in parts])
    bounds = wilson(np.array(rates) * worth, worth)
    return [
        None
        if not part.total
        else {
            "n": part.n,
            "mean_score": part.scores / part.total,
            "rate": rates[i],
            "interval": [float(bound) for bound in bounds[i]],
        }
        for i, part in enumerate(parts)
    ]
