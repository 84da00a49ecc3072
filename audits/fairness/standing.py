"""Where every group stands on one measure: how many, out of how many, and whether that is enough."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from audits.fairness.effective import effective
from audits.fairness.margins import Counts, Margins, Rates
from audits.fairness.measures import SHARES, counted
from audits.fairness.spec import Spec

SMALLEST = 5  # below it not even an exact test could tell a half from a whole
HIGHER_IS_WORSE = ("fpr",)


@dataclass(frozen=True, eq=False)
class Standing:
    """The groups' counts on one measure; `assessed` marks those a reading compares.

    `counted` and `out_of` are what intervals and tests go by: people, or what weighted people are worth;
    `people` are the people themselves, first those counted.
    `complement` is true for selection when the outcome hoped for is the negative one: then the counted are
    the rest. `small` marks groups below the inference minimum, assessed or not.
    """

    measure: str
    complement: bool
    names: tuple[str, ...]
    sizes: Rates
    counted: Rates
    out_of: Rates
    assessed: npt.NDArray[np.bool_]
    small: npt.NDArray[np.bool_]
    people: tuple[Counts, Counts]
    weighted: bool = False

    @property
    def rates(self) -> Rates:
        """Return the share of each group, NaN where it is undefined."""
        undefined = np.full(len(self.names), np.nan)
        return np.asarray(np.divide(self.counted, self.out_of, out=undefined, where=self.out_of > 0))

    @property
    def defined(self) -> npt.NDArray[np.bool_]:
        """Return which groups have anyone to count on this measure."""
        return self.out_of > 0

    @property
    def compared(self) -> tuple[str, ...]:
        """Return the names of the assessed groups."""
        return tuple(name for name, yes in zip(self.names, self.assessed, strict=True) if yes)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the names of the other groups."""
        return tuple(name for name, yes in zip(self.names, self.assessed, strict=True) if not yes)

    def counts(self, place: int) -> tuple[float, float]:
        """Return how many are counted in one group, and out of how many."""
        return float(self.counted[place]), float(self.out_of[place])

    def seen(self, place: int) -> tuple[int, int]:
        """Return how many people are counted in one group, and out of how many."""
        return int(self.people[0][place]), int(self.people[1][place])

    def ends(self) -> tuple[int, int]:
        """Return the places of the lowest and the highest assessed rate."""
        low = int(np.argmin(np.where(self.assessed, self.rates, np.inf)))
        high = int(np.argmax(np.where(self.assessed, self.rates, -np.inf)))
        return low, high

    def worst_and_best(self) -> tuple[str | None, str | None]:
        """Return the groups at either end, none when there is no distance between them."""
        low, high = self.ends()
        if self.rates[low] == self.rates[high]:
            return None, None
        worst, best = (high, low) if self.measure in HIGHER_IS_WORSE else (low, high)
        return self.names[worst], self.names[best]


def standing(measure: str, margins: Margins, spec: Spec, favourable: int) -> Standing:
    """Return where the groups stand.

    Assessed are groups of `inference_minimum` people with `denominator_minimum` of them in the measure's own
    denominator; where fewer than two groups are that large, all of SMALLEST or more, for exact tests remain
    valid.
    Source: docs/fairness.md, small groups; 29 CFR 1607.4(D) on small numbers.
    """
    top, bottom = effective(margins.tables, margins.squares, SHARES[measure])
    people = [part.astype(np.int64) for part in counted(margins.people, SHARES[measure])]
    complement = measure == "selection_rate" and favourable == 0
    if complement:
        top, people = bottom - top, [people[1] - people[0], people[1]]
    large = (margins.sizes >= spec.inference_minimum) & (bottom >= spec.denominator_minimum)
    enough = (margins.sizes >= SMALLEST) & (bottom >= SMALLEST)
    assessed = large if large.sum() > 1 else enough
    return Standing(
        measure=measure,
        complement=complement,
        names=margins.names,
        sizes=margins.sizes.astype(float),
        counted=top,
        out_of=bottom,
        assessed=assessed,
        small=~large,
        people=(people[0], people[1]),
        weighted=margins.squares is not None,
    )
