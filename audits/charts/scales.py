"""The line on which values are drawn: from where to where, with which marks, in which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

STEPS = (1, 2, 2.5, 5, 10)
MARKS = 5


@dataclass(frozen=True)
class Scale:
    """Both ends and the marks between; `shares`: values are shares of one, written in per cent."""

    low: float
    high: float
    marks: tuple[float, ...]
    shares: bool = False
    decimals: int = 3

    def along(self, value: float, start: float, end: float) -> float:
        """Return where a value lies between two places; what lies beyond an end is drawn at the end."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return start + (end - start) * part

    def mark(self, value: float) -> str:
        """Return what is written at a mark."""
        return f"{100 * value:.0f} %" if self.shares else f"{value:,.4g}"

    def words(self, value: float) -> str:
        """Return a value as sentences give it."""
        return f"{100 * value:.2f} %" if self.shares else f"{value:,.{self.decimals}f}"


SHARES = Scale(0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0), shares=True)


def around(values: Iterable[float]) -> Scale:
    """Return a line with round marks that has room for all of these, and zero where it is near."""
    found = list(values) or [0.0, 1.0]
    low, high = min(found), max(found)
    if low > 0 and low < (high - low):
        low = 0.0
    span = (high - low) or abs(high) or 1.0
    power = 10 ** floor(log10(span / MARKS))
    step = next((s * power for s in STEPS if s * power * MARKS >= span), 10 * power)
    first, last = floor(low / step), ceil(high / step)
    last = max(last, first + 1)
    marks = tuple(round(place * step, 12) for place in range(first, last + 1))
    return Scale(marks[0], marks[-1], marks, decimals=max(0, 2 - floor(log10(step))))
