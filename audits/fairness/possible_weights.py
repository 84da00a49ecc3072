"""Sums of weights that people could have, and those that nobody could."""

from collections.abc import Sequence
from math import fsum

from audits.fairness.weighing import FINE_WITH_COUNTS, LARGEST_WEIGHT, Weights

# Sums are made of whole units, of which the smallest weights and their squares may be less than half of one.
ROUNDING, UNIT = 1e-9, 2.0**-FINE_WITH_COUNTS


def misfit_of_sums(n: int, weight: float, squared: float) -> tuple[str, str] | None:
    """Return which sum so many people cannot have, and why; None where they can.

    Source: Cauchy and Schwarz: (sum of w)^2 <= n x (sum of w^2); and no square exceeds the square of the sum.
    """
    spare = n * UNIT
    if weight > n * LARGEST_WEIGHT:
        return "weight", f"is more than {n:,} people can weigh, at most {LARGEST_WEIGHT:,} each."
    if weight**2 > n * (squared + spare) * (1 + ROUNDING):
        return "squared", f"is less than {n:,} people who weigh {weight:g} together can have."
    if squared > weight**2 * (1 + ROUNDING) + spare:
        return "squared", f"is more than people who weigh {weight:g} together can have."
    return None


def misfit_of_kept(kept: Sequence[Weights], n: int, weight: float, squared: float) -> str | None:
    """Return why the distinct weights that were kept are not those of the sums, None where they are."""
    sums = (
        ("weight", weight, fsum(w * k for w, k in kept)),
        ("squared", squared, fsum(w * w * k for w, k in kept)),
    )
    for name, stated, found in sums if kept else ():
        if abs(stated - found) > max(stated, found) * ROUNDING + n * UNIT:
            return f"come to {found:g}, and `{name}` to {stated:g}."
    return None
