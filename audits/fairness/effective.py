"""How many people weighted people are worth: the numbers that intervals and tests may count on."""

from typing import Any

import numpy as np

from audits.fairness.margins import Margins, Rates
from audits.fairness.measures import Share, Table, counted


def effective(tables: Table, squares: Rates | None, share: Share) -> tuple[Rates, Rates]:
    """Return how many count and out of how many, in people of equal weight who would say as much.

    Without weights these are the people themselves; they are fractions with weights.
    Source: Kish 1965, effective sample size (sum of w)^2 / sum of w^2, in the measure's own denominator.
    """
    top, bottom = counted(tables, share)
    if squares is None:
        return top.astype(float), bottom.astype(float)
    worth = kish(bottom, counted(squares, share)[1])
    rate = np.divide(top, bottom, out=np.zeros_like(worth), where=bottom > 0)
    return rate * worth, worth


def kish(total: Rates, squares: Rates) -> Rates:
    """Return the effective number of people behind sums of weights and of squared weights.

    Source: Kish 1965.
    """
    return np.asarray(np.divide(total**2, squares, out=np.zeros(np.shape(total)), where=squares > 0))


def weights(margins: Margins, column: str | None) -> dict[str, Any] | None:
    """Return people, sum of weights and effective people, by group and over all; None without weights.

    Source: Kish 1965.
    """
    if margins.squares is None or margins.weighing is None:
        return None
    sums, squares = margins.tables.sum(axis=(1, 2)), margins.squares.sum(axis=(1, 2))
    by_group = zip(margins.sizes, sums, kish(sums, squares), strict=True)
    exactly = sum(int(kept[1].sum()) for kept in margins.weighing.kept if kept is not None)
    whole = (margins.sizes.sum(), sums.sum(), kish(sums.sum(), squares.sum()))
    return {
        "column": column,
        "overall": _told(*map(float, whole)),
        "by_group": {
            name: _told(*map(float, values)) for name, values in zip(margins.names, by_group, strict=True)
        },
        "drawn_exactly": exactly,
        "drawn_as_normal": int(margins.sizes.sum()) - exactly,
    }


def _told(n: float, total: float, worth: float) -> dict[str, float | int]:
    """Return one line of the table of weights."""
    return {"n": int(n), "weight": total, "n_eff": worth}
